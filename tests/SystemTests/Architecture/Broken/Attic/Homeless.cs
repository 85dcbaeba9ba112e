namespace NanoMqttDevice.SystemTests.Architecture.Broken.Attic;

/// <summary>Stands in no room of the house.</summary>
internal sealed class Homeless
{
    public int Number { get; set; }
}
