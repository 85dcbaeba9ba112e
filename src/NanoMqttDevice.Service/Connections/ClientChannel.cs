using System.Net;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Adapter;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace NanoMqttDevice.Service;

/// <summary>
/// One client's connection, between its socket and the broker. What the service refuses ends here: the broker never sees the
/// packet, so it acknowledges nothing.
/// </summary>
internal sealed class ClientChannel : IMqttChannelAdapter
{
    private const ushort LongestKeepAlive = 480;

    // The largest PUBLISH there can be; everything else a client may send is smaller.
    private const int MaxPacket = 2 + ushort.MaxValue + 2 + TopicRules.MaxPayload;

    private static readonly TimeSpan _sendTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _writePatience = TimeSpan.FromMilliseconds(100);

    private readonly ClientSocket _socket;
    private readonly ServiceContext _context;
    private readonly FrameReader _reader;
    private readonly SemaphoreSlim _sending = new(1);
    private readonly CancellationTokenSource _ending = new();
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PacketRules _rules;

    private TimeSpan _allowedSilence;
    private Fault? _fault;
    private bool _connectReceived;
    private bool _refused;
    private volatile bool _online;

    public ClientChannel(ClientSocket socket, ServiceContext context, TimeSpan connectTimeout)
    {
        _socket = socket;
        _context = context;
        _reader = new FrameReader(socket.Stream);
        _rules = new PacketRules(context);
        _allowedSilence = connectTimeout;

        var writer = new MqttBufferWriter(4096, ushort.MaxValue);
        PacketFormatterAdapter = new MqttPacketFormatterAdapter(MqttProtocolVersion.V311, writer);
    }

    public string ClientId { get; private set; } = string.Empty;

    public bool IsOnline => _online;

    /// <summary>Done when the broker has let go of the connection.</summary>
    public Task Finished => _finished.Task;

    public long BytesReceived => 0;

    public long BytesSent => 0;

    public X509Certificate2? ClientCertificate => null;

    public EndPoint? RemoteEndPoint => _socket.RemoteEndPoint;

    public EndPoint? LocalEndPoint => _socket.LocalEndPoint;

    public bool IsSecureConnection => _socket.IsSecure;

    public MqttPacketFormatterAdapter PacketFormatterAdapter { get; }

    /// <summary>Ends the connection; the first reason given is the one that counts.</summary>
    public void End(Fault fault)
    {
        if (Interlocked.CompareExchange(ref _fault, fault, null) is null)
        {
            _ending.Cancel();
        }
    }

    /// <summary>Cuts the connection as a failing network would.</summary>
    public void Abort(Fault fault)
    {
        // The reason first: whoever reads or writes learns of the cut at once and would give one of its own.
        Interlocked.CompareExchange(ref _fault, fault, null);
        _socket.Abort();
        _ending.Cancel();
    }

    /// <summary>The next packet for the broker; null makes it end the connection.</summary>
    public async Task<MqttPacket?> ReceivePacketAsync(CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(_allowedSilence, _context.Time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ending.Token, silence.Token);

        try
        {
            any.Token.ThrowIfCancellationRequested();
            return _connectReceived ? await ReceiveNextAsync(any.Token) : await ReceiveConnectAsync(any.Token);
        }
        catch (OperationCanceledException) when (silence.IsCancellationRequested)
        {
            var detail = _connectReceived ? "silent for 1.5 times the keepalive" : "no CONNECT came in time";
            End(new Fault(TraceReasons.NoHeart, detail));
        }
        catch (OperationCanceledException)
        {
            // Ended by somebody who has told the reason, or the service stops.
        }
        catch (Exception exception) when (exception is InvalidDataException or MqttProtocolViolationException)
        {
            End(Fault.Invalid(exception is InvalidDataException ? exception.Message : "the packet is malformed"));
        }
        catch (Exception exception) when (ClientSocket.IsBroken(exception))
        {
            End(new Fault(TraceReasons.SocketIOException, "the connection broke"));
        }

        return null;
    }

    public async Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        Prepare(packet);

        using var timeout = new CancellationTokenSource(_sendTimeout, _context.Time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);

        await _sending.WaitAsync(any.Token);

        try
        {
            if (_fault is not null)
            {
                throw new MqttCommunicationException("The connection is ended.");
            }

            await _socket.Stream.WriteAsync(PacketFormatterAdapter.Encode(packet).Join(), any.Token);
        }
        catch (Exception exception) when (ClientSocket.IsBroken(exception) || timeout.IsCancellationRequested)
        {
            Abort(new Fault(TraceReasons.SocketIOException, "the client does not take what is sent to it"));
            throw new MqttCommunicationException(exception);
        }
        finally
        {
            PacketFormatterAdapter.Cleanup();
            _sending.Release();
        }

        if (packet is MqttPublishPacket)
        {
            _context.Counters.CountMessageOut();
        }
    }

    /// <summary>
    /// Closes the connection after the broker has let go of it. A client that sees the close finds it in the trace.
    /// </summary>
    public async Task FinishAsync(CancellationToken stopping)
    {
        End(new Fault(TraceReasons.SocketIOException, "the service stops"));
        _rules.Forget();

        var (reason, detail) = (_fault!.Reason, _fault.Detail);

        if (_online)
        {
            _online = false;
            _context.Counters.CountDisconnected(reason);
            _context.Trace.Add(ClientId, TraceActions.Disconnect, reason, detail);
        }
        else if (!_refused && reason != TraceReasons.ClosedByClient)
        {
            CountRefusal(ClientId, _fault);
        }

        _context.Online.Release(this);

        if (await _sending.WaitAsync(_writePatience, CancellationToken.None))
        {
            await _socket.FinishSendingAsync();
        }
        else
        {
            // A client that does not take what is sent to it would not take the end either.
            _socket.Abort();
        }

        _finished.SetResult();
        await _socket.DrainAsync(stopping);
        Dispose();
    }

    public Task ConnectAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DisconnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void ResetStatistics()
    {
    }

    public void Dispose() => _socket.Dispose();

    private async Task<MqttPacket?> ReceiveConnectAsync(CancellationToken cancellationToken)
    {
        var frame = await _reader.ReadAsync(ConnectGate.MaxLength, cancellationToken);

        if (frame is null)
        {
            End(new Fault(TraceReasons.ClosedByClient, string.Empty));
            return null;
        }

        var outcome = _context.Gate.Examine(frame, PacketFormatterAdapter);

        if (outcome.Packet is not { } connect)
        {
            await RefuseAsync(outcome, cancellationToken);
            return null;
        }

        ClientId = connect.ClientId;
        await _context.Online.ClaimAsync(this, cancellationToken);

        // Wills are not supported (the vendor's limits page): ignored.
        connect.WillFlag = false;

        // A longer keepalive, or none, is treated as the longest (the vendor's limits page); 1.5 times it may pass
        // [MQTT-3.1.2-24]. The broker's own monitor is switched off: this channel watches the silence.
        var keepAlive = connect.KeepAlivePeriod is 0 or > LongestKeepAlive ? LongestKeepAlive : connect.KeepAlivePeriod;
        _allowedSilence = TimeSpan.FromSeconds(keepAlive * 1.5);
        connect.KeepAlivePeriod = 0;

        _connectReceived = true;
        return connect;
    }

    private async Task<MqttPacket?> ReceiveNextAsync(CancellationToken cancellationToken)
    {
        var frame = await _reader.ReadAsync(MaxPacket, cancellationToken);

        if (frame is null)
        {
            End(new Fault(TraceReasons.ClosedByClient, string.Empty));
            return null;
        }

        if (!frame.HasValidFlags)
        {
            throw new InvalidDataException("the flags of the fixed header are wrong");
        }

        var packet = PacketFormatterAdapter.Decode(new ReceivedMqttPacket(frame.Header, frame.Body, frame.Body.Length + 2));

        if (packet is MqttDisconnectPacket)
        {
            End(new Fault(TraceReasons.DisconnectedByClient, string.Empty));
            return packet;
        }

        if (_rules.Refuse(ClientId, packet) is { } fault)
        {
            End(fault);
            return null;
        }

        return packet;
    }

    private void Prepare(MqttPacket packet)
    {
        switch (packet)
        {
            // Before it is written: a client that has its CONNACK finds itself online.
            case MqttConnAckPacket { ReturnCode: MqttConnectReturnCode.ConnectionAccepted } when _fault is null:
                _context.Counters.CountAccepted();
                _online = true;
                _context.Trace.Add(ClientId, TraceActions.Connect, TraceReasons.Accepted);
                break;

            case MqttSubAckPacket subAck:
                _rules.Complete(subAck);
                break;
        }
    }

    private async Task RefuseAsync(ConnectOutcome outcome, CancellationToken cancellationToken)
    {
        CountRefusal(outcome.ClientId, outcome.Fault!);

        if (outcome.ReturnCode is { } code)
        {
            var connAck = new MqttConnAckPacket { ReturnCode = (MqttConnectReturnCode)code };
            await SendPacketAsync(connAck, cancellationToken);
        }

        End(outcome.Fault!);
    }

    private void CountRefusal(string clientId, Fault fault)
    {
        _refused = true;
        _context.Counters.CountRefused(fault.Reason);
        _context.Trace.Add(clientId, TraceActions.Refuse, fault.Reason, fault.Detail);
    }
}
