using System.Globalization;
using System.Text;
using NanoMqttDevice.Service;

namespace NanoMqttDevice.Tool.BrokerConfig;

/// <summary>EMQX 5's configuration: what belongs into <c>emqx.conf</c>.</summary>
internal static class EmqxConfiguration
{
    /// <summary>Makes the file.</summary>
    /// <param name="authentication">Where it asks.</param>
    /// <param name="instance">The instance that is served.</param>
    /// <param name="isDelivered">Whether a device gets its P2P topic without subscribing, as at the vendor's.</param>
    /// <returns>The file.</returns>
    public static ConfigurationFile File(AuthenticationService authentication, ServiceInstance instance, bool isDelivered)
    {
        var bearer = authentication.Secret is { } secret ? $", authorization = \"Bearer {secret}\"" : "";
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $$$"""
            # Devices of instance {{{instance.InstanceId}}} on EMQX 5; made by nanomqtt broker-config emqx. For emqx.conf; what the dashboard has stored
            # in cluster.hocon counts before it. expire_at, the end of a token, is followed since 5.8.

            authentication = [
              {
                mechanism = password_based
                backend = http
                method = post
                url = "{{{authentication.Url}}}/authenticate"
                headers { "content-type" = "application/json"{{{bearer}}} }
                body {
                  clientid = "${clientid}"
                  username = "${username}"
                  password = "${password}"
                  # Says that topics are asked about below. Without it only a client that may everything is let in.
                  authorize = "true"
                }
              }
            ]

            authorization {
              # Nobody else decides, and who is not answered may nothing.
              no_match = deny
              # As the vendor's service: a topic that is not granted ends the connection.
              deny_action = disconnect
              # What was answered counts for so long: a revocation takes effect on topics after it at the latest.
              cache { enable = true, max_size = 32, ttl = 10s }
              sources = [
                {
                  type = http
                  method = post
                  url = "{{{authentication.Url}}}/authorize"
                  headers { "content-type" = "application/json"{{{bearer}}} }
                  body {
                    clientid = "${clientid}"
                    username = "${username}"
                    topic = "${topic}"
                    action = "${action}"
                    qos = "${qos}"
                  }
                }
              ]
            }

            # The vendor has neither retained messages nor shared subscriptions, and keeps sessions for three days.
            mqtt {
              retain_available = false
              shared_subscription = false
              session_expiry_interval = 72h
              max_packet_size = 66KB
            }

            """);
        if (isDelivered)
        {
            var topics = instance.ParentTopics.Select(parent => $"  {{ topic = \"{parent}/p2p/${{clientid}}\", qos = 1 }}");
            text.Append("\n# P2P without subscribing, as at the vendor's.\n");
            text.Append(CultureInfo.InvariantCulture, $"auto_subscribe.topics = [\n{string.Join(",\n", topics)}\n]\n");
        }

        return new ConfigurationFile("emqx.conf", text.ToString());
    }
}
