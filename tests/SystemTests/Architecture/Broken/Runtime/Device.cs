namespace NanoMqttDevice.SystemTests.Architecture.Broken.Runtime;

/// <summary>What nothing outside its room may name.</summary>
internal sealed class Device
{
    public int Number { get; set; }
}
