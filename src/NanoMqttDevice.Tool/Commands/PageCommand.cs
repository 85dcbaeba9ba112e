using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Page.Hosting;
using NanoMqttDevice.Page.Links;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Tool.Messages;
using NanoMqttDevice.Tool.Output;
using NanoMqttDevice.Tool.Rollout;
using NanoMqttDevice.Tool.ServedPage;
using NanoMqttDevice.Tool.ServerApi;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.Commands;

/// <summary><c>nanomqtt page</c>: the page for a service that is elsewhere, until Ctrl-C.</summary>
internal static class PageCommand
{
    public static Command Create()
    {
        var port = new Option<int>("--port") { Description = "TCP port of the page; 0 takes a free one.", DefaultValueFactory = _ => 8085 };
        var listen = new Option<string>("--listen")
        {
            Description = "Address to listen on; one that others reach needs --tls-certificate.",
            DefaultValueFactory = _ => "127.0.0.1",
        };
        var group = new Option<string>("--group")
        {
            Description = "Group ID in which this tool logs in and whose credentials are shown.",
            DefaultValueFactory = _ => "GID_Demo",
        };
        var certificate = new CertificateOptions();
        var api = new ServerApiOptions();
        var mqtt = new MqttTargetOptions();
        var updates = new UpdateFolderOptions();
        var json = CommonOptions.Json();
        var command = new Command(
            "page",
            "Show the devices of the real service, or of any broker, as a page in the browser until Ctrl-C: what can be learnt by subscribing and by the server API. "
                + "'nanomqtt service --http-port' serves the same for the stand-in.")
        {
            port, listen, group,
        };
        certificate.AddTo(command);
        api.AddTo(command);
        mqtt.AddTo(command);
        updates.AddTo(command);
        command.Options.Add(json);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var account = api.ReadAccount(parsed);
            var target = mqtt.Read(parsed, account.Connection, account.Instance);
            var parentTopic = mqtt.ReadParentTopic(parsed, account.Connection);
            var groupId = parsed.GetValue(group)!;
            var own = ServerClientId.OfGroup(groupId, null);
            SettingsCheck.Require("--group", SettingsField.ClientId, own);
            using var tls = certificate.Read(parsed);
            var address = AddressOf(parsed.GetValue(listen)!, tls is not null);
            using var client = account.Endpoint is { } endpoint ? new ServerApiClient(endpoint, account.Keys, account.Authority, TimeProvider.System) : null;

            var facts = new FleetFacts($"{target}, instance {account.Instance}", account.Instance, parentTopic, groupId, target.Host, target.Port, target.IsTls)
            {
                HasServerApi = client is not null,
            };
            var desk = new ApiDesk(client, account.Instance, groupId);
            var traces = account.Endpoint is { } url ? new TraceFeed(url, account.Authority, TimeProvider.System) : null;
            var fleet = new BrokerFleet(facts, () => ServerAs(own), traces, desk);
            var actions = new PageActions(
                fleet,
                desk,
                device => ServerAs(ServerClientId.Of(device, null)),
                () => MqttTargetOptions.RequireConfidential(target, account.IsInsecureAllowed),
                Environment.CurrentDirectory,
                TimeProvider.System);
            await using var rollouts = updates.Read(parsed)?.ToDesk(fleet, desk, ConnectAsync);
            var site = new PageSite(fleet, actions, rollouts, TimeProvider.System);
            await using var host = await StartAsync(site, address, CommonOptions.CheckPort(parsed.GetValue(port)), tls, cancellationToken).ConfigureAwait(false);
            var origin = $"{host.Address.Scheme}://{ServicePage.UrlHostOf(address.ToString())}:{host.Address.Port}";
            Console.Error.WriteLine($"nanomqtt: the page, for the one browser that opens it first: {origin}{site.NewLoginPath()}");
            Console.Out.WriteLine(parsed.GetValue(json)
                ? JsonLines.Of(JsonTypes.PageListening, new { Time = TimeProvider.System.GetUtcNow(), Action = "listening", Url = origin + "/" })
                : $"{TimeProvider.System.GetLocalNow():HH:mm:ss.fff}  page of {facts.Title} on {origin}/; Ctrl-C ends it");
            rollouts?.GoOn();
            await UntilCancelled.WaitAsync(cancellationToken).ConfigureAwait(false);
            return ExitCodes.Ok;

            async Task<IRolloutServer> ConnectAsync(CancellationToken token)
            {
                var server = ServerAs(ServerClientId.OfGroup(groupId, null));
                try
                {
                    await server.ConnectAsync([Topics.Reply(parentTopic), Topics.Request(parentTopic)], token).ConfigureAwait(false);
                    return server;
                }
                catch
                {
                    server.Dispose();
                    throw;
                }
            }

            ApplicationServer ServerAs(string clientId) => new(target, account.Authority, account.Keys.Account, account.Instance, clientId, parentTopic);
        });
        return command;
    }

    // Who reaches the port in plain reads the login along.
    private static IPAddress AddressOf(string text, bool isTls)
    {
        if (!IPAddress.TryParse(text, out var address))
        {
            throw new ToolException(ExitCodes.Usage, "--listen: an IP address is needed, as 127.0.0.1");
        }

        return isTls || IPAddress.IsLoopback(address)
            ? address
            : throw new ToolException(ExitCodes.Usage, "--listen: an address that others reach needs --tls-certificate and --tls-key");
    }

    private static async Task<PageHost> StartAsync(
        PageSite site, IPAddress address, int port, System.Security.Cryptography.X509Certificates.X509Certificate2? tls, CancellationToken cancellationToken)
    {
        try
        {
            return await PageHost.StartAsync(site, address, port, tls, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new ToolException(ExitCodes.PortInUse, $"{address}:{port}: {e.Message}");
        }
    }
}
