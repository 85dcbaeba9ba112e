namespace NanoMqttDevice.Connectivity
{
    /// <summary>What a session is doing.</summary>
    public enum SessionState
    {
        /// <summary>Nothing; only now may it be opened.</summary>
        Idle = 0,

        /// <summary>Resolving, connecting and logging in.</summary>
        Opening = 1,

        /// <summary>Waiting for the SUBACK.</summary>
        Subscribing = 2,

        /// <summary>Open.</summary>
        Open = 3,

        /// <summary>Getting rid of the client.</summary>
        Closing = 4,
    }
}
