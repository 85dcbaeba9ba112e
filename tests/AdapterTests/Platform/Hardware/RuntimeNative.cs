using System;
using NanoMqttDevice.AdapterTests.Platform;

namespace nanoFramework.Runtime.Native
{
    internal static class SystemInfo
    {
        public static string TargetName
        {
            get { return Machine.IsBroken ? throw new InvalidOperationException() : Machine.TargetName; }
        }
    }

    internal static class Power
    {
        public static void RebootDevice()
        {
            Machine.Reboot();
        }
    }

    internal static class Rtc
    {
        public static bool SetSystemTime(System.DateTime time)
        {
            Machine.UtcNow = time;
            return true;
        }
    }

    internal static class GC
    {
        public static uint Run(bool compactHeap)
        {
            return compactHeap ? throw new InvalidOperationException("compacting takes long") : Machine.FreeHeap;
        }
    }
}
