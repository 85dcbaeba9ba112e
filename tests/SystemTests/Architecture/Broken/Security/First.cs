namespace NanoMqttDevice.SystemTests.Architecture.Broken.Security;

/// <summary>Leans on <see cref="Second"/>, which leans on it.</summary>
internal sealed class First
{
    public Second? Second { get; set; }
}
