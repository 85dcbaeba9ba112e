using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace NanoMqttDevice.Service;

/// <summary>
/// Listens on the plain and the TLS port, and serves each connection.
/// </summary>
internal sealed class ServiceListener : IDisposable
{
    private const int Backlog = 1024;

    private static readonly TimeSpan _stopPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _acceptPause = TimeSpan.FromMilliseconds(100);

    private readonly ServiceOptions _options;
    private readonly ServiceContext _context;
    private readonly TlsIdentity? _identity;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _allGone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Socket _plain;
    private readonly Socket? _tls;
    private int _accepting;

    // One for each accept loop and each connection that is served, and one until the end: a task's bookkeeping would be the larger part of
    // what an idle client takes.
    private int _running = 1;

    /// <exception cref="ServiceStartException">An address or port is not to be had.</exception>
    public ServiceListener(ServiceOptions options, ServiceContext context, TlsIdentity? identity)
    {
        _identity = identity;
        _options = options;
        _context = context;
        _plain = Bind(options.ListenAddress, options.Port);

        try
        {
            _tls = options.TlsPort is { } port ? Bind(options.ListenAddress, port) : null;
        }
        catch
        {
            _plain.Dispose();
            throw;
        }

        Port = ((IPEndPoint)_plain.LocalEndPoint!).Port;
        TlsPort = ((IPEndPoint?)_tls?.LocalEndPoint)?.Port;
    }

    public int Port { get; }

    public int? TlsPort { get; }

    /// <summary>Whether connections are accepted.</summary>
    public bool IsListening => Volatile.Read(ref _accepting) == (_tls is null ? 1 : 2);

    public void Start()
    {
        Interlocked.Increment(ref _running);
        AcceptAsync(_plain, isTls: false).Forget(_context.Counters);

        if (_tls is not null)
        {
            Interlocked.Increment(ref _running);
            AcceptAsync(_tls, isTls: true).Forget(_context.Counters);
        }
    }

    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        _plain.Dispose();
        _tls?.Dispose();

        // One that a listener of the service's events holds up is not waited for.
        Leave();
        await _allGone.Task.WaitAsync(_stopPatience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        _plain.Dispose();
        _tls?.Dispose();
        _stopping.Dispose();
    }

    /// <exception cref="ServiceStartException">The address or port is not to be had.</exception>
    public static Socket Bind(string address, int port)
    {
        var endPoint = new IPEndPoint(IPAddress.Parse(address), port);
        Socket? socket = null;

        try
        {
            socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(endPoint);
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException exception)
        {
            socket?.Dispose();

            var advice = exception.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse =>
                    "the port is in use. Stop the other program, or choose another port (0 takes a free one).",
                SocketError.AccessDenied => "this user may not use the port. Choose one above 1023.",
                SocketError.AddressNotAvailable => "this machine does not have the address. Choose one it has, as 127.0.0.1.",
                _ => exception.Message,
            };
            throw new ServiceStartException($"Cannot listen on {endPoint}: {advice}", exception);
        }
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _running) == 0)
        {
            _allGone.TrySetResult();
        }
    }

    private async Task AcceptAsync(Socket listener, bool isTls)
    {
        Interlocked.Increment(ref _accepting);

        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptAsync(_stopping.Token);
                Enter(socket, isTls);
            }
            catch (Exception) when (_stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                // Whatever it was, whoever comes next is accepted. A client that was gone before it was accepted, or no file descriptor left: the next may fare better.
                if (exception is not SocketException)
                {
                    _context.Counters.CountFault();
                }

                await Task.Delay(_acceptPause);
            }
        }

        Interlocked.Decrement(ref _accepting);
        Leave();
    }

    private void Enter(Socket socket, bool isTls)
    {
        var address = AddressOf(socket);
        var slot = address is null ? null : _context.Connections.TryEnter(address, socket.Dispose);

        if (slot is null)
        {
            socket.Dispose();
            return;
        }

        Interlocked.Increment(ref _running);
        ThreadPool.UnsafeQueueUserWorkItem(
            static work => _ = work.Listener.ServeAsync(work.Socket, work.Slot, work.IsTls),
            (Listener: this, Socket: socket, Slot: slot, IsTls: isTls),
            preferLocal: false);
    }

    // Null when it is gone already.
    private static IPAddress? AddressOf(Socket socket)
    {
        try
        {
            return (socket.RemoteEndPoint as IPEndPoint)?.Address;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private async Task ServeAsync(Socket socket, ConnectionSlot slot, bool isTls)
    {
        var accepted = _context.Time.GetTimestamp();

        try
        {
            socket.NoDelay = true;
            var connection = new ClientSocket(socket, await OpenStreamAsync(socket, isTls));
            var left = _options.ConnectTimeout - _context.Time.GetElapsedTime(accepted);
            await new ClientChannel(connection, slot, _context, left > TimeSpan.Zero ? left : TimeSpan.Zero).RunAsync(_stopping.Token);
        }
        catch (Exception) when (_stopping.IsCancellationRequested)
        {
            // The service ends, and with it whatever was under way.
            return;
        }
        catch (Exception exception)
        {
            if (!IsExpected(exception))
            {
                _context.Counters.CountFault();
            }

            var detail = isTls ? "the TLS handshake failed" : "the connection broke";
            _context.Counters.CountRefused(TraceReasons.SocketIOException);
            _context.Trace.Add(string.Empty, TraceActions.Refuse, TraceReasons.SocketIOException, detail);
        }
        finally
        {
            socket.Dispose();
            slot.Dispose();
            Leave();
        }
    }

    private static bool IsExpected(Exception exception)
    {
        return IClientConnection.IsBroken(exception) || exception is AuthenticationException or OperationCanceledException;
    }

    private async Task<Stream> OpenStreamAsync(Socket socket, bool isTls)
    {
        var plain = new NetworkStream(socket, ownsSocket: false);

        if (!isTls)
        {
            return plain;
        }

        using var timeout = new CancellationTokenSource(_options.ConnectTimeout, _context.Time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stopping.Token);
        var tls = new SslStream(plain);

        try
        {
            await tls.AuthenticateAsServerAsync(_identity!.ServerOptions(), any.Token);
            return tls;
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }
}
