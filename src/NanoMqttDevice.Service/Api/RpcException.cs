namespace NanoMqttDevice.Service;

/// <summary>A call that is refused: what stands in the vendor's error body.</summary>
internal sealed class RpcException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;
}
