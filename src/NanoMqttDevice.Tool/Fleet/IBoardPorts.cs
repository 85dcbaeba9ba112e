using NanoMqttDevice.Tool.Serial;

namespace NanoMqttDevice.Tool.Fleet;

/// <summary>The serial ports that boards are plugged into, one after the other.</summary>
internal interface IBoardPorts
{
    /// <summary>Lists the ports that are there now.</summary>
    /// <returns>Their names.</returns>
    IReadOnlyList<string> List();

    /// <summary>What the user is told when no port is there.</summary>
    string Missing { get; }

    /// <summary>Opens a port.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The open port.</returns>
    /// <exception cref="ToolException">It cannot be opened.</exception>
    ISerialChannel Open(string name);
}
