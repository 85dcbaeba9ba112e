namespace NanoMqttDevice.SystemTests.Architecture.Broken.Security;

/// <summary>Leans on <see cref="First"/>, which leans on it.</summary>
internal sealed class Second
{
    public First? First { get; set; }
}
