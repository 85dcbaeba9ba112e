using System.Globalization;
using System.Text;
using NanoMqttDevice.Service;

namespace NanoMqttDevice.Tool.BrokerConfig;

/// <summary>RabbitMQ's configuration, 3.10 and newer of 3: <c>rabbitmq.conf</c> and <c>enabled_plugins</c>.</summary>
internal static class RabbitMqConfiguration
{
    // Sessions live three days (the vendor's limits page), in milliseconds.
    private const long SessionTime = 3L * 24 * 60 * 60 * 1000;

    /// <summary>Makes the files of one node.</summary>
    /// <param name="authentication">Where it asks.</param>
    /// <param name="listen">Where it listens for MQTT, <c>address:port</c>.</param>
    /// <param name="nodes">The names of all nodes of the cluster; empty for a node by itself.</param>
    /// <param name="instances">The instances; the first is served.</param>
    /// <returns>The files.</returns>
    public static IReadOnlyList<ConfigurationFile> Files(
        AuthenticationService authentication,
        string listen,
        IReadOnlyList<string> nodes,
        IReadOnlyList<ServiceInstance> instances) =>
    [
        new("rabbitmq.conf", MainText(authentication, listen, nodes, instances)),
        new("enabled_plugins", "[rabbitmq_auth_backend_http,rabbitmq_mqtt].\n"),
    ];

    private static string MainText(
        AuthenticationService authentication,
        string listen,
        IReadOnlyList<string> nodes,
        IReadOnlyList<ServiceInstance> instances)
    {
        var text = new StringBuilder();
        var vhost = instances[0].Vhost ?? "/";
        text.Append(CultureInfo.InvariantCulture, $"""
            # Devices of instance {instances[0].InstanceId} on RabbitMQ; made by nanomqtt broker-config rabbitmq.
            # RABBITMQ_CONFIG_FILE names this file, RABBITMQ_ENABLED_PLUGINS_FILE the one beside it. Keep it from others where it holds a secret.

            mqtt.listeners.tcp.1 = {listen}
            mqtt.allow_anonymous = false
            mqtt.vhost = {vhost}
            mqtt.exchange = amq.topic

            # A session with cleanSession=false is kept on several nodes: what was acknowledged outlives one of them, for three days.
            mqtt.durable_queue_type = quorum
            mqtt.subscription_ttl = {SessionTime}

            # Devices speak MQTT; what is open beside it is one more door.
            listeners.tcp = none

            # The order of the checks: login, virtual host, queue and exchange, topic. All ask the authentication service, and nobody else.
            auth_backends.1 = http
            auth_http.http_method = post

            """);
        var query = authentication.Secret is { } secret ? $"?secret={secret}" : "";
        foreach (var path in (string[])["user", "vhost", "resource", "topic"])
        {
            text.Append(CultureInfo.InvariantCulture, $"auth_http.{path}_path = {authentication.Url}/rabbitmq/{path}{query}\n");
        }

        text.Append("auth_http.request_timeout = 10000\n");
        AddCluster(text, nodes);
        AddOtherInstances(text, instances);
        return text.ToString();
    }

    private static void AddCluster(StringBuilder text, IReadOnlyList<string> nodes)
    {
        if (nodes.Count == 0)
        {
            return;
        }

        text.Append("\ncluster_formation.peer_discovery_backend = classic_config\n");
        for (var i = 0; i < nodes.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"cluster_formation.classic_config.nodes.{i + 1} = {nodes[i]}\n");
        }

        text.Append("\n# A node that no longer sees most of the others stops serving, rather than serve a session twice.\n");
        text.Append("cluster_partition_handling = pause_minority\n");
    }

    private static void AddOtherInstances(StringBuilder text, IReadOnlyList<ServiceInstance> instances)
    {
        foreach (var other in instances.Skip(1))
        {
            var vhost = other.Vhost ?? other.InstanceId;
            text.Append(CultureInfo.InvariantCulture, $$"""

                # Instance {{other.InstanceId}} has a virtual host of its own, which a port of its own leads to:
                #   rabbitmqctl add_vhost '{{vhost}}'
                #   rabbitmqctl set_global_parameter mqtt_port_to_vhost_mapping '{"PORT":"{{vhost}}"}'
                # A client ID is one in the whole cluster: two instances whose client IDs may meet need a cluster each.

                """);
        }
    }
}
