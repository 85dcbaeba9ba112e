namespace NanoMqttDevice.Platform
{
    /// <summary>All that the mind of a device needs of the world: a board's set of adapters, or a PC's.</summary>
    public sealed class DeviceBody
    {
        /// <summary>Holds what must outlive a restart.</summary>
        public IFlash Flash { get; set; }

        /// <summary>The way to the network.</summary>
        public INetworkLink Link { get; set; }

        /// <summary>Makes MQTT clients.</summary>
        public IMqttClientFactory Clients { get; set; }

        /// <summary>The clocks.</summary>
        public IClock Clock { get; set; }

        /// <summary>Source of jitter.</summary>
        public IRandom Random { get; set; }

        /// <summary>The board.</summary>
        public IBoard Board { get; set; }

        /// <summary>The serial line for provisioning, or null when there is none.</summary>
        public ISerialLine Serial { get; set; }

        /// <summary>Loads products that came by update, or null where none can be loaded.</summary>
        public IProductLoader Products { get; set; }
    }
}
