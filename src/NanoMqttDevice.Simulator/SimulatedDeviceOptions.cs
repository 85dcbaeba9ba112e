using System.Security.Cryptography.X509Certificates;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Product;

namespace NanoMqttDevice.Simulator;

/// <summary>What a simulated device is made of.</summary>
public sealed record SimulatedDeviceOptions
{
    /// <summary>Folder that is its flash.</summary>
    public required string FlashFolder { get; init; }

    /// <summary>Its serial line, which stays when the device is switched off and on: a <see cref="PseudoTerminal"/>, a <see cref="SerialCable"/>.</summary>
    public ISerialLine Serial { get; init; } = new SerialCable();

    /// <summary>Its MAC as twelve upper-case hexadecimal digits.</summary>
    public string Mac { get; init; } = SimulatedBoard.DefaultMac;

    /// <summary>Its Wi-Fi.</summary>
    public SimulatedWifi Wifi { get; init; } = new();

    /// <summary>Its clocks.</summary>
    public IClock Clock { get; init; } = new SystemClock();

    /// <summary>Its random numbers.</summary>
    public IRandom Random { get; init; } = new SystemRandom();

    /// <summary>The root that TLS trusts, or null for those of the PC.</summary>
    public X509Certificate2? CertificateAuthority { get; init; }

    /// <summary>Makes at every start what its product opens its pins with, a System.Device.Gpio.GpioController.</summary>
    public Func<object> Pins { get; init; } = new SimulatedPins().CreateController;

    /// <summary>True when a start is one after power has come: its first connect then waits for a random time, as on ten thousand boards. Otherwise
    /// a start is as one that was ordered.</summary>
    public bool IsPowerOn { get; init; }

    /// <summary>Makes its application anew at every start.</summary>
    public Func<DeviceApplication> Application { get; init; } = () => new Application();
}
