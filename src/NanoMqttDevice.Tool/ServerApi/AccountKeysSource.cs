using NanoMqttDevice.Service;

namespace NanoMqttDevice.Tool.ServerApi;

/// <summary>
/// Where the account's keys come from: the profile that was named, or else the environment, or else the profile in use. Never from the command
/// line, which everybody on the machine can read.
/// </summary>
internal static class AccountKeysSource
{
    private const string Own = "NANOMQTT_";
    private const string Vendor = "ALIBABA_CLOUD_";
    private const string IdName = "ACCESS_KEY_ID";
    private const string SecretName = "ACCESS_KEY_SECRET";
    private const string TokenName = "SECURITY_TOKEN";

    /// <summary>Takes the keys.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="isNamed">True when the command line names it.</param>
    /// <param name="environment">Reads a variable of the environment.</param>
    /// <returns>The keys.</returns>
    /// <exception cref="ToolException">There are none, or half of them.</exception>
    public static AccountKeys Read(ProfileContent profile, bool isNamed, Func<string, string?> environment)
    {
        if (isNamed && ProfileFile.KeysOf(profile) is { } keys)
        {
            return keys;
        }

        return FromEnvironment(Own, environment) ?? FromEnvironment(Vendor, environment) ?? ProfileFile.KeysOf(profile) ?? throw new ToolException(
            ExitCodes.Usage,
            $"no account keys: set {Own}{IdName} and {Own}{SecretName}, make a profile with 'nanomqtt profile create', "
            + "or name a file that holds accessKeyId and accessKeySecret with --profile");
    }

    private static AccountKeys? FromEnvironment(string prefix, Func<string, string?> environment)
    {
        var (id, secret) = (Get(IdName), Get(SecretName));

        return (id, secret) switch
        {
            (null, null) => null,
            (null, _) => throw Half(IdName, SecretName),
            (_, null) => throw Half(SecretName, IdName),
            _ => new AccountKeys(new ServiceAccount(id, secret), Get(TokenName)),
        };

        string? Get(string name) => environment(prefix + name) is { Length: > 0 } value ? value : null;

        ToolException Half(string missing, string given) =>
            new(ExitCodes.Usage, $"{prefix}{given} is set and {prefix}{missing} is not: set both or neither");
    }
}
