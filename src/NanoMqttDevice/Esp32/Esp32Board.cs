using System;
using System.Net.NetworkInformation;
using nanoFramework.Hardware.Esp32;
using nanoFramework.Runtime.Native;
using NanoMqttDevice.Boards;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Esp32
{
    /// <summary>The board itself.</summary>
    public sealed class Esp32Board : IBoard
    {
        private readonly StatusLed _led;

        /// <summary>Makes a board.</summary>
        /// <param name="info">Its kind.</param>
        /// <param name="led">Its light, or null.</param>
        public Esp32Board(BoardInfo info, StatusLed led)
        {
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
        public void Identify()
        {
            _led?.Identify();
        }

        /// <inheritdoc/>
        public void Reboot()
        {
            Power.RebootDevice();
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
