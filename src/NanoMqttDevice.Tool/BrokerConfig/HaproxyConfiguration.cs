using System.Globalization;
using System.Text;

namespace NanoMqttDevice.Tool.BrokerConfig;

/// <summary>HAProxy before the nodes of a broker and before several processes of <c>nanomqtt auth</c>.</summary>
internal static class HaproxyConfiguration
{
    /// <summary>Makes the file.</summary>
    /// <param name="authentication">The processes that decide.</param>
    /// <param name="listen">Where devices connect, <c>address:port</c>.</param>
    /// <param name="servers">The nodes' MQTT listeners, <c>host:port</c>; none leaves that part out.</param>
    /// <returns>The file, or null when there is nothing to balance.</returns>
    public static ConfigurationFile? File(AuthenticationService authentication, string listen, IReadOnlyList<string> servers)
    {
        if (servers.Count == 0 && !authentication.IsBalanced)
        {
            return null;
        }

        var text = new StringBuilder("""
            # Made by nanomqtt broker-config. HAProxy 2.2 and newer. A device takes two file descriptors: ulimit -n, or LimitNOFILE of the
            # service, says how many there can be.

            defaults
                timeout connect 5s
                retries 3
                option redispatch 1

            """);
        AddMqtt(text, listen, servers);
        AddAuthentication(text, authentication);
        return new ConfigurationFile("haproxy.cfg", text.ToString());
    }

    private static void AddMqtt(StringBuilder text, string listen, IReadOnlyList<string> servers)
    {
        if (servers.Count == 0)
        {
            return;
        }

        // The longest keepalive is 480 s, and a broker waits one and a half times as long.
        text.Append(CultureInfo.InvariantCulture, $"""

            listen mqtt
                bind {listen}
                mode tcp
                balance leastconn
                timeout client 15m
                timeout server 15m

            """);
        for (var i = 0; i < servers.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"    server node{i + 1} {servers[i]} check inter 2s fall 2 rise 2\n");
        }
    }

    private static void AddAuthentication(StringBuilder text, AuthenticationService authentication)
    {
        if (!authentication.IsBalanced)
        {
            return;
        }

        // A question may be asked twice: it changes nothing. So one process that ends takes no login with it.
        text.Append(CultureInfo.InvariantCulture, $"""

            listen nanomqtt-auth
                bind {authentication.Balancer}
                mode http
                balance roundrobin
                timeout client 1m
                timeout server 5s
                option httpchk GET /health
                http-check expect status 200
                retry-on conn-failure empty-response response-timeout 503

            """);
        for (var i = 0; i < authentication.Urls.Count; i++)
        {
            var url = authentication.Urls[i];
            var tls = url.Scheme == Uri.UriSchemeHttps ? " ssl verify required ca-file @system-ca" : "";
            text.Append(CultureInfo.InvariantCulture, $"    server auth{i + 1} {url.Authority} check inter 1s fall 1 rise 1{tls}\n");
        }
    }
}
