namespace NanoMqttDevice.Service;

/// <summary>Decides the logins of other brokers' clients, and keeps what their topics will be decided by.</summary>
internal sealed class BrokerLogins(Authenticator authenticator, TokenLogins tokenLogins)
{
    /// <summary>Whether the login is right; then its tokens are in the database before the broker lets the client in.</summary>
    public LoginCheck Check(string clientId, string userNameText, ReadOnlySpan<byte> password)
    {
        var check = authenticator.Check(clientId, userNameText, password);

        if (check is { Refusal: null, Tokens: { } tokens } && UserName.TryParse(userNameText, out var userName))
        {
            tokenLogins.Keep(userName.InstanceId, clientId, userName.AccessKeyId, tokens);
        }

        return check;
    }
}
