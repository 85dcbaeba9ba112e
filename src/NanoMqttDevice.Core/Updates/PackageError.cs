namespace NanoMqttDevice.Updates
{
    /// <summary>Why a package is refused, or its product taken back; <see cref="PackageErrors"/> has the words. A number keeps its meaning for ever.</summary>
    public enum PackageError
    {
        /// <summary>It is not refused.</summary>
        None = 0,

        /// <summary>It is no package, or one of a form that is not known here, or its header is damaged.</summary>
        Form = 1,

        /// <summary>The device has no update key: it takes no updates.</summary>
        NoKey = 2,

        /// <summary>It is for another product.</summary>
        Product = 3,

        /// <summary>Its release is not above the one that is there.</summary>
        NotNewer = 4,

        /// <summary>It is not for this board.</summary>
        Board = 5,

        /// <summary>It was compiled against another Core.</summary>
        Core = 6,

        /// <summary>It was compiled against a library that is not there in that version.</summary>
        Library = 7,

        /// <summary>It is larger than a slot.</summary>
        TooLarge = 8,

        /// <summary>It needs more heap than is free.</summary>
        Heap = 9,

        /// <summary>The flash has no room for it.</summary>
        FlashFull = 10,

        /// <summary>The flash failed.</summary>
        FlashFailed = 11,

        /// <summary>It is not signed, or not by this device's update key, or the header is not the one that was signed.</summary>
        Signature = 12,

        /// <summary>The assembly is not the one that was signed.</summary>
        Digest = 13,

        /// <summary>The product could not be loaded, or its constructor threw.</summary>
        Load = 14,

        /// <summary>The device started anew again and again with it, before it had proved itself or afterwards.</summary>
        Crash = 15,

        /// <summary>A step of the device threw with it.</summary>
        Exception = 16,

        /// <summary>Its own test says that it does not work.</summary>
        SelfTest = 17,

        /// <summary>In all its time the device was not online for long enough with it.</summary>
        NotProved = 18,
    }
}
