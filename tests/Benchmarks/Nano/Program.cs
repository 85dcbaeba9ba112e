using System;
using System.Text;
using System.Threading;
using nanoFramework.Runtime.Native;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Security;
using NanoMqttDevice.Settings;
using NFUnitTest.Platform;
using NFUnitTest.Runtime;

namespace NanoMqttDevice.Benchmarks.Nano
{
    /// <summary>
    /// Times what a device does, on the interpreter that does it, and looks at the heap. Each result is a line <c>name: value unit</c>; a line
    /// <c>end</c> says that all of them are there.
    /// </summary>
    public static class Program
    {
        private const int Reconnects = 1000;

        private static readonly byte[] _key = new byte[20];
        private static readonly byte[] _message = new byte[40];
        private static readonly byte[] _mac = new byte[Sha1.DigestSize];
        private static readonly byte[] _payload = new byte[SettingsRecord.MaxSize];
        private static readonly HmacSha1 _hmac = new HmacSha1();
        private static readonly DeviceSettings _settings = DeviceWorld.Settings();
        private static readonly SerialReader _reader = new SerialReader();
        private static readonly byte[] _line = Encoding.UTF8.GetBytes("set client-id GID_Test@@@0001\n");
        private static SettingsStore _store;
        private static int _encoded;

        /// <summary>Runs all of it.</summary>
        public static void Main()
        {
            Time("hmac-sha1 of 40 bytes with a 20-byte key", 200, new ThreadStart(Hmac));
            Time("login", 100, new ThreadStart(MakeLogin));
            Time("settings encode", 200, new ThreadStart(Encode));
            Time("settings decode", 200, new ThreadStart(Decode));
            _store = new SettingsStore(new FakeFlash());
            Time("settings store and read back", 50, new ThreadStart(Store));
            Time("line of 30 bytes", 200, new ThreadStart(ReadLine));
            LookAtHeap();
            Console.WriteLine("end");
        }

        private static void Time(string name, int count, ThreadStart run)
        {
            run();
            long start = DateTime.UtcNow.Ticks;
            for (int i = 0; i < count; i++)
            {
                run();
            }

            Say(name, (DateTime.UtcNow.Ticks - start) / 10 / count, "us");
        }

        private static void LookAtHeap()
        {
            uint before = Free();
            DeviceWorld world = new DeviceWorld().Provisioned();
            for (int i = 0; i < 10; i++)
            {
                Reconnect(world);
            }

            uint connected = Free();
            Say("objects of a connected device and its fake surroundings", before - connected, "bytes");
            for (int i = 0; i < Reconnects; i++)
            {
                Reconnect(world);
            }

            uint after = Free();
            Say("free before the reconnects", connected, "bytes");
            Say("reconnects", Reconnects, "times");
            Say("free after the reconnects", after, "bytes");
            Say("state at the end is online", world.State == SupervisorState.Online ? 1 : 0, "of 1");
        }

        private static void Reconnect(DeviceWorld world)
        {
            world.Clock.Milliseconds += Supervisor.SettleTime;
            world.Run(40);
            world.Client.Drop();
            world.Run(1200);
        }

        private static uint Free()
        {
            return nanoFramework.Runtime.Native.GC.Run(true);
        }

        private static void Hmac()
        {
            _hmac.Compute(_key, _message, _mac);
        }

        private static void MakeLogin()
        {
            _settings.CreateLogin();
        }

        private static void Encode()
        {
            _encoded = SettingsRecord.Encode(_settings, _payload);
        }

        private static void Decode()
        {
            SettingsRecord.Decode(_payload, _encoded);
        }

        private static void Store()
        {
            _settings.TelemetryInterval = (_settings.TelemetryInterval % 60) + 1;
            _store.Save(_settings);
        }

        private static void ReadLine()
        {
            for (int i = 0; i < _line.Length; i++)
            {
                if (_reader.Push(_line[i], 0) != SerialInput.None)
                {
                    _reader.TextAfter(0);
                    _reader.Clear();
                }
            }
        }

        private static void Say(string name, long value, string unit)
        {
            Console.WriteLine(name + ": " + value.ToString() + " " + unit);
        }
    }
}
