namespace NanoMqttDevice.Tool.Load;

/// <summary>A login that failed, in the few words under which failures are counted.</summary>
/// <param name="cause">The cause, the same text for the same kind.</param>
/// <param name="returnCode">Return code of the CONNACK that refused; 0 when there was none.</param>
internal sealed class LoginException(string cause, int returnCode = 0) : Exception(cause)
{
    /// <summary>Return code of the CONNACK that refused; 0 when there was none.</summary>
    public int ReturnCode { get; } = returnCode;
}
