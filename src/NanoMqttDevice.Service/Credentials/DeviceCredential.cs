namespace NanoMqttDevice.Service;

/// <summary>The credential of one device, with the fields of the vendor's server API of 2020-04-20.</summary>
/// <param name="InstanceId">The instance it belongs to.</param>
/// <param name="ClientId">The one client ID it is valid for.</param>
/// <param name="DeviceAccessKeyId">Its name; the second part of the user name.</param>
/// <param name="DeviceAccessKeySecret">Its secret; signs the client ID.</param>
/// <param name="CreateTime">When it was registered, in Unix milliseconds.</param>
/// <param name="UpdateTime">When its secret was last given, in Unix milliseconds.</param>
public sealed record DeviceCredential(
    string InstanceId,
    string ClientId,
    string DeviceAccessKeyId,
    string DeviceAccessKeySecret,
    long CreateTime,
    long UpdateTime)
{
    /// <summary>The credential without its secret, fit for a log.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"DeviceCredential {DeviceAccessKeyId} of {ClientId} in {InstanceId}";
}
