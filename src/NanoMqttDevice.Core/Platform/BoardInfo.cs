namespace NanoMqttDevice.Platform
{
    /// <summary>What the firmware needs to know about a kind of board.</summary>
    public sealed class BoardInfo
    {
        /// <summary>Stands for a pin that is not there.</summary>
        public const int None = -1;

        /// <summary>Describes a kind of board.</summary>
        /// <param name="name">Name people know it by.</param>
        /// <param name="chip">Its chip, as Espressif writes it.</param>
        /// <param name="uart">Number of the serial port for provisioning, 1 for COM1; 0 for none.</param>
        /// <param name="txPin">GPIO that this port sends on, or <see cref="None"/>.</param>
        /// <param name="rxPin">GPIO that this port receives on, or <see cref="None"/>.</param>
        /// <param name="ledPin">GPIO of the light, or <see cref="None"/>.</param>
        /// <param name="isLedActiveHigh">True when the light shines at a high level.</param>
        /// <param name="watchdogPin">GPIO that an external watchdog listens to, or <see cref="None"/>.</param>
        public BoardInfo(string name, string chip, int uart, int txPin, int rxPin, int ledPin, bool isLedActiveHigh, int watchdogPin)
            : this(name, chip, uart, txPin, rxPin, ledPin, isLedActiveHigh, watchdogPin, None)
        {
        }

        /// <summary>As the other, of a board with a button.</summary>
        /// <param name="name">Name people know it by.</param>
        /// <param name="chip">Its chip, as Espressif writes it.</param>
        /// <param name="uart">Number of the serial port for provisioning, 1 for COM1; 0 for none.</param>
        /// <param name="txPin">GPIO that this port sends on, or <see cref="None"/>.</param>
        /// <param name="rxPin">GPIO that this port receives on, or <see cref="None"/>.</param>
        /// <param name="ledPin">GPIO of the light, or <see cref="None"/>.</param>
        /// <param name="isLedActiveHigh">True when the light shines at a high level.</param>
        /// <param name="watchdogPin">GPIO that an external watchdog listens to, or <see cref="None"/>.</param>
        /// <param name="buttonPin">GPIO of a button that pulls it low and erases the settings when it is held for ten seconds, or <see cref="None"/>.</param>
        public BoardInfo(string name, string chip, int uart, int txPin, int rxPin, int ledPin, bool isLedActiveHigh, int watchdogPin, int buttonPin)
        {
            Name = name;
            Chip = chip;
            Uart = uart;
            TxPin = txPin;
            RxPin = rxPin;
            LedPin = ledPin;
            IsLedActiveHigh = isLedActiveHigh;
            WatchdogPin = watchdogPin;
            ButtonPin = buttonPin;
        }

        /// <summary>Name people know it by.</summary>
        public string Name { get; }

        /// <summary>Its chip, as Espressif writes it.</summary>
        public string Chip { get; }

        /// <summary>Number of the serial port for provisioning, 1 for COM1; 0 for none.</summary>
        public int Uart { get; }

        /// <summary>GPIO that this port sends on, or <see cref="None"/>.</summary>
        public int TxPin { get; }

        /// <summary>GPIO that this port receives on, or <see cref="None"/>.</summary>
        public int RxPin { get; }

        /// <summary>GPIO of the light, or <see cref="None"/>.</summary>
        public int LedPin { get; }

        /// <summary>True when the light shines at a high level.</summary>
        public bool IsLedActiveHigh { get; }

        /// <summary>GPIO that an external watchdog listens to, or <see cref="None"/>.</summary>
        public int WatchdogPin { get; }

        /// <summary>GPIO of the button that erases the settings, or <see cref="None"/>.</summary>
        public int ButtonPin { get; }
    }
}
