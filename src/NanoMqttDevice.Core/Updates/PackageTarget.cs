using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Updates
{
    /// <summary>What a package must fit: the device as it is now.</summary>
    public sealed class PackageTarget
    {
        /// <summary>Name of Core's assembly.</summary>
        public const string CoreName = "NanoMqttDevice.Core";

        /// <summary>Largest assembly that a device takes, in bytes: it stays on the heap.</summary>
        public const int MaxAssembly = 32768;

        /// <summary>Name of the product; null when it is not known, because the device runs without.</summary>
        public string Product { get; set; }

        /// <summary>Release of the product that runs.</summary>
        public int Release { get; set; }

        /// <summary>The board, as <c>IBoard.Name</c> tells it; one of its words is the target name.</summary>
        public string Board { get; set; }

        /// <summary>Loads the product, and knows what is deployed.</summary>
        public IProductLoader Loader { get; set; }

        /// <summary>Largest assembly that is taken, in bytes.</summary>
        public int SlotSize { get; set; } = MaxAssembly;

        /// <summary>Free heap in bytes; an assembly stays on it for good.</summary>
        public int FreeHeap { get; set; }

        /// <summary>The update key, <see cref="Security.LmsSignature.PublicKeySize"/> bytes; null when there is none.</summary>
        public byte[] PublicKey { get; set; }
    }
}
