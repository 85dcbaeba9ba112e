namespace NanoMqttDevice.Provisioning
{
    /// <summary>Takes the line that follows a request, a value that is not to be part of it.</summary>
    /// <param name="value">The line.</param>
    public delegate void ValueHandler(string value);
}
