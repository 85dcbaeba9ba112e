using NanoMqttDevice.SystemTests.Architecture.Broken.Runtime;

namespace NanoMqttDevice.SystemTests.Architecture.Broken.Platform;

/// <summary>Breaks the rule that a room leans only on rooms below it.</summary>
internal sealed class LeansUpwards
{
    public Clockwork? Clockwork { get; set; }
}
