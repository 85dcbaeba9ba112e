using System;
using NanoMqttDevice.AdapterTests.Platform;

namespace nanoFramework.Hardware.Esp32
{
    internal enum DeviceFunction
    {
        COM1_TX = 196864,
        COM1_RX = 196865,
        COM2_TX = 197120,
        COM2_RX = 197121,
        COM3_TX = 197376,
        COM3_RX = 197377,
    }

    internal static class Configuration
    {
        public static void SetPinFunction(int pin, DeviceFunction value)
        {
            if (pin < 0)
            {
                throw new ArgumentException("CLR_E_INVALID_PARAMETER");
            }

            Pins.Functions[pin] = (int)value;
        }
    }

    internal static class NativeMemory
    {
        internal enum MemoryType
        {
            All = 0,
            Internal = 1,
            SpiRam = 2,
        }

        public static void GetMemoryInfo(MemoryType memType, out uint totalSize, out uint totalFreeSize, out uint largestFreeBlock)
        {
            bool isInternal = memType == MemoryType.Internal;
            totalSize = 327680;
            totalFreeSize = isInternal ? Machine.FreeInternal : 4000000;
            largestFreeBlock = isInternal ? Machine.LargestInternal : 3900000;
        }
    }

    internal static class Sleep
    {
        internal enum WakeupCause
        {
            Undefined = 0,
            Ext0 = 2,
            Ext1 = 3,
            Timer = 4,
            Gpio = 7,
        }

        [Flags]
        internal enum WakeupGpioPin : ulong
        {
            None = 0,
            Pin33 = 1UL << 33,
        }

        public static void EnableWakeupByTimer(TimeSpan time)
        {
            Machine.WakeTime = time;
        }

        public static void EnableWakeupByPin(WakeupGpioPin pin, int level)
        {
            Machine.WakePin = (ulong)pin;
            Machine.WakeLevel = level;
        }

        public static void StartDeepSleep()
        {
            Machine.Sleeps++;
        }

        public static WakeupCause GetWakeupCause()
        {
            return Machine.HasNoSleep ? throw new NotSupportedException() : (WakeupCause)Machine.WakeCause;
        }
    }
}
