using MQTTnet.Packets;

namespace NanoMqttDevice.Service;

/// <summary>What became of a CONNECT: the packet, or a refusal with or without a CONNACK return code.</summary>
internal sealed record ConnectOutcome(MqttConnectPacket? Packet, ClientLogin? Login, byte? ReturnCode, string ClientId, Fault? Fault)
{
    private const byte ServerUnavailable = 3;

    /// <summary>The instance that a refused login names, and that exists; null otherwise.</summary>
    public string? InstanceId { get; init; }

    public static ConnectOutcome Let(MqttConnectPacket packet, ClientLogin login) => new(packet, login, null, packet.ClientId, null);

    public static ConnectOutcome Refuse(byte returnCode, string clientId, Fault fault) => new(null, null, returnCode, clientId, fault);

    /// <summary>The service cannot answer now: not the client's fault, and it may try again (MQTT 3.1.1, table 3.1).</summary>
    public static ConnectOutcome Unavailable(string clientId, string detail)
    {
        return Refuse(ServerUnavailable, clientId, new Fault(TraceReasons.SocketIOException, detail));
    }

    public static ConnectOutcome Close(string detail) => new(null, null, null, string.Empty, Fault.Invalid(detail));
}
