namespace NanoMqttDevice.Platform
{
    /// <summary>The way to the network: Wi-Fi on a device. The name and password of the network are kept by the platform.</summary>
    public interface INetworkLink
    {
        /// <summary>True while there is an address.</summary>
        bool IsUp { get; }

        /// <summary>Name of the network that is stored, or null.</summary>
        string Ssid { get; }

        /// <summary>The name that the network is told, from the next join on.</summary>
        string Hostname { set; }

        /// <summary>Joins the stored network. May block, but not without limit; may throw.</summary>
        /// <param name="timeout">Limit in milliseconds.</param>
        /// <returns>What became of it.</returns>
        LinkResult Join(int timeout);

        /// <summary>Joins a network and, when that went well, stores it in place of the one before. May block, but not without limit; may throw.</summary>
        /// <param name="ssid">Its name, 1 to 32 bytes of UTF-8.</param>
        /// <param name="password">Its password, empty for an open network.</param>
        /// <param name="timeout">Limit in milliseconds.</param>
        /// <returns>What became of it; with anything but <see cref="LinkResult.Joined"/> the network before is still stored.</returns>
        LinkResult Join(string ssid, string password, int timeout);

        /// <summary>Looks for networks. May block, but not without limit; may throw.</summary>
        /// <param name="timeout">Limit in milliseconds.</param>
        /// <returns>What is in range, each name once, strongest first; null when it could not be found out.</returns>
        WifiNetwork[] Scan(int timeout);

        /// <summary>Sends a datagram and waits for the one that answers it, from that host and port. May block, but not without limit; may throw.</summary>
        /// <param name="host">Host name or address.</param>
        /// <param name="port">UDP port.</param>
        /// <param name="request">What is sent, all of it.</param>
        /// <param name="answer">Receives the answer; what is longer is cut.</param>
        /// <param name="timeout">Limit in milliseconds for the answer.</param>
        /// <returns>Bytes that came, or 0.</returns>
        int Exchange(string host, int port, byte[] request, byte[] answer, int timeout);

        /// <summary>Leaves the network and forgets its name and password, wherever they are kept. May throw.</summary>
        void Forget();
    }
}
