using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace NanoMqttDevice.Service;

/// <summary>
/// MQTT over WebSocket on the path <c>/mqtt</c> with the subprotocol <c>mqtt</c> [MQTT-6.0.0-3], plain and secure; the vendor's ports
/// are 80 and 443.
/// </summary>
internal sealed class WebSocketListener : IAsyncDisposable
{
    private const string Path = "/mqtt";
    private const string SubProtocol = "mqtt";

    private static readonly object _slotKey = new();

    private readonly ServiceOptions _options;
    private readonly ServiceContext _context;
    private readonly CancellationTokenSource _stopping = new();
    private readonly WebApplication _host;

    public WebSocketListener(ServiceOptions options, ServiceContext context, TlsIdentity? identity)
    {
        _options = options;
        _context = context;

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Configure(kestrel, identity));
        builder.Logging.ClearProviders();
        _host = builder.Build();
        _host.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.Zero });
        _host.Run(ServeAsync);
    }

    /// <summary>The port for WebSocket, or null when there is none.</summary>
    public int? Port { get; private set; }

    /// <summary>The port for secure WebSocket, or null when there is none.</summary>
    public int? TlsPort { get; private set; }

    /// <exception cref="ServiceStartException">The address or a port is not to be had.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _host.StartAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            throw new ServiceStartException($"Cannot listen for WebSocket on {_options.ListenAddress}: {exception.Message}", exception);
        }

        var addresses = _host.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;

        foreach (var address in addresses.Select(BindingAddress.Parse))
        {
            if (address.Scheme == Uri.UriSchemeHttps)
            {
                TlsPort = address.Port;
            }
            else
            {
                Port = address.Port;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _host.DisposeAsync();
        _stopping.Dispose();
    }

    private void Configure(KestrelServerOptions kestrel, TlsIdentity? identity)
    {
        var address = IPAddress.Parse(_options.ListenAddress);
        kestrel.AddServerHeader = false;
        kestrel.Limits.RequestHeadersTimeout = _options.ConnectTimeout;

        if (_options.WebSocketPort is { } port)
        {
            kestrel.Listen(address, port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.Use(EnterAsync);
            });
        }

        if (_options.WebSocketTlsPort is { } tlsPort)
        {
            kestrel.Listen(address, tlsPort, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.Use(EnterAsync);
                listen.UseHttps(new TlsHandshakeCallbackOptions
                {
                    HandshakeTimeout = _options.ConnectTimeout,
                    OnConnection = _ => ValueTask.FromResult(identity!.ServerOptions()),
                });
            });
        }
    }

    // Before TLS: what is too much costs nothing.
    private ConnectionDelegate EnterAsync(ConnectionDelegate next) => async connection =>
    {
        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        using var slot = _context.Connections.TryEnter(address, connection.Abort);

        if (slot is null)
        {
            connection.Abort();
            return;
        }

        connection.Items[_slotKey] = slot;
        await next(connection);
    };

    private async Task ServeAsync(HttpContext http)
    {
        if (http.Request.Path != Path)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (!http.WebSockets.IsWebSocketRequest || !http.WebSockets.WebSocketRequestedProtocols.Contains(SubProtocol))
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            await http.Response.WriteAsync($"A WebSocket with the subprotocol {SubProtocol} is expected here.\n");
            return;
        }

        var slot = (ConnectionSlot)http.Features.GetRequiredFeature<IConnectionItemsFeature>().Items[_slotKey]!;
        using var socket = await http.WebSockets.AcceptWebSocketAsync(SubProtocol);
        await new ClientChannel(new WebSocketConnection(socket, http.Abort), slot, _context, _options.ConnectTimeout).RunAsync(_stopping.Token);
    }
}
