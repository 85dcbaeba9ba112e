using System;
using System.Net;

namespace NanoMqttDevice.AdapterTests.Platform
{
    /// <summary>The one host that answers datagrams.</summary>
    internal static class TimeHost
    {
        public const string Name = "time.lan";
        public const int Port = 123;

        public static IPAddress Address { get; } = new IPAddress(new byte[] { 10, 0, 0, 9 });

        /// <summary>Gives the answer to a datagram, or null for none.</summary>
        public static Func<byte[], byte[]> Answer { get; set; }

        /// <summary>Sockets that nobody has closed.</summary>
        public static int Open { get; set; }
    }
}
