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
    public string Missing => names.Count > 0
        ? $"{string.Join(", ", names)} {(names.Count == 1 ? "is" : "are")} not there: plug in a board{SerialPortFinder.OthersThere()}"
        : $"waiting for the first board: plug it in with a cable that carries data, or give its port with --port{SerialPortFinder.OthersThere()}";

    /// <inheritdoc/>
    public ISerialChannel Open(string name) => PortChannel.Open(name);
}
