using System.CommandLine;
using System.Data.Common;
using System.Net.Sockets;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Service;
using NanoMqttDevice.Tool.Output;
using NanoMqttDevice.Tool.Serial;
using NanoMqttDevice.Tool.ServedPage;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.Commands;

/// <summary><c>nanomqtt service</c>: the stand-in of the service alone, until Ctrl-C.</summary>
internal static class ServiceCommand
{
    public static Command Create()
    {
        var listen = new Option<string>("--listen") { Description = "Address to listen on.", DefaultValueFactory = _ => "127.0.0.1" };
        var port = new Option<int>("--port") { Description = "TCP port; 0 takes a free one.", DefaultValueFactory = _ => 1883 };
        var instances = new InstanceOptions();
        var state = new ServiceStateOptions();
        var register = new Option<string?>("--register") { Description = "Register a credential for this client ID, unless it has one in the database or in --settings-out." };
        var settings = new Option<FileInfo?>("--settings-out") { Description = "File of mode 600 that receives the registered device's settings; one that is there keeps its other settings." };
        var showMessages = new Option<bool>("--show-messages") { Description = "Show the messages that clients publish, too; secrets in them stay hidden." };
        var json = CommonOptions.Json();
        var command = new Command("service", "Run the stand-in of Message Queue for MQTT until Ctrl-C, and print what it sees.")
        {
            listen, port, register, settings, showMessages, json,
        };
        instances.AddTo(command);
        state.AddTo(command);
        var transport = new TransportOptions();
        transport.AddTo(command);
        var limits = new ServiceLimitOptions();
        limits.AddTo(command);
        var updates = new UpdateFolderOptions();
        updates.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = state.Apply(parsed, new ServiceOptions
            {
                ListenAddress = parsed.GetValue(listen)!,
                Port = CommonOptions.CheckPort(parsed.GetValue(port)),
            });
            options = instances.Apply(parsed, options, out var watcher);
            using var watching = watcher;
            options = limits.Apply(parsed, transport.Apply(parsed, options));
            using var certificate = options.TlsCertificate;
            if ((parsed.GetValue(register) is null) != (parsed.GetValue(settings) is null))
            {
                throw new ToolException(ExitCodes.Usage, "--register and --settings-out: give both or neither; a secret is shown to nobody");
            }

            var packages = updates.Read(parsed, hasPage: options is not { HttpPort: null, HttpsPort: null });
            options = ServicePage.AddTo(options, packages, Environment.CurrentDirectory, out var page);
            var isJson = parsed.GetValue(json);
            await using var trace = new TraceOutput(Console.OpenStandardOutput(), isJson);
            await using var service = await StartAsync(options, state, cancellationToken).ConfigureAwait(false);
            await using var served = page;
            transport.WriteAuthority(parsed, service);
            if (state.WarningOf(options) is { } warning)
            {
                Console.Error.WriteLine($"nanomqtt: {warning}");
            }

            service.Traced += trace.Add;
            if (parsed.GetValue(showMessages))
            {
                service.Received += trace.Add;
            }

            if (parsed.GetValue(register) is { } clientId)
            {
                Console.Error.WriteLine($"nanomqtt: {DeviceRegistration.Register(service, options, clientId, parsed.GetValue(settings)!)}");
            }

            Console.Out.WriteLine(isJson
                ? JsonLines.Of(JsonTypes.Listening, new
                {
                    Time = TimeProvider.System.GetUtcNow(),
                    Action = "listening",
                    options.ListenAddress,
                    service.Port,
                    service.TlsPort,
                    service.WebSocketPort,
                    service.WebSocketTlsPort,
                    service.HttpPort,
                    service.HttpsPort,
                })
                : $"{TimeProvider.System.GetLocalNow():HH:mm:ss.fff}  listening on {options.ListenAddress}:{service.Port}{PortsOf(service)}{HttpOf(options, service)}, {NamesOf(options)}; Ctrl-C ends it");
            if (page is not null)
            {
                Console.Error.WriteLine($"nanomqtt: {page.Attach(service, options)}");
            }

            await UntilCancelled.WaitAsync(cancellationToken).ConfigureAwait(false);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static string HttpOf(ServiceOptions options, MqttService service)
    {
        var plain = service.HttpPort is { } port ? $", http://{options.HttpListenAddress}:{port}/" : "";
        return service.HttpsPort is { } tlsPort ? $"{plain}, https://{options.HttpListenAddress}:{tlsPort}/" : plain;
    }

    private static async Task<MqttService> StartAsync(ServiceOptions options, ServiceStateOptions state, CancellationToken cancellationToken)
    {
        try
        {
            return await MqttService.StartAsync(options, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
        catch (ServiceStartException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse })
        {
            var owner = PortsOf(options).Where(p => e.Message.Contains($":{p}:", StringComparison.Ordinal)).Select(TcpPortOwner.Find).FirstOrDefault(o => o is not null);
            throw new ToolException(ExitCodes.PortInUse, owner is null ? e.Message : e.Message.Replace("is in use", $"is in use by {owner}", StringComparison.Ordinal));
        }
        catch (ServiceStartException e) when (IsFile(e.InnerException) && options is { DatabasePath: not null, PostgresConnectionString: null })
        {
            throw new ToolException(ExitCodes.Usage, $"--database: {e.Message}");
        }
        catch (ArgumentException e)
        {
            // The service names its own option; the user knows the one of the command line.
            var option = e.ParamName switch
            {
                nameof(ServiceOptions.ListenAddress) => "--listen",
                _ => InstanceOptions.NameOf(e.ParamName) ?? state.NameOf(e.ParamName) ?? TransportOptions.NameOf(e.ParamName)
                    ?? ServiceLimitOptions.NameOf(e.ParamName) ?? "--" + e.ParamName,
            };
            throw new ToolException(ExitCodes.Usage, ServiceErrors.RuleOf(e).Replace($"{nameof(ServiceOptions)}.{e.ParamName}", option, StringComparison.Ordinal));
        }
    }

    // A file that is no database or cannot be one. An IOException with a cause of its own is a port.
    private static bool IsFile(Exception? cause) => cause is null or DbException or UnauthorizedAccessException or IOException { InnerException: null };

    private static IEnumerable<int> PortsOf(ServiceOptions options) =>
        ((int?[])[options.Port, options.TlsPort, options.WebSocketPort, options.WebSocketTlsPort, options.HttpPort, options.HttpsPort])
            .Where(p => p is > 0).Select(p => p!.Value);

    private static string PortsOf(MqttService service)
    {
        return Of(service.TlsPort, "TLS") + Of(service.WebSocketPort, "WebSocket") + Of(service.WebSocketTlsPort, "secure WebSocket");

        static string Of(int? port, string what) => port is null ? "" : string.Create(null, $", {what} {port}");
    }

    private static IReadOnlyList<ServiceInstance> InstancesOf(ServiceOptions options) => options.Directory?.Instances
        ?? [.. options.InstanceIds.Select(id => new ServiceInstance(id, options.GroupIds, options.ParentTopics))];

    private static string NamesOf(ServiceOptions options)
    {
        var ids = InstancesOf(options).Select(instance => instance.InstanceId).ToList();
        return (ids.Count == 1 ? "instance " : "instances ") + string.Join(", ", ids);
    }
}
