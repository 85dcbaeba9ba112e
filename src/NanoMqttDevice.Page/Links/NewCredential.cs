namespace NanoMqttDevice.Page.Links;

/// <summary>A credential with its secret, for the one moment in which the user sees it.</summary>
/// <param name="AccessKeyId">DeviceAccessKeyId.</param>
/// <param name="AccessKeySecret">DeviceAccessKeySecret.</param>
public sealed record NewCredential(string AccessKeyId, string AccessKeySecret)
{
    /// <summary>The id alone: a record would print its secret.</summary>
    /// <returns>The DeviceAccessKeyId.</returns>
    public override string ToString() => AccessKeyId;
}
