using System.Buffers.Binary;
using System.Data.Common;
using System.Net;
using MQTTnet.Exceptions;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace NanoMqttDevice.Service;

/// <summary>
/// Examines the first packet of a connection: it must be a CONNECT [MQTT-3.1.0-1] of MQTT 3.1.1 with a right login.
/// </summary>
internal sealed class ConnectGate(Authenticator authenticator, WrongLogins wrong, ServiceCounters counters, byte refusalCode) : IDisposable
{
    /// <summary>The largest CONNECT there can be: ten bytes and five fields of two length bytes and at most 65535.</summary>
    public const int MaxLength = 10 + (5 * (2 + ushort.MaxValue));

    private const byte UnacceptableProtocolVersion = 1;
    private const byte IdentifierRejected = 2;
    private const byte Level311 = 4;

    // A database that is slow to answer blocks so many threads and no more: clients that are online need some too.
    private const int AtOnce = 32;

    private readonly SemaphoreSlim _room = new(AtOnce);

    public async ValueTask<ConnectOutcome> ExamineAsync(Frame frame, IPAddress address, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken);

        try
        {
            return Examine(frame, address);
        }
        finally
        {
            _room.Release();
        }
    }

    public void Dispose() => _room.Dispose();

    private ConnectOutcome Examine(Frame frame, IPAddress address)
    {
        if (frame.Type != MqttControlPacketType.Connect || !frame.HasValidFlags)
        {
            return ConnectOutcome.Close("the first packet is not a CONNECT [MQTT-3.1.0-1]");
        }

        if (!TryReadLevel(frame.Body, out var level))
        {
            return ConnectOutcome.Close("the CONNECT does not name the protocol MQTT");
        }

        // MQTT-3.1.2-2.
        if (level != Level311)
        {
            var fault = Fault.Invalid("only MQTT 3.1.1 is spoken here");
            return ConnectOutcome.Refuse(UnacceptableProtocolVersion, string.Empty, fault);
        }

        if (PacketRules.Broken(frame) is { } rule)
        {
            return ConnectOutcome.Close(rule);
        }

        // None is given out, as a login is of one client ID: MQTT-3.1.3-8, MQTT-3.1.3-9.
        if (HasEmptyClientId(frame.Body))
        {
            return ConnectOutcome.Refuse(IdentifierRejected, string.Empty, new Fault(TraceReasons.NotAuthorized, Identifiers.ClientIdRule));
        }

        MqttConnectPacket packet;

        try
        {
            packet = (MqttConnectPacket)MqttCodec.Decode(frame);
        }
        catch (MqttProtocolViolationException)
        {
            return ConnectOutcome.Close("the CONNECT is malformed");
        }

        if (wrong.IsTooMany(address, packet.ClientId))
        {
            counters.CountLimited(nameof(ServiceLimits.MaxWrongLogins));
            return NotAuthorized(packet, "too many wrong logins of this client ID from this address: refused for up to a minute");
        }

        LoginCheck check;

        try
        {
            check = authenticator.Check(packet.ClientId, packet.Username, packet.Password);
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException or TimeoutException)
        {
            counters.CountDatabaseFault();
            return ConnectOutcome.Unavailable(packet.ClientId, "the database does not answer");
        }

        if (check.Refusal is not null || !UserName.TryParse(packet.Username, out var userName))
        {
            wrong.Count(address, packet.ClientId);
            return NotAuthorized(packet, check.Refusal ?? string.Empty);
        }

        // The instance's own text, not a copy for every client.
        var key = new ClientKey(authenticator.InstanceOf(packet.Username) ?? userName.InstanceId, packet.ClientId);
        return ConnectOutcome.Let(packet, new ClientLogin(key, userName.Mode, userName.AccessKeyId, check.Tokens));
    }

    private ConnectOutcome NotAuthorized(MqttConnectPacket packet, string detail)
    {
        return ConnectOutcome.Refuse(refusalCode, packet.ClientId, new Fault(TraceReasons.NotAuthorized, detail)) with
        {
            InstanceId = authenticator.InstanceOf(packet.Username),
        };
    }

    // "MQTT" and a level, or MQTT 3.1's "MQIsdp" and a level: its clients, too, are told that the version is the trouble.
    private static bool TryReadLevel(ReadOnlySpan<byte> body, out byte level)
    {
        var is31 = body.StartsWith("\0\u0006MQIsdp"u8);
        var index = is31 ? 8 : 6;
        level = 0;

        if ((!is31 && !body.StartsWith("\0\u0004MQTT"u8)) || body.Length <= index)
        {
            return false;
        }

        level = is31 ? (byte)3 : body[index];
        return true;
    }

    private static bool HasEmptyClientId(ReadOnlySpan<byte> body)
    {
        return body.Length >= 12 && BinaryPrimitives.ReadUInt16BigEndian(body[10..]) == 0;
    }
}
