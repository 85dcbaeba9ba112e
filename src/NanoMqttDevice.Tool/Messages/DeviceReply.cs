using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NanoMqttDevice.Tool.Messages;

/// <summary>What a device publishes on its reply topic: an answer to a command, or an event.</summary>
/// <param name="ClientId">Client ID of the device.</param>
/// <param name="Id">The command it answers; null with an event.</param>
/// <param name="Result">The result, <c>ok</c> for example.</param>
/// <param name="Event">The event, <c>settings</c> for example; null with an answer.</param>
/// <param name="Settings">What became of settings, <c>candidate</c> for example.</param>
/// <param name="Cause">Why a candidate was dropped.</param>
/// <param name="Field">The field whose rule a command breaks.</param>
/// <param name="Nonce">What the next seal is made over.</param>
internal sealed record DeviceReply(string? ClientId, string? Id, string? Result, string? Event, string? Settings, string? Cause, string? Field, string? Nonce = null)
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    /// <summary>The whole of it, as it came.</summary>
    [JsonIgnore]
    public string Json { get; private init; } = "{}";

    /// <summary>Reads one.</summary>
    /// <param name="payload">Payload of a message.</param>
    /// <returns>The reply, or null when it is none: others may publish there too.</returns>
    public static DeviceReply? Parse(ReadOnlySpan<byte> payload)
    {
        try
        {
            var reply = JsonSerializer.Deserialize<DeviceReply>(payload, _json);
            return reply is null ? null : reply with { Json = Encoding.UTF8.GetString(payload) };
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
