namespace NanoMqttDevice
{
    /// <summary>The board beside its network, flash and clocks.</summary>
    public interface IBoard
    {
        /// <summary>Name of the board, for example <c>ESP32_REV3</c>.</summary>
        string Name { get; }

        /// <summary>Free managed heap in bytes.</summary>
        int FreeMemory { get; }

        /// <summary>Lets a person see or hear which board this is, for some seconds. Does not block.</summary>
        void Identify();

        /// <summary>Starts the board anew. May return before that happens.</summary>
        void Reboot();
    }
}
