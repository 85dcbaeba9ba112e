namespace NanoMqttDevice.Connectivity
{
    /// <summary>The way to the network: Wi-Fi on a device.</summary>
    public interface INetworkLink
    {
        /// <summary>True while there is an address.</summary>
        bool IsUp { get; }

        /// <summary>Joins the network whose name and password the platform keeps. May block, but not without limit; may throw.</summary>
        /// <param name="timeout">Limit in milliseconds.</param>
        /// <returns>What became of it.</returns>
        LinkResult Join(int timeout);
    }
}
