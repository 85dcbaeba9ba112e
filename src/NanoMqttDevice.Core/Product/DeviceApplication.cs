using NanoMqttDevice.Commands;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Settings;

namespace NanoMqttDevice.Product
{
    /// <summary>
    /// What a product adds to the device: its measurements, its commands, its settings. All members run on the device's main thread, one after the other;
    /// what takes long keeps the device from everything else and belongs into a job (<see cref="DeviceContext"/>).
    /// </summary>
    public abstract class DeviceApplication
    {
        /// <summary>
        /// True to obey the command <c>settings</c>, which may carry a secret, on a connection without TLS too: for a lab whose network is its own.
        /// </summary>
        public virtual bool AllowsSettingsInPlain
        {
            get { return false; }
        }

        /// <summary>The device starts: the place for timers, commands, settings and pins. Called once, before the network is up, also of an unprovisioned device.</summary>
        /// <param name="device">The device, which may be kept.</param>
        public virtual void Start(DeviceContext device)
        {
        }

        /// <summary>
        /// Name of the product, 1 to 32 characters of ASCII without spaces: a device takes updates of its own product only. Asked of the one that was flashed.
        /// </summary>
        public virtual string ProductName
        {
            get { return Firmware.Name; }
        }

        /// <summary>Release of the product that was flashed: an update must have a higher one. One that came by update has that of its package.</summary>
        public virtual int Release
        {
            get { return 0; }
        }

        /// <summary>
        /// Tells whether the product works. Asked once of one that came by update, when the device has been online with it for ten seconds and a message
        /// was acknowledged: with false, or an exception, the product before it is taken back.
        /// </summary>
        /// <param name="device">The device.</param>
        /// <returns>True when it works.</returns>
        public virtual bool SelfTest(DeviceContext device)
        {
            return true;
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
        /// <param name="telemetry">
        /// The message; it has <c>clientId</c>, <c>boot</c>, <c>number</c> and the time of the measurement already. When nothing is added it is not sent.
        /// </param>
        public virtual void Measure(DeviceContext device, JsonObject telemetry)
        {
        }

        /// <summary>Obeys a command that neither the device nor a handler of <see cref="DeviceContext"/> knows; it is one that needs a seal.</summary>
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

        /// <summary>A setting of the product has another value, and that is stored already.</summary>
        /// <param name="device">The device.</param>
        /// <param name="setting">The setting.</param>
        public virtual void OnSettingChanged(DeviceContext device, ProductSetting setting)
        {
        }

        /// <summary>The service has accepted the device.</summary>
        /// <param name="device">The device.</param>
        public virtual void OnConnected(DeviceContext device)
        {
        }

        /// <summary>The connection has ended; the device gets it back by itself.</summary>
        /// <param name="device">The device.</param>
        public virtual void OnDisconnected(DeviceContext device)
        {
        }

        /// <summary>The device is about to start anew, because it was told to. Not called when the power goes.</summary>
        /// <param name="device">The device.</param>
        public virtual void BeforeRestart(DeviceContext device)
        {
        }

        /// <summary>The device is about to sleep, after which it starts anew.</summary>
        /// <param name="device">The device.</param>
        public virtual void BeforeSleep(DeviceContext device)
        {
        }
    }
}
