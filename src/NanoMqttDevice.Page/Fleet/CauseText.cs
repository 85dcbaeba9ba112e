using NanoMqttDevice.Page.Links;

namespace NanoMqttDevice.Page.Fleet;

/// <summary>Why a device is, or was, not online: in words, with what to do.</summary>
/// <param name="Word">The word of the device or of the service; empty for none.</param>
/// <param name="Text">What the user reads; empty for none.</param>
public sealed record CauseText(string Word, string Text)
{
    /// <summary>Finds it: while a device is away the service's word counts, while it is online its own.</summary>
    /// <param name="row">The device.</param>
    /// <param name="actions">Explains the device's words.</param>
    /// <returns>The cause.</returns>
    public static CauseText Of(DeviceRow row, IFleetActions actions)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(actions);
        return row switch
        {
            { ServiceCause.Length: > 0 } => new(row.ServiceCause, RefusalTexts.Explain(row.ServiceCause, row.ServiceDetail)),
            { DeviceCause.Length: > 0 } => new(row.DeviceCause, Texts.WasOffline(row.DeviceCause, actions.ExplainCause(row.DeviceCause))),
            _ => new("", ""),
        };
    }
}
