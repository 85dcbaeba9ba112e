using System.CommandLine;
using NanoMqttDevice.Service;
using NanoMqttDevice.Tool.BrokerConfig;

namespace NanoMqttDevice.Tool.Commands;

/// <summary><c>nanomqtt broker-config emqx</c>.</summary>
internal static class BrokerConfigEmqx
{
    public static Command Create()
    {
        var serve = new Option<string?>("--serve") { Description = "Instance ID of an --instances-file that this broker serves; the first without it." };
        var p2p = new Option<string>("--p2p")
        {
            Description = "service: EMQX subscribes each device to its P2P topic, as the vendor delivers; subscribe: the device does it.",
            DefaultValueFactory = _ => "service",
        };
        p2p.AcceptOnlyFromAmong("service", "subscribe");
        var authentication = new AuthenticationServiceOptions();
        var instances = new InstanceOptions();
        var output = new ConfigurationOutput();
        var command = new Command("emqx", "emqx.conf for EMQX 5, and haproxy.cfg before several --auth.") { serve, p2p };
        authentication.AddTo(command);
        instances.AddTo(command);
        output.AddTo(command);
        command.SetAction(parsed =>
        {
            var options = instances.Apply(parsed, new ServiceOptions(), out var watcher);
            using var watching = watcher;
            var asked = authentication.Read(parsed);
            var instance = ServedInstance.One(options, parsed.GetValue(serve));
            var files = new List<ConfigurationFile> { EmqxConfiguration.File(asked, instance, parsed.GetValue(p2p) == "service") };
            if (HaproxyConfiguration.File(asked, "", []) is { } haproxy)
            {
                files.Add(haproxy);
            }

            output.Write(parsed, files);
            return ExitCodes.Ok;
        });
        return command;
    }
}
