using System;
using System.Collections.Generic;

namespace NanoMqttDevice.AdapterTests.Platform
{
    /// <summary>The chip's pins: their levels, and how often each has changed.</summary>
    internal static class Pins
    {
        public static Dictionary<int, bool> Levels { get; } = new Dictionary<int, bool>();

        public static Dictionary<int, int> Toggles { get; } = new Dictionary<int, int>();

        /// <summary>Calls that make garbage.</summary>
        public static int Writes { get; set; }

        /// <summary>A pin that cannot be taken.</summary>
        public static int Taken { get; set; }

        /// <summary>A pin whose level cannot be changed.</summary>
        public static int Broken { get; set; }

        /// <summary>Functions of the serial ports, by pin.</summary>
        public static Dictionary<int, int> Functions { get; } = new Dictionary<int, int>();

        public static void Reset()
        {
            Levels.Clear();
            Toggles.Clear();
            Functions.Clear();
            Writes = 0;
            Taken = -1;
            Broken = -1;
        }

        public static void Toggle(int pin)
        {
            if (pin == Broken)
            {
                throw new InvalidOperationException("CLR_E_INVALID_OPERATION");
            }

            Levels[pin] = !Levels[pin];
            Toggles[pin] = Toggles.TryGetValue(pin, out int count) ? count + 1 : 1;
        }
    }
}
