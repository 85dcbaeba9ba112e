namespace NanoMqttDevice.Tool.Flashing;

/// <summary>A serial port of this machine.</summary>
/// <param name="Name">What nanoff is given: <c>/dev/ttyUSB0</c>, <c>COM3</c>.</param>
/// <param name="UsbId">USB id <c>vendor:product</c>; null when it is none of USB or the system does not tell.</param>
/// <param name="Product">What the USB device calls itself, if it does.</param>
internal sealed record SerialPortInfo(string Name, string? UsbId, string? Product)
{
    public override string ToString() => (UsbId, Product) switch
    {
        (null, _) => Name,
        (_, null) => $"{Name} ({UsbId})",
        _ => $"{Name} ({UsbId} {Product})",
    };
}
