using System;
using System.Net.NetworkInformation;
using nanoFramework.Hardware.Esp32;
using nanoFramework.Runtime.Native;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Esp32
{
    /// <summary>The board itself.</summary>
    public sealed class Esp32Board : IBoard
    {
        private readonly StatusLed _led;
        private readonly ResetButton _button;

        /// <summary>Makes a board.</summary>
        /// <param name="info">Its kind.</param>
        /// <param name="led">Its light, or null.</param>
        /// <param name="button">Its button, or null.</param>
        public Esp32Board(BoardInfo info, StatusLed led, ResetButton button)
        {
            _button = button;
            Wake = FindWake();
            Name = info.Name + " " + SystemInfo.TargetName;
            Chip = info.Chip;
            Mac = FindMac();
            _led = led;
        }

        /// <inheritdoc/>
        public string Name { get; }

        /// <inheritdoc/>
        public string Chip { get; }

        /// <inheritdoc/>
        public string Mac { get; }

        /// <inheritdoc/>
        public int FreeMemory
        {
            get { return (int)nanoFramework.Runtime.Native.GC.Run(false); }
        }

        /// <inheritdoc/>
        public int FreeNativeMemory
        {
            get
            {
                // That of the chip itself: what needs it in one piece and fast does not take PSRAM.
                NativeMemory.GetMemoryInfo(NativeMemory.MemoryType.Internal, out _, out uint free, out _);
                return (int)free;
            }
        }

        /// <inheritdoc/>
        public int LargestNativeBlock
        {
            get
            {
                NativeMemory.GetMemoryInfo(NativeMemory.MemoryType.Internal, out _, out _, out uint largest);
                return (int)largest;
            }
        }

        /// <inheritdoc/>
        public WakeCause Wake { get; }

        /// <inheritdoc/>
        public bool IsResetHeld
        {
            get { return _button != null && _button.IsHeld; }
        }

        /// <inheritdoc/>
        public void Identify()
        {
            _led?.Identify();
        }

        /// <inheritdoc/>
        public void Reboot()
        {
            Power.RebootDevice();
        }

        /// <inheritdoc/>
        public void Sleep(long milliseconds, int pin, bool isHigh)
        {
            nanoFramework.Hardware.Esp32.Sleep.EnableWakeupByTimer(new TimeSpan(milliseconds * TimeSpan.TicksPerMillisecond));
            if (pin >= 0)
            {
                // A pin that cannot do this is refused with a code; the timer wakes the board all the same.
                nanoFramework.Hardware.Esp32.Sleep.EnableWakeupByPin((nanoFramework.Hardware.Esp32.Sleep.WakeupGpioPin)(1UL << pin), isHigh ? 1 : 0);
            }

            nanoFramework.Hardware.Esp32.Sleep.StartDeepSleep();
        }

        private static WakeCause FindWake()
        {
            try
            {
                switch (nanoFramework.Hardware.Esp32.Sleep.GetWakeupCause())
                {
                    case nanoFramework.Hardware.Esp32.Sleep.WakeupCause.Timer:
                        return WakeCause.Timer;
                    case nanoFramework.Hardware.Esp32.Sleep.WakeupCause.Ext0:
                    case nanoFramework.Hardware.Esp32.Sleep.WakeupCause.Ext1:
                    case nanoFramework.Hardware.Esp32.Sleep.WakeupCause.Gpio:
                        return WakeCause.Pin;
                    default:
                        return WakeCause.None;
                }
            }
            catch (Exception)
            {
                // An image without it: then no start comes from a sleep.
                return WakeCause.None;
            }
        }

        private static string FindMac()
        {
            try
            {
                string mac = "";
                foreach (byte value in WifiLink.FindStation().PhysicalAddress)
                {
                    mac += value.ToString("X2");
                }

                return mac;
            }
            catch (Exception)
            {
                // It only tells the device from others: without it the device works all the same.
                return null;
            }
        }
    }
}
