using System;

namespace NanoMqttDevice.AdapterTests.Platform
{
    /// <summary>What is at the other end of an M2Mqtt client, and what the client was made with.</summary>
    internal static class Broker
    {
        /// <summary>Thrown while the name is being resolved; null when it is known.</summary>
        public static Exception NameFailure { get; set; }

        /// <summary>Return code of the CONNACK; -1 when none comes.</summary>
        public static int ReturnCode { get; set; }

        /// <summary>Thrown by Connect, after the CONNACK when there is one; null when nothing is.</summary>
        public static Exception ConnectFailure { get; set; }

        /// <summary>How long until the thread that is closing the client has done it; -1 when none is closing.</summary>
        public static int ClosesElsewhereFor { get; set; }

        /// <summary>The event that tells of the end stays away.</summary>
        public static bool LosesClosedEvent { get; set; }

        /// <summary>True while the socket, and the memory of its TLS, is in use.</summary>
        public static bool HasSocket { get; set; }

        public static bool IsHeapFull { get; set; }

        public static string Endpoint { get; set; }

        public static int TcpPort { get; set; }

        public static bool IsSecure { get; set; }

        public static X509Certificate Authority { get; set; }

        public static nanoFramework.M2Mqtt.MqttSslProtocols Protocol { get; set; }

        public static void Reset()
        {
            NameFailure = null;
            ReturnCode = 0;
            ConnectFailure = null;
            ClosesElsewhereFor = -1;
            LosesClosedEvent = false;
            HasSocket = false;
            IsHeapFull = false;
            Endpoint = null;
            TcpPort = 0;
            IsSecure = false;
            Authority = null;
            Protocol = nanoFramework.M2Mqtt.MqttSslProtocols.None;
        }
    }
}
