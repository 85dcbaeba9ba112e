namespace NanoMqttDevice.Service;

/// <summary>What became of a login: why it is refused, in words without any secret, or what its tokens permit.</summary>
internal sealed record LoginCheck(string? Refusal, IReadOnlyDictionary<TokenActions, TokenGrant>? Tokens = null);
