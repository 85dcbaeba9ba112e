using System.CommandLine;
using NanoMqttDevice.Service;
using NanoMqttDevice.Tool.BrokerConfig;

namespace NanoMqttDevice.Tool.Commands;

/// <summary><c>nanomqtt broker-config rabbitmq</c>.</summary>
internal static class BrokerConfigRabbitMq
{
    public static Command Create()
    {
        var listen = new Option<string>("--mqtt-listen")
        {
            Description = "Where the node listens for MQTT, address:port.",
            DefaultValueFactory = _ => "0.0.0.0:1883",
        };
        var nodes = Many("--node", "Name of a node of the cluster, as rabbit@host1.");
        var servers = Many("--server", "A node's MQTT listener, host:port, for haproxy.cfg.");
        var balancer = new Option<string>("--balancer-listen")
        {
            Description = "Where HAProxy listens for devices, address:port.",
            DefaultValueFactory = _ => "0.0.0.0:1883",
        };
        var authentication = new AuthenticationServiceOptions();
        var instances = new InstanceOptions();
        var output = new ConfigurationOutput();
        var command = new Command("rabbitmq", "rabbitmq.conf and enabled_plugins for a node, and haproxy.cfg where there is something to balance.")
        {
            listen, nodes, servers, balancer,
        };
        authentication.AddTo(command);
        instances.AddTo(command);
        output.AddTo(command);
        command.SetAction(parsed =>
        {
            var options = instances.Apply(parsed, new ServiceOptions(), out var watcher);
            using var watching = watcher;
            var asked = authentication.Read(parsed);
            var known = ServedInstance.All(options);
            var names = parsed.GetValue(nodes) ?? [];
            if (names.FirstOrDefault(name => name.Count(c => c == '@') != 1 || name.Any(char.IsWhiteSpace)) is not null)
            {
                throw new ToolException(ExitCodes.Usage, $"{nodes.Name}: must be name@host");
            }

            if (known.FirstOrDefault(instance => instance.ParentTopics.Any(topic => topic.Contains('.', StringComparison.Ordinal))) is { } dotted)
            {
                throw new ToolException(
                    ExitCodes.Usage, $"--parent-topic: instance {dotted.InstanceId}: RabbitMQ takes '.' in a topic for '/'; use parent topics without it");
            }

            var files = RabbitMqConfiguration.Files(asked, Endpoint.Check(listen.Name, parsed.GetValue(listen)!), names, known).ToList();
            string[] listeners = [.. (parsed.GetValue(servers) ?? []).Select(server => Endpoint.Check(servers.Name, server))];
            if (HaproxyConfiguration.File(asked, Endpoint.Check(balancer.Name, parsed.GetValue(balancer)!), listeners) is { } haproxy)
            {
                files.Add(haproxy);
            }

            output.Write(parsed, files);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Option<string[]> Many(string name, string description) => new(name) { Description = description + " May be given several times." };
}
