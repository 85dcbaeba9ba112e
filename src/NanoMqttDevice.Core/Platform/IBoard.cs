namespace NanoMqttDevice.Platform
{
    /// <summary>The board beside its network, flash and clocks.</summary>
    public interface IBoard
    {
        /// <summary>Name of the board, for example <c>ESP32_REV3</c>.</summary>
        string Name { get; }

        /// <summary>Its chip, for example <c>ESP32</c>.</summary>
        string Chip { get; }

        /// <summary>MAC of its Wi-Fi station as twelve upper-case hexadecimal digits: what tells it from others of its kind. Null when it is not known.</summary>
        string Mac { get; }

        /// <summary>Free managed heap in bytes.</summary>
        int FreeMemory { get; }

        /// <summary>Free memory outside the managed heap in bytes, which sockets, Wi-Fi and TLS live on; -1 when it is not known.</summary>
        int FreeNativeMemory { get; }

        /// <summary>Largest free block of that memory in bytes: TLS needs a large one. -1 when it is not known.</summary>
        int LargestNativeBlock { get; }

        /// <summary>Lets a person see or hear which board this is, for some seconds. Does not block.</summary>
        void Identify();

        /// <summary>Starts the board anew. May return before that happens.</summary>
        void Reboot();
    }
}
