namespace NanoMqttDevice.Connectivity
{
    /// <summary>The words for where a device stands, the same on the serial line and in the tool's output.</summary>
    public static class SupervisorStates
    {
        /// <summary>Word for a state.</summary>
        /// <param name="state">The state.</param>
        /// <returns>Its word.</returns>
        public static string WordOf(SupervisorState state)
        {
            switch (state)
            {
                case SupervisorState.Unprovisioned:
                    return "unprovisioned";
                case SupervisorState.JoiningWifi:
                    return "joining-wifi";
                case SupervisorState.WaitingForClock:
                    return "waiting-for-clock";
                case SupervisorState.Connecting:
                    return "connecting";
                case SupervisorState.Online:
                    return "online";
                case SupervisorState.Waiting:
                    return "waiting";
                default:
                    return "refused";
            }
        }
    }
}
