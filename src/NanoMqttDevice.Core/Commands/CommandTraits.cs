namespace NanoMqttDevice.Commands
{
    /// <summary>What a command is beside its name and its handler.</summary>
    public enum CommandTraits
    {
        /// <summary>It needs a seal, unless the settings open all commands.</summary>
        Sealed = 0,

        /// <summary>It changes nothing and needs no seal.</summary>
        Open = 1,

        /// <summary>It writes flash: a least time must have passed since the last one that did.</summary>
        WritesFlash = 2,

        /// <summary>It needs a seal whatever the settings say; where the device has no secret it checks itself what it may do without.</summary>
        AlwaysSealed = 4,

        /// <summary>Its reply tells the nonce.</summary>
        TellsNonce = 8,
    }
}
