using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace NanoMqttDevice.Service;

/// <summary>
/// The service over HTTP: the server API at <c>/</c>, <c>/authenticate</c>, <c>/authorize</c> and <c>/rabbitmq/…</c> for other brokers, and <c>/trace</c>, <c>/metrics</c> and
/// <c>/health</c> for who looks after it.
/// </summary>
internal sealed class HttpApi : IAsyncDisposable
{
    /// <summary>The largest body: a hundred topics of 64 characters, each character as three, and room.</summary>
    public const int MaxBody = 128 * 1024;

    private static readonly TimeSpan _stopPatience = TimeSpan.FromSeconds(5);

    private readonly WebApplication _app;

    private HttpApi(WebApplication app)
    {
        _app = app;
        Port = PortOf("http");
        TlsPort = PortOf("https");
    }

    /// <summary>The port for plain HTTP, or null.</summary>
    public int? Port { get; }

    /// <summary>The port for HTTPS, or null.</summary>
    public int? TlsPort { get; }

    /// <returns>Null when the options ask for no HTTP.</returns>
    /// <exception cref="ServiceStartException">An address or port is not to be had.</exception>
    public static async Task<HttpApi?> StartAsync(ApiContext context, CancellationToken cancellationToken)
    {
        if (context.Options is { HttpPort: null, HttpsPort: null })
        {
            return null;
        }

        // Empty: no settings come from the environment, and what it does is told by the trace, not by a logger.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Configure(kestrel, context.Options, context.Identity));
        builder.WebHost.UseSockets(sockets => sockets.CreateBoundListenSocket = endPoint =>
        {
            var address = (IPEndPoint)endPoint;
            return ServiceListener.Bind(address.Address.ToString(), address.Port);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, OwnedLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = _stopPatience);

        context.Options.Site?.AddServices(builder.Services);

        var app = builder.Build();
        app.UseRouting();
        ExactPath.Use(app, context.Options.Site);
        context.Options.Site?.Map(app);
        RpcEndpoint.Map(app, context);
        BrokerEndpoints.Map(app, context);
        OperationsEndpoints.Map(app, context);

        try
        {
            await app.StartAsync(cancellationToken);
            return new HttpApi(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static void Configure(KestrelServerOptions kestrel, ServiceOptions options, TlsIdentity? identity)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = MaxBody;

        // With GET all parameters stand in the first line.
        kestrel.Limits.MaxRequestLineSize = MaxBody;
        kestrel.Limits.RequestHeadersTimeout = options.ConnectTimeout;
        kestrel.Limits.MaxConcurrentConnections = DescriptorLimit.HttpConnections;
        var address = IPAddress.Parse(options.HttpListenAddress);

        if (options.HttpPort is { } port)
        {
            kestrel.Listen(address, port, listen => listen.Protocols = HttpProtocols.Http1);
        }

        if (options.HttpsPort is { } tlsPort)
        {
            kestrel.Listen(address, tlsPort, listen => listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                HandshakeTimeout = options.ConnectTimeout,
                OnConnection = _ => ValueTask.FromResult(identity!.ServerOptions()),
            }));
        }
    }

    private int? PortOf(string scheme)
    {
        return _app.Urls.Select(url => new Uri(url)).FirstOrDefault(url => url.Scheme == scheme)?.Port;
    }

    /// <summary>Lives as long as the service: signals of the process are the program's, not the library's.</summary>
    private sealed class OwnedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
