using System.Net;
using NanoMqttDevice.Page.Hosting;
using NanoMqttDevice.Page.Links;
using NanoMqttDevice.Service;
using NanoMqttDevice.Tool.Rollout;

namespace NanoMqttDevice.Tool.ServedPage;

/// <summary>The page of <c>nanomqtt service</c>: on the ports of its server API, about its first instance.</summary>
internal sealed class ServicePage : IAsyncDisposable
{
    private readonly ServedFleet _fleet;
    private readonly PageSite _site;
    private readonly RolloutDesk? _updates;

    private ServicePage(ServiceOptions options, UpdateFolder? updates, string folder)
    {
        var time = TimeProvider.System;
        _fleet = new ServedFleet(options, HostOf(options));
        var desk = new ServedDesk(_fleet, options.Accounts.Count > 0 ? options.Accounts[0].AccessKeyId : "nanomqtt", time);
        var actions = new PageActions(_fleet, desk, _ => new ServedServer(_fleet), () => { }, folder, time);
        _updates = updates?.ToDesk(_fleet, desk, token => ConnectAsync(_fleet, token));
        _site = new PageSite(_fleet, actions, _updates, time);
    }

    /// <summary>Adds the page to a service that is going to listen for HTTP.</summary>
    /// <param name="options">The service's options.</param>
    /// <param name="updates">The folder with packages; null where there is none.</param>
    /// <param name="folder">Where rotated credentials are kept.</param>
    /// <param name="page">Receives the page; null without HTTP.</param>
    /// <returns>The options with the page.</returns>
    public static ServiceOptions AddTo(ServiceOptions options, UpdateFolder? updates, string folder, out ServicePage? page)
    {
        page = options is { HttpPort: null, HttpsPort: null } ? null : new ServicePage(options, updates, folder);
        var site = page?._site;
        return site is null ? options : options with { Site = new HttpSite(PageSite.Start, PageSite.Owns, site.AddTo, site.AddTo) };
    }

    /// <summary>Begins to show a service.</summary>
    /// <param name="service">The service, started.</param>
    /// <param name="options">Its options.</param>
    /// <returns>What the user is told: the link that logs one browser in, a secret.</returns>
    public string Attach(MqttService service, ServiceOptions options)
    {
        _fleet.Attach(service);
        _updates?.GoOn();
        var isLocal = IsHere(options.HttpListenAddress);
        if (!isLocal && service.HttpsPort is null)
        {
            return "the page is served to other machines over HTTPS only: give --https-port";
        }

        var (scheme, port) = service.HttpPort is { } plain && isLocal ? ("http", plain) : ("https", service.HttpsPort!.Value);
        return $"the page, for the one browser that opens it first: {scheme}://{UrlHostOf(options.HttpListenAddress)}:{port}{_site.NewLoginPath()}";
    }

    /// <summary>A listen address as a browser takes it.</summary>
    /// <param name="address">The IP address.</param>
    /// <returns>The host of a URL.</returns>
    public static string UrlHostOf(string address) => IPAddress.Parse(address) switch
    {
        var any when any.Equals(IPAddress.Any) || any.Equals(IPAddress.IPv6Any) => "localhost",
        { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 } six => $"[{six}]",
        var four => four.ToString(),
    };

    /// <summary>Ends what it does at the service, which is still there.</summary>
    /// <returns>Done when it has ended.</returns>
    public ValueTask DisposeAsync() => _updates?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task<IRolloutServer> ConnectAsync(ServedFleet fleet, CancellationToken cancellationToken)
    {
        var server = new ServedServer(fleet);
        await server.ConnectAsync(cancellationToken).ConfigureAwait(false);
        return server;
    }

    private static bool IsHere(string address) => IPAddress.Parse(address) is var parsed
        && (IPAddress.IsLoopback(parsed) || parsed.Equals(IPAddress.Any) || parsed.Equals(IPAddress.IPv6Any));

    // A device is told where the service listens; where that is everywhere, a name by which others know this machine.
    private static string HostOf(ServiceOptions options) => options.ListenAddress is "0.0.0.0" or "::" ? Dns.GetHostName() : options.ListenAddress;
}
