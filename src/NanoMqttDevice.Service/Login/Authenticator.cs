using System.Security.Cryptography;
using System.Text;

namespace NanoMqttDevice.Service;

/// <summary>
/// Decides a login, in each of the three modes.
/// </summary>
internal sealed class Authenticator(
    InstanceDirectory directory,
    IReadOnlyList<ServiceAccount> accounts,
    CredentialStore credentials,
    TokenStore tokens)
{
    // Signed with when there is no secret, so that a missing credential costs the time of a wrong password.
    private const string DummySecret = "DC.0000000000000000000000";

    private readonly Dictionary<string, string> _accounts =
        accounts.ToDictionary(account => account.AccessKeyId, account => account.AccessKeySecret, StringComparer.Ordinal);

    /// <summary>Null when the login is right, otherwise why it is not, in words without any secret.</summary>
    public string? Refuse(string clientId, string? userNameText, ReadOnlySpan<byte> password)
    {
        return Check(clientId, userNameText, password).Refusal;
    }

    /// <summary>The instance that a user name names, if it exists.</summary>
    public string? InstanceOf(string? userNameText)
    {
        return UserName.TryParse(userNameText, out var userName) ? directory.Current.Find(userName.InstanceId)?.Id : null;
    }

    /// <summary>Whether the login is right, and in mode Token what its tokens permit.</summary>
    public LoginCheck Check(string clientId, string? userNameText, ReadOnlySpan<byte> password)
    {
        if (!UserName.TryParse(userNameText, out var userName))
        {
            return new LoginCheck("the user name does not have the three parts mode|accessKeyId|instanceId");
        }

        if (directory.Current.Find(userName.InstanceId) is not { } rules)
        {
            return new LoginCheck("the instance is unknown");
        }

        if (!Identifiers.TryGetGroup(clientId, out var group))
        {
            return new LoginCheck(Identifiers.ClientIdRule);
        }

        if (!rules.HasGroup(group))
        {
            return new LoginCheck("the group of the client ID was not created beforehand");
        }

        return userName.Mode switch
        {
            UserName.DeviceCredentialMode => new LoginCheck(RefuseDevice(userName, clientId, password)),
            UserName.SignatureMode => new LoginCheck(RefuseAccount(userName, clientId, password)),
            UserName.TokenMode => CheckTokens(userName, password),
            _ => new LoginCheck("the mode is none of DeviceCredential, Signature and Token"),
        };
    }

    private string? RefuseDevice(UserName userName, string clientId, ReadOnlySpan<byte> password)
    {
        var registered = credentials.Get(userName.InstanceId, clientId);
        var signed = LoginSignature.Matches(registered?.DeviceAccessKeySecret ?? DummySecret, clientId, password);
        var named = Same(registered?.DeviceAccessKeyId ?? string.Empty, userName.AccessKeyId);

        if (registered is null)
        {
            return "no credential is registered for this client ID and instance";
        }

        if (!named)
        {
            return "the DeviceAccessKeyId is not the one registered for this client ID";
        }

        return signed ? null : "the password is not the signature of this client ID";
    }

    private string? RefuseAccount(UserName userName, string clientId, ReadOnlySpan<byte> password)
    {
        var known = _accounts.TryGetValue(userName.AccessKeyId, out var secret);
        var signed = LoginSignature.Matches(secret ?? DummySecret, clientId, password);

        if (!known)
        {
            return "the AccessKeyId is unknown";
        }

        return signed ? null : "the password is not the signature of this client ID";
    }

    private LoginCheck CheckTokens(UserName userName, ReadOnlySpan<byte> password)
    {
        if (!TokenPassword.TryParse(Encoding.UTF8.GetString(password), out var parsed))
        {
            return new LoginCheck("the password is not R|token, W|token, RW|token or several joined, one token of each type");
        }

        var grants = new Dictionary<TokenActions, TokenGrant>();

        foreach (var (type, token) in parsed)
        {
            if (ClientTokens.Inspect(tokens, userName.InstanceId, userName.AccessKeyId, type, token, out var grant) is { } code)
            {
                return new LoginCheck($"the token of type {TokenType.Of(type)} is not valid: code {(int)code}");
            }

            grants.Add(type, grant!);
        }

        return new LoginCheck(null, grants);
    }

    private static bool Same(string left, string right)
    {
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));
    }
}
