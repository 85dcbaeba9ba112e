using NanoMqttDevice.Commands;
using NanoMqttDevice.Messaging;

namespace NanoMqttDevice.Product
{
    /// <summary>What a product adds to the device: its measurements, its commands, its subscriptions. All members run on the device's main thread.</summary>
    public abstract class DeviceApplication
    {
        /// <summary>
        /// True to obey the command <c>settings</c>, which may carry a secret, on a connection without TLS too: for a lab whose network is its own.
        /// </summary>
        public virtual bool AllowsSettingsInPlain
        {
            get { return false; }
        }

        /// <summary>
        /// Topic filters that the device is subscribed to while online, at most 30, each below a parent topic. None are needed for commands:
        /// those arrive without subscribing.
        /// </summary>
        /// <param name="device">The device, provisioned.</param>
        /// <returns>The filters; may be empty.</returns>
        public virtual string[] GetSubscriptions(DeviceContext device)
        {
            return new string[0];
        }

        /// <summary>Adds measurements to the next telemetry message. Called once per telemetry interval, online or not.</summary>
        /// <param name="device">The device.</param>
        /// <param name="telemetry">The message; it already says <c>clientId</c>.</param>
        public abstract void Measure(DeviceContext device, JsonObject telemetry);

        /// <summary>Obeys a command that the device does not know itself.</summary>
        /// <param name="device">The device.</param>
        /// <param name="command">The command.</param>
        /// <param name="reply">Receives what the reply says beside <c>result</c>.</param>
        /// <returns>What became of it.</returns>
        public virtual CommandResult Execute(DeviceContext device, Command command, JsonObject reply)
        {
            return CommandResult.UnknownCommand;
        }

        /// <summary>Takes a message of a subscription.</summary>
        /// <param name="device">The device.</param>
        /// <param name="topic">Topic name.</param>
        /// <param name="payload">Payload.</param>
        public virtual void Receive(DeviceContext device, string topic, byte[] payload)
        {
        }
    }
}
