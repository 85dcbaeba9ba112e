using System.Net;
using System.Net.Sockets;

namespace NanoMqttDevice.SystemTests.Service;

/// <summary>Leads to a server on this machine, but for the first connection: nobody answers that one.</summary>
internal sealed class LateRelay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> _open = [];
    private readonly int _target;
    private int _unanswered;

    public LateRelay(int target)
    {
        _target = target;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections that nobody answered.</summary>
    public int Unanswered => Volatile.Read(ref _unanswered);

    public void Dispose()
    {
        _listener.Dispose();

        lock (_open)
        {
            _open.ForEach(client => client.Dispose());
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            Keep(await _listener.AcceptTcpClientAsync());
            Interlocked.Increment(ref _unanswered);

            while (true)
            {
                var near = Keep(await _listener.AcceptTcpClientAsync());
                var far = Keep(new TcpClient());
                await far.ConnectAsync(IPAddress.Loopback, _target);
                _ = CopyAsync(near, far);
                _ = CopyAsync(far, near);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test has ended.
            return;
        }
    }

    private static async Task CopyAsync(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream());
            to.Client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // One of the two has closed it.
            return;
        }
    }

    private TcpClient Keep(TcpClient client)
    {
        lock (_open)
        {
            _open.Add(client);
        }

        return client;
    }
}
