using nanoFramework.Runtime.Native;

namespace NanoMqttDevice.Esp32
{
    /// <summary>The board itself.</summary>
    public sealed class Esp32Board : IBoard
    {
        private readonly StatusLed _led;

        /// <summary>Makes a board.</summary>
        /// <param name="name">Its name.</param>
        /// <param name="led">Its light, or null.</param>
        public Esp32Board(string name, StatusLed led)
        {
            Name = name;
            _led = led;
        }

        /// <inheritdoc/>
        public string Name { get; }

        /// <inheritdoc/>
        public int FreeMemory
        {
            get { return (int)GC.Run(false); }
        }

        /// <inheritdoc/>
        public void Identify()
        {
            _led?.Identify();
        }

        /// <inheritdoc/>
        public void Reboot()
        {
            Power.RebootDevice();
        }
    }
}
