using MQTTnet.Exceptions;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace NanoMqttDevice.Service;

/// <summary>
/// One client's connection, from its CONNECT to its end. What the service refuses ends the connection and is acknowledged by
/// nothing.
/// </summary>
internal sealed class ClientChannel : IDisposable
{
    private const ushort LongestKeepAlive = 480;

    // The largest PUBLISH there can be; everything else a client may send is smaller.
    private const int MaxPacket = 2 + ushort.MaxValue + 2 + TopicRules.MaxPayload;

    // For a client to take in why its connection ends.
    private static readonly TimeSpan _noticeTime = TimeSpan.FromMilliseconds(200);

    private static readonly byte[] _pingResp = MqttCodec.Encode(MqttPingRespPacket.Instance);

    private readonly IClientConnection _connection;
    private readonly ConnectionSlot _slot;
    private readonly ServiceContext _context;
    private readonly FrameReader _reader;
    private readonly SendQueue _sending;
    private readonly ITimer _silence;
    private readonly CancellationTokenSource _ending = new();
    private readonly long _number;
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PacketHandler? _handler;
    private ClientLogin? _login;
    private ClientSession? _session;
    private TimeSpan _allowedSilence;
    private Fault? _fault;
    private bool _refused;
    private volatile bool _hasNotice;
    private volatile bool _online;

    public ClientChannel(IClientConnection connection, ConnectionSlot slot, ServiceContext context, TimeSpan connectTimeout)
    {
        _connection = connection;
        _slot = slot;
        _context = context;
        _reader = new FrameReader(connection.Stream, connection.WaitsWithoutBuffer);
        _sending = new SendQueue(connection, context.Time, context.Limits, context.Budget, context.Counters, Abort);
        _number = context.Traces.NextChannel();
        _silence = SafeCallback.Timer(context.Time, context.Counters, EndSilent);
        _silence.Change(connectTimeout, Timeout.InfiniteTimeSpan);
    }

    /// <summary>As whom the client was let in; null before.</summary>
    public ClientLogin? Login => _login;

    /// <summary>The client's tokens, in mode Token.</summary>
    public ClientTokens? Tokens { get; private set; }

    public bool IsOnline => _online;

    /// <summary>Done when the client counts as offline.</summary>
    public Task Finished => _finished.Task;

    /// <summary>Serves the client until its connection ends.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        // Without a delegate of its own and a context: there is one of these for every idle client.
        using var stop = stopping.UnsafeRegister(
            static channel => ((ClientChannel)channel!).End(new Fault(TraceReasons.SocketIOException, "the service stops")), this);

        try
        {
            if (await ConnectAsync())
            {
                await ReceiveAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // Ended by somebody who has told the reason.
        }
        catch (Exception exception) when (exception is InvalidDataException or MqttProtocolViolationException)
        {
            End(Fault.Invalid(exception is InvalidDataException ? exception.Message : "the packet is malformed"));
        }
        catch (Exception exception) when (IClientConnection.IsBroken(exception))
        {
            End(new Fault(TraceReasons.SocketIOException, "the connection broke"));
        }
        catch (Exception)
        {
            // Whatever it is, it is one client's: the others are served.
            _context.Counters.CountFault();
            End(new Fault(TraceReasons.SocketIOException, "the service has failed"));
        }
        finally
        {
            await FinishAsync(stopping);
        }
    }

    /// <summary>Ends the connection; the first reason given is the one that counts.</summary>
    public void End(Fault fault)
    {
        if (Interlocked.CompareExchange(ref _fault, fault, null) is null)
        {
            _ending.CancelAsync().Forget(_context.Counters);
        }
    }

    /// <summary>
    /// Ends the connection a moment after what was sent last, which says why: client libraries throw away what waits for them when a connection ends.
    /// Nothing more is read meanwhile.
    /// </summary>
    public void EndAfterNotice(Fault fault)
    {
        _hasNotice = true;
        End(fault);
    }

    /// <summary>Cuts the connection as a failing network would.</summary>
    public void Abort(Fault fault)
    {
        // The reason first: whoever reads or writes learns of the cut at once and would give one of its own.
        Interlocked.CompareExchange(ref _fault, fault, null);
        _connection.Abort();
        _ending.CancelAsync().Forget(_context.Counters);
    }

    /// <summary>Sends a packet behind those that wait.</summary>
    public void Send(byte[] packet)
    {
        if (_fault is null)
        {
            _sending.Add(packet, mayDrop: false);
        }
    }

    /// <summary>Sends a message, unless too much waits already.</summary>
    public bool SendOrDrop(byte[] publish)
    {
        if (_fault is not null || !_sending.Add(publish, mayDrop: true))
        {
            return false;
        }

        _context.Counters.CountMessageOut();
        return true;
    }

    /// <summary>Closes the connection. What may still end it finds it ended.</summary>
    public void Dispose()
    {
        _silence.Dispose();
        _reader.Dispose();
        _connection.Dispose();
    }

    private async Task<bool> ConnectAsync()
    {
        if (await _reader.ReadAsync(_context.Limits.MaxConnectBytes, _ending.Token) is not { } frame)
        {
            End(new Fault(TraceReasons.ClosedByClient, string.Empty));
            return false;
        }

        _slot.Finish();
        var outcome = await _context.Gate.ExamineAsync(frame, _slot.Address, _ending.Token);

        if (outcome is not { Packet: { } connect, Login: { } login })
        {
            Refuse(outcome);
            return false;
        }

        _login = login;
        await _context.Online.ClaimAsync(login.Key, this, _ending.Token);

        // A will is not looked at: wills are not supported (the vendor's limits page). A longer keepalive, or none, is treated as the
        // longest (the same page); 1.5 times it may pass [MQTT-3.1.2-24].
        var keepAlive = connect.KeepAlivePeriod is 0 or > LongestKeepAlive ? LongestKeepAlive : connect.KeepAlivePeriod;
        _allowedSilence = TimeSpan.FromSeconds(keepAlive * 1.5);

        if (await OpenSessionAsync(login, connect.CleanSession) is not { } isPresent)
        {
            return false;
        }

        _handler = new PacketHandler(_context, this, login, _session!);
        _silence.Change(_allowedSilence, Timeout.InfiniteTimeSpan);

        if (_ending.IsCancellationRequested)
        {
            return false;
        }

        // Before the CONNACK is written: a client that has it finds itself online.
        _context.Counters.CountAccepted();
        _online = true;
        _context.Trace.Add(login.Key.ClientId, TraceActions.Connect, TraceReasons.Accepted);
        _context.Traces.Add(login.Key, _number, DeviceTraceAction.Connect, TraceReasons.Accepted);
        _session!.Attach(this, MqttCodec.Encode(new MqttConnAckPacket { IsSessionPresent = isPresent }));
        Tokens?.Watch();
        return true;
    }

    // Null when there is none to be had, of which the client is told: it may try again.
    private async Task<bool?> OpenSessionAsync(ClientLogin login, bool clean)
    {
        var owner = new SessionOwner(login.Mode, login.AccessKeyId);

        try
        {
            (_session, var isPresent) = await _context.Sessions.OpenAsync(login.Key, owner, clean);

            if (login.Tokens is { } tokens)
            {
                Tokens = new ClientTokens(_context, this, _session, login.AccessKeyId, tokens);
                _session.Tokens = Tokens;
            }

            await _context.Review.ReviewAsync(_session);
            return isPresent;
        }
        catch (LimitException exception)
        {
            _context.Counters.CountLimited(exception.Limit);
            Refuse(ConnectOutcome.Unavailable(login.Key.ClientId, exception.Message));
            return null;
        }
        catch (IOException)
        {
            Refuse(ConnectOutcome.Unavailable(login.Key.ClientId, "the session database does not take the session"));
            return null;
        }
    }

    private async Task ReceiveAsync()
    {
        while (await _reader.ReadAsync(MaxPacket, _ending.Token) is { } frame)
        {
            _silence.Change(_allowedSilence, Timeout.InfiniteTimeSpan);

            if (PacketRules.Broken(frame) is { } rule)
            {
                throw new InvalidDataException(rule);
            }

            if (frame.Type == MqttControlPacketType.PingReq)
            {
                Send(_pingResp);
            }
            else if (await _handler!.HandleAsync(MqttCodec.Decode(frame)) is { } fault)
            {
                End(fault);
                return;
            }

            // Who does not take the answers is not asked for more.
            await _sending.RoomAsync(_ending.Token);
            _ending.Token.ThrowIfCancellationRequested();
        }

        End(new Fault(TraceReasons.ClosedByClient, string.Empty));
    }

    // A client that sees the close finds it in the trace.
    private async Task FinishAsync(CancellationToken stopping)
    {
        try
        {
            await LeaveAsync(stopping);
        }
        finally
        {
            // Whatever happened: who waits for the client ID gets it, and the descriptor is free.
            if (_login is not null)
            {
                _context.Online.Release(_login.Key, this);
            }

            _finished.TrySetResult();
            Dispose();
        }
    }

    private async Task LeaveAsync(CancellationToken stopping)
    {
        End(new Fault(TraceReasons.SocketIOException, "the service has failed"));
        await _silence.DisposeAsync();
        var (reason, detail) = (_fault!.Reason, _fault.Detail);

        Tokens?.Dispose();

        if (_session is not null)
        {
            _session.Detach(this);
            _context.Sessions.Close(_session);
        }

        if (_online)
        {
            _online = false;
            _context.Counters.CountDisconnected(reason);
            _context.Trace.Add(_login!.Key.ClientId, TraceActions.Disconnect, reason, detail);
            var action = reason == TraceReasons.DisconnectedByClient ? DeviceTraceAction.Disconnect : DeviceTraceAction.Close;
            _context.Traces.Add(_login.Key, _number, action, reason);
        }
        else if (!_refused && reason != TraceReasons.ClosedByClient)
        {
            CountRefusal(_login?.Key.ClientId ?? string.Empty, _fault);
        }

        if (_login is not null)
        {
            _context.Online.Release(_login.Key, this);
        }

        if (await _sending.CloseAsync())
        {
            if (_hasNotice)
            {
                await Task.WhenAny(Task.Delay(_noticeTime, stopping));
            }

            await _connection.FinishSendingAsync();
        }
        else
        {
            // A client that does not take what is sent to it would not take the end either.
            _connection.Abort();
        }

        _finished.TrySetResult();
        await _connection.DrainAsync(stopping);
    }

    private void EndSilent()
    {
        var detail = _handler is null ? "no CONNECT came in time" : "silent for 1.5 times the keepalive";
        End(new Fault(TraceReasons.NoHeart, detail));
    }

    private void Refuse(ConnectOutcome outcome)
    {
        CountRefusal(outcome.ClientId, outcome.Fault!);

        // Only for who could be known: others could be asked for by nobody.
        if (outcome.InstanceId is { } instance && Identifiers.IsClientId(outcome.ClientId))
        {
            var client = new ClientKey(instance, outcome.ClientId);
            _context.Traces.Add(client, _number, DeviceTraceAction.Close, outcome.Fault!.Reason);
        }

        if (outcome.ReturnCode is { } code)
        {
            Send(MqttCodec.Encode(new MqttConnAckPacket { ReturnCode = (MqttConnectReturnCode)code }));
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
