using System.Text.Json;
using System.Text.Json.Serialization;

namespace NanoMqttDevice.Service;

/// <summary>
/// The instances as a JSON file: <c>{"instances":[{"instanceId":"…","groupIds":["…"],"parentTopics":["…"],"vhost":"…",
/// "grants":[{"holder":"…","topicFilter":"…","actions":"R|W|RW"}]}]}</c>. <c>vhost</c> and <c>grants</c> may be left out; unknown
/// names are refused. It holds no secret.
/// </summary>
public static class InstancesFile
{
    private const long MaxLength = 16 * 1024 * 1024;

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        AllowTrailingCommas = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Reads it.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>The instances, each by its rules.</returns>
    /// <exception cref="ArgumentException">It has another form, or an instance breaks a rule; the message says where.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static IReadOnlyList<ServiceInstance> Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        using var stream = File.OpenRead(path);

        if (stream.Length > MaxLength)
        {
            throw new ArgumentException($"'{path}' has more than {MaxLength} bytes.", nameof(path));
        }

        try
        {
            var instances = JsonSerializer.Deserialize<FileForm>(stream, _json)?.Instances ?? [];
            IReadOnlyList<ServiceInstance> read = [.. instances.Select(instance => instance.ToInstance())];
            _ = new InstanceDirectory(read);
            return read;
        }
        catch (JsonException exception)
        {
            throw new ArgumentException(
                $"'{path}' is no file of instances: line {exception.LineNumber + 1}, {exception.Path ?? "$"}: see the README for its form.",
                nameof(path),
                exception);
        }
    }

    private sealed record FileForm(IReadOnlyList<InstanceForm> Instances);

    private sealed record InstanceForm(
        string InstanceId,
        IReadOnlyList<string> GroupIds,
        IReadOnlyList<string> ParentTopics,
        string? Vhost = null,
        IReadOnlyList<GrantForm>? Grants = null)
    {
        public ServiceInstance ToInstance() => new(InstanceId, GroupIds, ParentTopics)
        {
            Vhost = Vhost,
            Grants = Grants is null ? null : [.. Grants.Select(grant => grant.ToGrant())],
        };
    }

    private sealed record GrantForm(string Holder, string TopicFilter, string Actions)
    {
        public TopicGrant ToGrant() => new(
            Holder,
            TopicFilter,
            TokenType.TryParse(Actions, out var actions)
                ? actions
                : throw new ArgumentException($"grants.actions: '{TraceText.Clean(Actions)}': must be R, W or RW.", nameof(Actions)));
    }
}
