using System.Text.Json;
using System.Text.Json.Serialization;
using NanoMqttDevice.Service;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.ServerApi;

/// <summary>
/// A JSON file of an account: <c>accessKeyId</c> and <c>accessKeySecret</c>, and if wanted <c>securityToken</c>, <c>endpoint</c>,
/// <c>region</c> and <c>instance</c>. It must be readable by its owner alone.
/// </summary>
internal sealed class ProfileFile
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
    };

    private readonly Content _content;

    private ProfileFile(Content content)
    {
        _content = content;
    }

    /// <summary>The account's keys; null when the file has none.</summary>
    public AccountKeys? Keys => _content.AccessKeyId is { } id && _content.AccessKeySecret is { } secret
        ? new AccountKeys(new ServiceAccount(id, secret), _content.SecurityToken)
        : null;

    /// <summary>URL of the server API; null when the file has none.</summary>
    public string? Endpoint => _content.Endpoint;

    /// <summary>The vendor's region; null when the file has none.</summary>
    public string? Region => _content.Region;

    /// <summary>Instance ID; null when the file has none.</summary>
    public string? Instance => _content.Instance;

    /// <summary>Reads a profile.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>The profile.</returns>
    /// <exception cref="ToolException">It cannot be read, has another form, or others may read it.</exception>
    public static ProfileFile Read(string path)
    {
        try
        {
            var text = SecretFile.Read("--profile", path);
            var content = JsonSerializer.Deserialize<Content>(text, _json) ?? throw Wrong(path, "it holds no JSON object");

            return (content.AccessKeyId, content.AccessKeySecret) switch
            {
                (null, not null) => throw Wrong(path, "accessKeyId is missing"),
                (not null, null) => throw Wrong(path, "accessKeySecret is missing"),
                ("", _) => throw Wrong(path, "accessKeyId is empty"),
                (_, "") => throw Wrong(path, "accessKeySecret is empty"),
                _ => new ProfileFile(content),
            };
        }
        catch (JsonException e)
        {
            // Its message may quote what stands there, which may be a secret.
            throw Wrong(
                path,
                $"it is no JSON object of the texts accessKeyId, accessKeySecret, securityToken, endpoint, region and instance (line {e.LineNumber + 1})");
        }
    }

    private static ToolException Wrong(string path, string what) => new(ExitCodes.Usage, $"{path}: {what}");

    private sealed record Content(
        string? AccessKeyId,
        string? AccessKeySecret,
        string? SecurityToken,
        string? Endpoint,
        string? Region,
        string? Instance);
}
