namespace NanoMqttDevice.Updates
{
    /// <summary>What a package must fit: the device as it is now.</summary>
    public sealed class PackageTarget
    {
        /// <summary>Name of Core's assembly.</summary>
        public const string CoreName = "NanoMqttDevice.Core";

        /// <summary>Name of the product that was flashed.</summary>
        public string Product { get; set; }

        /// <summary>Release of the product that runs; 0 for the one that was flashed, unless that says otherwise.</summary>
        public int Release { get; set; }

        /// <summary>The board, as <c>IBoard.Name</c> tells it.</summary>
        public string Board { get; set; }

        /// <summary>What is deployed, Core among it.</summary>
        public LibraryVersion[] Libraries { get; set; }

        /// <summary>
        /// False where only Core is one of the libraries a package names (the simulator, which runs on .NET 10): what is not deployed is then not missed.
        /// </summary>
        public bool HasAllLibraries { get; set; }

        /// <summary>Largest assembly that a slot takes, in bytes.</summary>
        public int SlotSize { get; set; }

        /// <summary>Free heap in bytes; an assembly stays on it for good.</summary>
        public int FreeHeap { get; set; }

        /// <summary>The update key, <see cref="Security.LmsSignature.PublicKeySize"/> bytes; null when there is none.</summary>
        public byte[] PublicKey { get; set; }
    }
}
