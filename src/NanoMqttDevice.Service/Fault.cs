namespace NanoMqttDevice.Service;

/// <summary>Why a connection is ended: the vendor's word for the trace and a plain sentence beside it.</summary>
internal sealed record Fault(string Reason, string Detail)
{
    public static Fault Invalid(string detail) => new(TraceReasons.InvalidParam, detail);

    public static Fault Unauthorized(string detail) => new(TraceReasons.ResourceAuthFailed, detail);
}
