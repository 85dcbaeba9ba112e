namespace NanoMqttDevice.Product
{
    /// <summary>Makes the product's application. Not called when the device starts without it.</summary>
    /// <returns>The application.</returns>
    public delegate DeviceApplication ApplicationFactory();
}
