namespace NanoMqttDevice.Tool.Fleet;

/// <summary>A credential that the service has given out.</summary>
/// <param name="AccessKeyId">DeviceAccessKeyId.</param>
/// <param name="Secret">DeviceAccessKeySecret.</param>
internal sealed record IssuedCredential(string AccessKeyId, string Secret)
{
    /// <summary>The credential without its secret.</summary>
    /// <returns>Its DeviceAccessKeyId.</returns>
    public override string ToString() => AccessKeyId;
}
