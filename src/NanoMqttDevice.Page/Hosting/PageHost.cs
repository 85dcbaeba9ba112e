using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace NanoMqttDevice.Page.Hosting;

/// <summary>The page on a port of its own, for a service that is elsewhere.</summary>
public sealed class PageHost : IAsyncDisposable
{
    private static readonly TimeSpan _stopPatience = TimeSpan.FromSeconds(5);

    private readonly WebApplication _app;

    private PageHost(WebApplication app)
    {
        _app = app;
        Address = new Uri(app.Urls.First());
    }

    /// <summary>Where it is.</summary>
    public Uri Address { get; }

    /// <summary>Starts it.</summary>
    /// <param name="site">The page.</param>
    /// <param name="address">IP address to listen on.</param>
    /// <param name="port">TCP port; 0 takes a free one.</param>
    /// <param name="certificate">The certificate for TLS, with its private key; null for plain HTTP, which is served to this machine alone.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <returns>It listens.</returns>
    /// <exception cref="IOException">Address or port are not to be had.</exception>
    public static async Task<PageHost> StartAsync(
        PageSite site, IPAddress address, int port, X509Certificate2? certificate, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(site);

        // Empty: no settings come from the environment, and nothing is logged.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(address, port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (certificate is not null)
                {
                    listen.UseHttps(certificate);
                }
            });
        });
        builder.Services.AddSingleton<IHostLifetime, OwnedLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = _stopPatience);
        site.AddTo(builder.Services);
        var app = builder.Build();
        app.UseRouting();
        site.AddTo(app);
        app.MapGet("/", http =>
        {
            http.Response.Redirect(PageSite.Start);
            return Task.CompletedTask;
        });
        try
        {
            await app.StartAsync(cancellationToken);
            return new PageHost(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops listening.</summary>
    /// <returns>Done when all is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>Lives as long as its owner: signals of the process are the program's, not the library's.</summary>
    private sealed class OwnedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
