namespace NanoMqttDevice.Service;

/// <summary>Decides the logins of other brokers' clients, and keeps what their topics will be decided by.</summary>
internal sealed class BrokerLogins(Authenticator authenticator, CredentialStore credentials, TokenLogins tokenLogins)
{
    /// <summary>Whether the login is right; then its tokens are in the database before the broker lets the client in.</summary>
    public LoginCheck Check(string clientId, string userNameText, ReadOnlySpan<byte> password)
    {
        var check = authenticator.Check(clientId, userNameText, password);

        if (check is { Refusal: null, Tokens: { } tokens } && UserName.TryParse(userNameText, out var userName))
        {
            // A token opens any client ID, and other brokers give a session to whoever comes with its client ID: with it the
            // subscriptions and commands of the device that it belongs to.
            if (credentials.Get(userName.InstanceId, clientId) is not null)
            {
                return new LoginCheck("a device has a credential for this client ID: no token opens it");
            }

            tokenLogins.Keep(userName.InstanceId, clientId, userName.AccessKeyId, tokens);
        }

        return check;
    }
}
