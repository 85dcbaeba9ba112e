namespace NanoMqttDevice.SystemTests.Architecture.Broken.Runtime;

/// <summary>Something of the topmost room.</summary>
internal sealed class Clockwork
{
    public int Number { get; set; }
}
