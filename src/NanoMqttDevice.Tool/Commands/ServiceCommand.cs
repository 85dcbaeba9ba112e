using System.CommandLine;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Service;
using NanoMqttDevice.Tool.Output;
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
        var register = new Option<string?>("--register") { Description = "Register a credential for this client ID." };
        var settings = new Option<FileInfo?>("--settings-out") { Description = "File of mode 600 that receives the registered device's settings." };
        var json = CommonOptions.Json();
        var command = new Command("service", "Run the stand-in of Message Queue for MQTT until Ctrl-C, and print what it sees.")
        {
            listen, port, register, settings, json,
        };
        instances.AddTo(command);
        state.AddTo(command);
        var transport = new TransportOptions();
        transport.AddTo(command);
        var limits = new ServiceLimitOptions();
        limits.AddTo(command);
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

            var isJson = parsed.GetValue(json);
            await using var trace = new TraceOutput(Console.OpenStandardOutput(), isJson);
            await using var service = await StartAsync(options, state, cancellationToken).ConfigureAwait(false);
            transport.WriteAuthority(parsed, service);
            if (state.WarningOf(options) is { } warning)
            {
                Console.Error.WriteLine($"nanomqtt: {warning}");
            }

            service.Traced += trace.Add;
            if (parsed.GetValue(register) is { } clientId)
            {
                Register(service, options, clientId, parsed.GetValue(settings)!.FullName);
            }

            Console.Out.WriteLine(isJson
                ? JsonLines.Of(new
                {
                    Action = "listening",
                    options.ListenAddress,
                    service.Port,
                    service.TlsPort,
                    service.WebSocketPort,
                    service.WebSocketTlsPort,
                    service.HttpPort,
                    service.HttpsPort,
                })
                : $"listening on {options.ListenAddress}:{service.Port}{PortsOf(service)}{HttpOf(options, service)}, {NamesOf(options)}; Ctrl-C ends it");
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
        catch (ArgumentException e)
        {
            // The service names its own option; the user knows the one of the command line.
            var option = e.ParamName switch
            {
                nameof(ServiceOptions.ListenAddress) => "--listen",
                _ => InstanceOptions.NameOf(e.ParamName) ?? state.NameOf(e.ParamName) ?? TransportOptions.NameOf(e.ParamName)
                    ?? ServiceLimitOptions.NameOf(e.ParamName) ?? "--" + e.ParamName,
            };
            throw new ToolException(ExitCodes.Usage, InstanceOptions.RuleOf(e).Replace($"{nameof(ServiceOptions)}.{e.ParamName}", option, StringComparison.Ordinal));
        }
    }

    private static string PortsOf(MqttService service)
    {
        return Of(service.TlsPort, "TLS") + Of(service.WebSocketPort, "WebSocket") + Of(service.WebSocketTlsPort, "secure WebSocket");

        static string Of(int? port, string what) => port is null ? "" : string.Create(null, $", {what} {port}");
    }

    private static void Register(MqttService service, ServiceOptions options, string clientId, string path)
    {
        DeviceCredential credential;
        try
        {
            credential = service.Credentials.Register(FirstOf(options).InstanceId, clientId);
        }
        catch (ArgumentException e)
        {
            throw new ToolException(ExitCodes.Usage, $"--register: {InstanceOptions.RuleOf(e)}");
        }

        SettingsFile.Write(path, new Dictionary<string, object>
        {
            ["mode"] = "DeviceCredential",
            ["endpoint"] = options.ListenAddress,
            ["port"] = service.Port,
            ["instance"] = credential.InstanceId,
            ["clientId"] = credential.ClientId,
            ["accessKeyId"] = credential.DeviceAccessKeyId,
            ["secret"] = credential.DeviceAccessKeySecret,
            ["parentTopic"] = FirstOf(options).ParentTopics[0],
        });
        Console.Error.WriteLine($"nanomqtt: registered {credential.ClientId}; its settings are in {path}");
    }

    private static ServiceInstance FirstOf(ServiceOptions options) => InstancesOf(options)[0];

    private static IReadOnlyList<ServiceInstance> InstancesOf(ServiceOptions options) => options.Directory?.Instances
        ?? [.. options.InstanceIds.Select(id => new ServiceInstance(id, options.GroupIds, options.ParentTopics))];

    private static string NamesOf(ServiceOptions options)
    {
        var ids = InstancesOf(options).Select(instance => instance.InstanceId).ToList();
        return (ids.Count == 1 ? "instance " : "instances ") + string.Join(", ", ids);
    }
}
