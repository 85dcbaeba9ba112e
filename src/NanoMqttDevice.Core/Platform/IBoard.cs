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

        /// <summary>What has ended the sleep that this start comes from.</summary>
        WakeCause Wake { get; }

        /// <summary>True while the button that resets the settings is held; false when there is none. Does not block.</summary>
        bool IsResetHeld { get; }

        /// <summary>Lets a person see or hear which board this is, for some seconds. Does not block.</summary>
        void Identify();

        /// <summary>Starts the board anew. May return before that happens.</summary>
        void Reboot();

        /// <summary>Sleeps and then starts anew: only what is in flash is left then. May return before that happens.</summary>
        /// <param name="milliseconds">How long, above 0.</param>
        /// <param name="pin">GPIO that wakes it before, or -1.</param>
        /// <param name="isHigh">Level of this pin that wakes it.</param>
        void Sleep(long milliseconds, int pin, bool isHigh);
    }
}
