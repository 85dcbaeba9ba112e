using NanoMqttDevice.Tool.Flashing;
using NanoMqttDevice.Tool.Serial;

namespace NanoMqttDevice.Tool.Fleet;

/// <summary>The serial ports of this machine.</summary>
/// <param name="names">The ports that are meant; none for each that shows itself with the USB id of a known board.</param>
internal sealed class SystemPorts(IReadOnlyList<string> names) : IBoardPorts
{
    /// <inheritdoc/>
    public IReadOnlyList<string> List() => names.Count > 0
        ? [.. names.Distinct().Where(SerialPortFinder.IsThere)]
        : [.. PortChoice.Candidates().Select(p => p.Name)];

    /// <inheritdoc/>
    public ISerialChannel Open(string name) => PortChannel.Open(name);
}
