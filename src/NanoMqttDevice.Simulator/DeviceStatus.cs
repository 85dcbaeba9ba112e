using NanoMqttDevice.Connectivity;

namespace NanoMqttDevice.Simulator;

/// <summary>Where a simulated device stands.</summary>
/// <param name="State">State of its supervisor.</param>
/// <param name="Cause">Why it is not online.</param>
/// <param name="ReturnCode">Return code of the CONNACK that refused, or 0.</param>
/// <param name="NextTry">Milliseconds until the next try, or 0.</param>
public sealed record DeviceStatus(SupervisorState State, OfflineCause Cause, int ReturnCode, long NextTry)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        var cause = Cause switch
        {
            OfflineCause.None => "",
            OfflineCause.Refused => $" ({OfflineCauses.WordOf(Cause)}, CONNACK {ReturnCode})",
            _ => $" ({OfflineCauses.WordOf(Cause)})",
        };
        return SupervisorStates.WordOf(State) + cause;
    }
}
