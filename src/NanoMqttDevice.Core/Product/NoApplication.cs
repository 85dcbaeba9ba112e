namespace NanoMqttDevice.Product
{
    /// <summary>Stands in for a product that has crashed the device again and again.</summary>
    internal sealed class NoApplication : DeviceApplication
    {
    }
}
