namespace NanoMqttDevice.Boards
{
    /// <summary>What the firmware needs to know about a kind of board.</summary>
    public sealed class BoardInfo
    {
        /// <summary>Describes a kind of board.</summary>
        /// <param name="name">Name people know it by.</param>
        /// <param name="chip">Its chip.</param>
        /// <param name="targetPrefix">How the target names of its firmware images begin.</param>
        /// <param name="uart">Number of the serial port for provisioning, 1 for COM1; 0 for none.</param>
        /// <param name="txPin">GPIO that this port sends on.</param>
        /// <param name="rxPin">GPIO that this port receives on.</param>
        /// <param name="ledPin">GPIO of the light, or -1.</param>
        /// <param name="isLedActiveHigh">True when the light shines at a high level.</param>
        public BoardInfo(string name, string chip, string targetPrefix, int uart, int txPin, int rxPin, int ledPin, bool isLedActiveHigh)
        {
            Name = name;
            Chip = chip;
            TargetPrefix = targetPrefix;
            Uart = uart;
            TxPin = txPin;
            RxPin = rxPin;
            LedPin = ledPin;
            IsLedActiveHigh = isLedActiveHigh;
        }

        /// <summary>Name people know it by.</summary>
        public string Name { get; }

        /// <summary>Its chip.</summary>
        public string Chip { get; }

        /// <summary>How the target names of its firmware images begin.</summary>
        public string TargetPrefix { get; }

        /// <summary>Number of the serial port for provisioning, 1 for COM1; 0 for none.</summary>
        public int Uart { get; }

        /// <summary>GPIO that this port sends on.</summary>
        public int TxPin { get; }

        /// <summary>GPIO that this port receives on.</summary>
        public int RxPin { get; }

        /// <summary>GPIO of the light, or -1.</summary>
        public int LedPin { get; }

        /// <summary>True when the light shines at a high level.</summary>
        public bool IsLedActiveHigh { get; }
    }
}
