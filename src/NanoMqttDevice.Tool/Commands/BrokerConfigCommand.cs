using System.CommandLine;

namespace NanoMqttDevice.Tool.Commands;

/// <summary><c>nanomqtt broker-config</c>: ready configuration of brokers that carry the same devices.</summary>
internal static class BrokerConfigCommand
{
    public static Command Create() =>
        new("broker-config", "Write the configuration of a broker that carries the same devices: RabbitMQ and EMQX ask nanomqtt auth, mosquitto gets lists.")
        {
            BrokerConfigRabbitMq.Create(),
            BrokerConfigEmqx.Create(),
            BrokerConfigMosquitto.Create(),
        };
}
