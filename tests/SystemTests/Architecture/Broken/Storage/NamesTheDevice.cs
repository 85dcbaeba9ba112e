using NanoMqttDevice.SystemTests.Architecture.Broken.Runtime;

namespace NanoMqttDevice.SystemTests.Architecture.Broken.Storage;

/// <summary>Breaks the rule that nothing outside Runtime names the device.</summary>
internal sealed class NamesTheDevice
{
    public Device? Device { get; set; }
}
