using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace NanoMqttDevice.Tool.Load;

/// <summary>
/// The least of an MQTT 3.1.1 client that logs in and stays: a socket and a few bytes, since ten thousand of a library's clients, each with
/// its buffers, would measure the library.
/// </summary>
internal sealed class RawConnection : IDisposable
{
    private const byte ConnAck = 0x20;
    private const byte Publish = 0x30;
    private const byte PubAck = 0x40;
    private const byte QoS1 = 0x02;
    private const byte CleanSession = 0x02;
    private const byte HasPassword = 0x40;
    private const byte HasUserName = 0x80;

    private static readonly byte[] _pingReq = [0xC0, 0];
    private static readonly byte[] _disconnect = [0xE0, 0];

    private readonly Socket _socket;
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly byte[] _buffer = new byte[64];
    private Stream? _stream;
    private TaskCompletionSource? _acknowledged;
    private ushort _lastId;
    private int _start;
    private int _end;

    private RawConnection(Socket socket)
    {
        _socket = socket;
    }

    /// <summary>Opens a connection and logs in.</summary>
    /// <param name="broker">The broker.</param>
    /// <param name="client">The login.</param>
    /// <param name="keepalive">Keepalive in seconds.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>A connection that the broker has accepted.</returns>
    /// <exception cref="LoginException">The broker cannot be reached or refuses.</exception>
    public static async Task<RawConnection> LoginAsync(
        BrokerAddress broker,
        LoadClient client,
        ushort keepalive,
        CancellationToken cancellationToken)
    {
        RawConnection? connection = null;
        try
        {
            connection = new RawConnection(new Socket(broker.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true });
            await connection._socket.ConnectAsync(broker.EndPoint, cancellationToken).ConfigureAwait(false);
            await connection.OpenStreamAsync(broker, cancellationToken).ConfigureAwait(false);
            await connection.SendAsync(ConnectPacket(client, keepalive), cancellationToken).ConfigureAwait(false);
            await connection.ReadConnAckAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch (Exception e)
        {
            connection?.Dispose();
            throw e as LoginException ?? new LoginException(CauseOf(e));
        }
    }

    /// <summary>Sends a message with QoS 1 and waits for its PUBACK. One at a time; <see cref="StayAsync"/> must be running.</summary>
    /// <param name="topic">Topic.</param>
    /// <param name="payload">Payload.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Done when it is acknowledged.</returns>
    /// <exception cref="IOException">The connection has ended.</exception>
    public async Task PublishAsync(string topic, byte[] payload, CancellationToken cancellationToken)
    {
        var acknowledged = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _acknowledged = acknowledged;
        _lastId = _lastId == ushort.MaxValue ? (ushort)1 : (ushort)(_lastId + 1);
        var body = new PacketWriter().Text(topic).Number(_lastId).Bytes(payload);
        await SendAsync(body.Packet(Publish | QoS1), cancellationToken).ConfigureAwait(false);
        await acknowledged.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Keeps the connection alive until it ends.</summary>
    /// <param name="period">Time between two PINGREQ.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Done when the broker has closed the connection, it broke, or it was cancelled.</returns>
    public async Task StayAsync(TimeSpan period, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(period);
        var reading = ReadToEndAsync(cancellationToken);
        var tick = timer.WaitForNextTickAsync(CancellationToken.None).AsTask();
        while (await Task.WhenAny(reading, tick).ConfigureAwait(false) == tick)
        {
            await TrySendAsync(_pingReq, cancellationToken).ConfigureAwait(false);
            tick = timer.WaitForNextTickAsync(CancellationToken.None).AsTask();
        }
    }

    /// <summary>Says good-bye; the connection is disposed next.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Done when it is sent, or cannot be.</returns>
    public Task DisconnectAsync(CancellationToken cancellationToken) => TrySendAsync(_disconnect, cancellationToken);

    /// <summary>Tells whether an exception means that the connection has ended.</summary>
    /// <param name="e">The exception.</param>
    /// <returns>True when it does.</returns>
    public static bool IsBroken(Exception e) => e is IOException or SocketException or ObjectDisposedException or OperationCanceledException;

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream?.Dispose();
        _socket.Dispose();
    }

    private static byte[] ConnectPacket(LoadClient client, ushort keepalive)
    {
        const byte Level311 = 4;
        const byte Flags = CleanSession | HasUserName | HasPassword;
        return new PacketWriter().Text("MQTT").Bytes([Level311, Flags]).Number(keepalive)
            .Text(client.ClientId).Text(client.UserName).Text(client.Password).Packet(0x10);
    }

    private static string CauseOf(Exception e) => e switch
    {
        OperationCanceledException => "no CONNACK in time",
        AuthenticationException => $"TLS: {e.Message}",
        SocketException { SocketErrorCode: SocketError.ConnectionReset } => "connection reset",
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "connection refused",
        SocketException { SocketErrorCode: SocketError.TooManyOpenSockets } => "too many open files here (ulimit -n)",
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } => "no free local port",
        SocketException socket => $"socket: {socket.SocketErrorCode}",
        IOException { InnerException: SocketException inner } => CauseOf(inner),
        IOException => "connection broke",
        _ => e.GetType().Name,
    };

    // Acknowledges messages, since others are not sent before.
    private async Task ReadToEndAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var header = await TakeAsync(cancellationToken).ConfigureAwait(false);
                var length = await TakeLengthAsync(cancellationToken).ConfigureAwait(false);
                if ((header & 0xF0) == PubAck)
                {
                    _acknowledged?.TrySetResult();
                }

                if ((header & 0xF6) == (Publish | QoS1))
                {
                    length -= await AcknowledgeAsync(cancellationToken).ConfigureAwait(false);
                }

                for (; length > 0; length--)
                {
                    await TakeAsync(cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (IsBroken(e) || e is LoginException)
        {
            _acknowledged?.TrySetException(new IOException("The connection has ended."));
        }
    }

    private async Task OpenStreamAsync(BrokerAddress broker, CancellationToken cancellationToken)
    {
        var plain = new NetworkStream(_socket, ownsSocket: false);
        _stream = plain;
        if (broker.TlsName is null)
        {
            return;
        }

        var tls = new SslStream(plain);
        _stream = tls;
        var options = new SslClientAuthenticationOptions { TargetHost = broker.TlsName };
        if (broker.Authority is { } authority)
        {
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { authority },
                RevocationMode = X509RevocationMode.NoCheck,
            };
        }

        await tls.AuthenticateAsClientAsync(options, cancellationToken).ConfigureAwait(false);
    }

    private async Task ReadConnAckAsync(CancellationToken cancellationToken)
    {
        var header = await TakeAsync(cancellationToken).ConfigureAwait(false);
        var length = await TakeLengthAsync(cancellationToken).ConfigureAwait(false);
        if (header != ConnAck || length != 2)
        {
            throw new LoginException("the answer is no CONNACK");
        }

        await TakeAsync(cancellationToken).ConfigureAwait(false);
        var code = await TakeAsync(cancellationToken).ConfigureAwait(false);
        if (code != 0)
        {
            throw new LoginException($"CONNACK {code}", code);
        }
    }

    private async Task<int> AcknowledgeAsync(CancellationToken cancellationToken)
    {
        var topic = (await TakeAsync(cancellationToken).ConfigureAwait(false) << 8) | await TakeAsync(cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < topic; i++)
        {
            await TakeAsync(cancellationToken).ConfigureAwait(false);
        }

        var high = await TakeAsync(cancellationToken).ConfigureAwait(false);
        var low = await TakeAsync(cancellationToken).ConfigureAwait(false);
        await SendAsync([PubAck, 2, high, low], cancellationToken).ConfigureAwait(false);
        return 2 + topic + 2;
    }

    private async Task TrySendAsync(byte[] packet, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(packet, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsBroken(e))
        {
            // Whoever reads learns of it too.
            return;
        }
    }

    private async Task SendAsync(byte[] packet, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _stream!.WriteAsync(packet, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async ValueTask<int> TakeLengthAsync(CancellationToken cancellationToken)
    {
        var length = 0;
        for (var shift = 0; shift <= 21; shift += 7)
        {
            var digit = await TakeAsync(cancellationToken).ConfigureAwait(false);
            length |= (digit & 0x7F) << shift;
            if (digit < 0x80)
            {
                return length;
            }
        }

        throw new LoginException("the answer is no MQTT");
    }

    private async ValueTask<byte> TakeAsync(CancellationToken cancellationToken)
    {
        if (_start == _end)
        {
            _start = 0;
            _end = await _stream!.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false);
            if (_end == 0)
            {
                throw new LoginException("closed by the broker");
            }
        }

        return _buffer[_start++];
    }

    /// <summary>Gathers the fields of one packet.</summary>
    private sealed class PacketWriter
    {
        private readonly List<byte> _body = new(128);

        public PacketWriter Text(string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            return Number((ushort)bytes.Length).Bytes(bytes);
        }

        public PacketWriter Number(ushort number)
        {
            Span<byte> bytes = stackalloc byte[2];
            BinaryPrimitives.WriteUInt16BigEndian(bytes, number);
            return Bytes(bytes);
        }

        public PacketWriter Bytes(ReadOnlySpan<byte> bytes)
        {
            _body.AddRange(bytes);
            return this;
        }

        public byte[] Packet(int header)
        {
            var packet = new List<byte>(_body.Count + 5) { (byte)header };
            for (var length = _body.Count; ;)
            {
                var digit = length & 0x7F;
                length >>= 7;
                packet.Add((byte)(length > 0 ? digit | 0x80 : digit));
                if (length == 0)
                {
                    break;
                }
            }

            packet.AddRange(_body);
            return [.. packet];
        }
    }
}
