using System;
using System.Collections.Generic;

namespace NanoMqttDevice.AdapterTests.Platform
{
    /// <summary>What the platform tells of the chip, and what it was asked to do.</summary>
    internal static class Machine
    {
        public static string TargetName { get; set; }

        /// <summary>Asking for the name throws.</summary>
        public static bool IsBroken { get; set; }

        public static int Reboots { get; private set; }

        public static long LastReboot { get; private set; }

        public static uint FreeHeap { get; set; }

        public static uint FreeInternal { get; set; }

        public static uint LargestInternal { get; set; }

        public static System.DateTime UtcNow { get; set; }

        /// <summary>What the hardware generator gives next.</summary>
        public static Queue<int> Numbers { get; } = new Queue<int>();

        /// <summary>What the chip says has woken it, by its number.</summary>
        public static int WakeCause { get; set; }

        /// <summary>The image cannot sleep.</summary>
        public static bool HasNoSleep { get; set; }

        public static System.TimeSpan WakeTime { get; set; }

        public static ulong WakePin { get; set; }

        public static int WakeLevel { get; set; }

        public static int Sleeps { get; set; }

        public static void Reset()
        {
            WakeCause = 0;
            HasNoSleep = false;
            Sleeps = 0;
            TargetName = "ESP32_REV3";
            IsBroken = false;
            Reboots = 0;
            LastReboot = -1;
            FreeHeap = 60000;
            FreeInternal = 120000;
            LargestInternal = 65536;
            UtcNow = new System.DateTime(2026, 7, 1, 0, 0, 0, DateTimeKind.Utc);
            Numbers.Clear();
        }

        public static void Reboot()
        {
            Reboots++;
            LastReboot = VirtualTime.Now;
        }
    }
}
