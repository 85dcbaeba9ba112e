namespace NanoMqttDevice.Connectivity
{
    /// <summary>What the supervisor wants done.</summary>
    public enum SupervisorAction
    {
        /// <summary>Nothing.</summary>
        None = 0,

        /// <summary>Join the network, then tell <see cref="Supervisor.OnJoinEnded"/>.</summary>
        Join = 1,

        /// <summary>Open the session, then tell <see cref="Supervisor.OnConnected"/> or <see cref="Supervisor.OnConnectFailed"/>.</summary>
        Connect = 2,

        /// <summary>Close the session, whatever it is doing.</summary>
        Close = 3,
    }
}
