namespace NanoMqttDevice.Service;

/// <summary>
/// An account that signs calls of the server API, and whose clients log in with mode <c>Signature</c>. The vendor's signature page: the account secret belongs to
/// the back end, never to a device.
/// </summary>
/// <param name="AccessKeyId">Names the account; the second part of the user name.</param>
/// <param name="AccessKeySecret">Signs calls and client IDs.</param>
public sealed record ServiceAccount(string AccessKeyId, string AccessKeySecret)
{
    /// <summary>The account without its secret, fit for a log.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"ServiceAccount {AccessKeyId}";
}
