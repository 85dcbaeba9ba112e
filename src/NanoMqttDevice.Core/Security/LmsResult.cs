namespace NanoMqttDevice.Security
{
    /// <summary>Where the check of a signature stands.</summary>
    public enum LmsResult
    {
        /// <summary>It goes on.</summary>
        Working = 0,

        /// <summary>The signature is one of the key, over the message.</summary>
        Valid = 1,

        /// <summary>It is not.</summary>
        Invalid = 2,

        /// <summary>The signature could not be read to its end.</summary>
        Unreadable = 3,
    }
}
