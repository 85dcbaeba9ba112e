namespace NanoMqttDevice.Service;

/// <summary>As whom a client was let in; the tokens are those of mode Token.</summary>
internal sealed record ClientLogin(
    ClientKey Key,
    string Mode,
    string AccessKeyId,
    IReadOnlyDictionary<TokenActions, TokenGrant>? Tokens);
