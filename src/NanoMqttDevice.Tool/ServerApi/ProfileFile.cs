using System.Text.Json;
using System.Text.Json.Serialization;
using NanoMqttDevice.Service;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.ServerApi;

/// <summary>A profile as a JSON file: an account's keys and where its service is (<see cref="ProfileContent"/>). Its owner alone must be able to read it.</summary>
internal static class ProfileFile
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        NumberHandling = JsonNumberHandling.Strict,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
    };

    /// <summary>Reads a profile.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>The profile.</returns>
    /// <exception cref="ToolException">It cannot be read, has another form, or others may read it.</exception>
    public static ProfileContent Read(string path)
    {
        try
        {
            var text = SecretFile.Read("--profile", path);
            var content = JsonSerializer.Deserialize<ProfileContent>(text, _json) ?? throw Wrong(path, "it holds no JSON object");
            var hasSecret = content.AccessKeySecret is not null || content.AccessKeySecretCommand is not null;
            return (content.AccessKeyId, hasSecret) switch
            {
                (null, true) => throw Wrong(path, "accessKeyId is missing"),
                (not null, false) => throw Wrong(path, "accessKeySecret is missing"),
                ("", _) => throw Wrong(path, "accessKeyId is empty"),
                _ when content.AccessKeySecret == "" => throw Wrong(path, "accessKeySecret is empty"),
                _ when content.AccessKeySecretCommand is { Count: 0 } => throw Wrong(path, "accessKeySecretCommand is empty"),
                _ => content,
            };
        }
        catch (JsonException e)
        {
            // Its message may quote what stands there, which may be a secret.
            throw Wrong(
                path,
                "it is no JSON object of accessKeyId, accessKeySecret or accessKeySecretCommand, securityToken, endpoint, region, instance, ca, mqttEndpoint, "
                + $"mqttPort, tls and parentTopic (line {e.LineNumber + 1})");
        }
    }

    /// <summary>Writes a profile; its owner alone can read it.</summary>
    /// <param name="path">Path of the file, which is replaced.</param>
    /// <param name="content">What stands in it.</param>
    public static void Write(string path, ProfileContent content) => SecretFile.Write(path, JsonSerializer.Serialize(content, _json) + "\n");

    /// <summary>The account's keys of a profile.</summary>
    /// <param name="content">The profile.</param>
    /// <returns>The keys; null when it has none.</returns>
    /// <exception cref="ToolException">The command that keeps the secret does not give it.</exception>
    public static AccountKeys? KeysOf(ProfileContent content) => content switch
    {
        { AccessKeyId: { } id, AccessKeySecret: { } secret } => new AccountKeys(new ServiceAccount(id, secret), content.SecurityToken),
        { AccessKeyId: { } id, AccessKeySecretCommand: { } command } =>
            new AccountKeys(new ServiceAccount(id, SecretCommand.Run(command)), content.SecurityToken),
        _ => null,
    };

    private static ToolException Wrong(string path, string what) => new(ExitCodes.Usage, $"{path}: {what}");
}
