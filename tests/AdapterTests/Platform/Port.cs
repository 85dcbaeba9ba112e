using System;
using System.Collections.Generic;

namespace NanoMqttDevice.AdapterTests.Platform
{
    /// <summary>The serial port as it stands, and what has gone over it.</summary>
    internal static class Port
    {
        public static string Name { get; set; }

        public static int BaudRate { get; set; }

        public static int ReadBufferSize { get; set; }

        public static bool IsOpen { get; set; }

        /// <summary>The debug protocol has it.</summary>
        public static bool IsTaken { get; set; }

        /// <summary>An overrun comes between the question how much there is and the reading.</summary>
        public static bool Overruns { get; set; }

        /// <summary>What the platform calls when bytes have arrived.</summary>
        public static Action Received { get; set; }

        public static List<byte> ToDevice { get; } = new List<byte>();

        public static List<byte> FromDevice { get; } = new List<byte>();

        public static void Reset()
        {
            Name = null;
            BaudRate = 0;
            ReadBufferSize = 256;
            IsOpen = false;
            IsTaken = false;
            Overruns = false;
            Received = null;
            ToDevice.Clear();
            FromDevice.Clear();
        }
    }
}
