using NanoMqttDevice.Tool.Serial;

namespace NanoMqttDevice.Tool.Provisioning;

/// <summary>What a device answers to <c>status</c>.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="Cause">Why it is not online.</param>
/// <param name="Connack">Return code of the CONNACK that refused.</param>
/// <param name="Settings">What it has: <c>ok</c>, <c>empty</c>, <c>candidate</c> while it tries new ones, and others.</param>
/// <param name="Wifi">Name of the network it has been told.</param>
/// <param name="Dropped">Why it has given up the last candidate; null when it has not.</param>
/// <param name="Candidate">Why the new settings did not get it online at a try, while it is back on the old ones and tries again; null when none failed.</param>
internal sealed record DeviceState(string State, string Cause, string Connack, string Settings, string Wifi, string? Dropped, string? Candidate)
{
    /// <summary>True while it is online.</summary>
    public bool IsOnline => State == "online";

    /// <summary>True when it has got as far as its network lets it; a device without settings has not tried.</summary>
    public bool IsOnNetwork => State is not ("unprovisioned" or "joining-wifi") && !Cause.StartsWith("wifi-", StringComparison.Ordinal);

    /// <summary>True while it tries settings that it will give up when they do not get it online.</summary>
    public bool IsTrying => Settings == "candidate";

    /// <summary>Asks a device.</summary>
    /// <param name="line">The line to it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Where it stands.</returns>
    public static async Task<DeviceState> AskAsync(DeviceLine line, CancellationToken cancellationToken)
    {
        var status = await line.DemandAsync(new DeviceRequest("status"), cancellationToken).ConfigureAwait(false);
        return new DeviceState(
            status["state"] ?? "", status["cause"] ?? "none", status["connack"] ?? "0", status["settings"] ?? "", status["wifi"] ?? "", status["dropped"], status["candidate"]);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        State + (Cause == "none" ? "" : $" ({Cause}{(Connack == "0" ? "" : $", CONNACK {Connack}")})") + (IsTrying ? ", trying the new settings" : "");
}
