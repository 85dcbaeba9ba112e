using System.Text.Json;

namespace NanoMqttDevice.Tool.Rollout;

/// <summary>What a device says in the course of an update: an answer, an event, its announcement, or a request for a block.</summary>
/// <param name="ClientId">Client ID of the device.</param>
/// <param name="Id">The command it answers.</param>
/// <param name="Result">The result of an answer or an event.</param>
/// <param name="Cause">Why the package is refused.</param>
/// <param name="Event"><c>online</c> or <c>update</c>, among others.</param>
/// <param name="Request"><c>block</c>, among others.</param>
/// <param name="Nonce">What the next seal is made over.</param>
/// <param name="Release">With an event <c>update</c> the release it is about, otherwise the one that runs.</param>
/// <param name="Update">In an announcement, how the update of <paramref name="UpdateRelease"/> stands.</param>
/// <param name="UpdateRelease">Release of that update.</param>
/// <param name="Tag">The package a block is asked of.</param>
/// <param name="Offset">Where the block starts.</param>
/// <param name="Size">How many bytes it has.</param>
internal sealed record RolloutMessage(
    string? ClientId,
    string? Id = null,
    string? Result = null,
    string? Cause = null,
    string? Event = null,
    string? Request = null,
    string? Nonce = null,
    int Release = 0,
    string? Update = null,
    int UpdateRelease = 0,
    uint Tag = 0,
    int Offset = 0,
    int Size = 0)
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    /// <summary>Reads one.</summary>
    /// <param name="payload">Payload of a message.</param>
    /// <returns>The message; null when it is none of a device, or of another kind.</returns>
    public static RolloutMessage? Parse(ReadOnlySpan<byte> payload)
    {
        try
        {
            return JsonSerializer.Deserialize<RolloutMessage>(payload, _json) is { ClientId: not null } message ? message : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
