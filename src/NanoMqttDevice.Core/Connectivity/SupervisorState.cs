namespace NanoMqttDevice.Connectivity
{
    /// <summary>Where a device stands on its way online.</summary>
    public enum SupervisorState
    {
        /// <summary>There are no settings to connect with.</summary>
        Unprovisioned = 0,

        /// <summary>Waiting for an address.</summary>
        JoiningWifi = 1,

        /// <summary>Waiting for the time of day, which TLS needs.</summary>
        WaitingForClock = 2,

        /// <summary>Resolving, connecting, logging in, subscribing.</summary>
        Connecting = 3,

        /// <summary>Logged in.</summary>
        Online = 4,

        /// <summary>Waiting before the next try.</summary>
        Waiting = 5,

        /// <summary>Refused by the service; waiting longer before the next try.</summary>
        Refused = 6,
    }
}
