using System;
using System.Collections.Generic;
using System.Text.Json;
using NanoMqttDevice.Runtime;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Updates;
using NFUnitTest.Runtime;

namespace NFUnitTest.Host
{
    /// <summary>A device that takes updates, and who serves it blocks.</summary>
    internal sealed class UpdateWorld
    {
        private readonly List<string> _events = new List<string>();
        private int _seen;
        private int _reboots;
        private int _id;
        private NFUnitTest.Platform.FakeMqttClient _client;

        internal UpdateWorld(string updateKey)
        {
            World = new DeviceWorld();
            World.Products.Make = code => Made = MakeProduct(System.Text.Encoding.ASCII.GetString(code));
            DeviceSettings settings = DeviceWorld.Settings();
            settings.SetText(SettingsField.UpdateKey, updateKey);
            SettingsError error;
            World.Device.Settings.Commit(settings, out error);
            World.Run(200);
        }

        internal DeviceWorld World { get; }

        /// <summary>The product that was loaded last.</summary>
        internal FakeApplication Made { get; private set; }

        /// <summary>What is served.</summary>
        internal byte[] Package { get; set; }

        /// <summary>Called with each block before it is sent; null for nothing.</summary>
        internal Func<byte[], byte[]> Spoil { get; set; }

        /// <summary>Blocks that were asked for.</summary>
        internal int Requests { get; private set; }

        /// <summary>Answers, events and announcements of the device.</summary>
        internal string Said
        {
            get { return string.Join("\n", _events); }
        }

        internal string Last
        {
            get { return _events[_events.Count - 1]; }
        }

        /// <summary>Release of the product that runs.</summary>
        internal int Release
        {
            get { return World.Device.Report.ProductRelease; }
        }

        internal string Word
        {
            get { return World.Device.Report.UpdateWord; }
        }

        /// <summary>Offers the package.</summary>
        internal void Offer(byte[] package)
        {
            Package = package;
            PackageHeader header = PackageHeader.Parse(package, package.Length);
            string text = Convert.ToBase64String(package, 0, header == null ? Math.Min(package.Length, 200) : header.Size);
            World.SendSealed(++_id + " update " + text);
            Look();
        }

        /// <summary>Lets time pass, with blocks served and restarts done.</summary>
        internal void Run(int milliseconds)
        {
            for (int i = 0; i < milliseconds; i += DeviceRunner.StepInterval)
            {
                World.Run(DeviceRunner.StepInterval);
                if (World.Board.Reboots != _reboots)
                {
                    _reboots = World.Board.Reboots;
                    Start();
                }

                Look();
            }
        }

        /// <summary>Power goes and comes.</summary>
        internal void Start()
        {
            _reboots = World.Board.Reboots;
            _id = 0;
            World.Crash();
        }

        /// <summary>Offers a package and lets the device come to an end with it.</summary>
        internal void Update(byte[] package)
        {
            Run(11000);
            Offer(package);
            Run(60000);
        }

        private static FakeApplication MakeProduct(string code)
        {
            switch (code.Split(' ')[0])
            {
                case "throws":
                    throw new InvalidOperationException();
                case "fails":
                    return new FakeApplication { Works = false };
                case "breaks":
                    return new FakeApplication { Throws = true };
                case "none":
                    return null;
                default:
                    return new FakeApplication();
            }
        }

        private void Look()
        {
            if (_client != World.Client)
            {
                _client = World.Client;
                _seen = 0;
            }

            while (_client != null && _seen < _client.Topics.Count)
            {
                string topic = (string)_client.Topics[_seen];
                string payload = (string)_client.Payloads[_seen++];
                if (topic == "top/reply")
                {
                    _events.Add(payload);
                }
                else if (topic == "top/request")
                {
                    Serve(JsonDocument.Parse(payload).RootElement);
                }
            }
        }

        private void Serve(JsonElement request)
        {
            Requests++;
            if (Package == null)
            {
                return;
            }

            int offset = request.GetProperty("offset").GetInt32();
            int size = request.GetProperty("size").GetInt32();
            byte[] block = new byte[BlockReceiver.BlockHeaderSize + size];
            block[0] = BlockReceiver.Mark;
            BitConverter.GetBytes(request.GetProperty("tag").GetUInt32()).CopyTo(block, 1);
            BitConverter.GetBytes(offset).CopyTo(block, 5);
            Array.Copy(Package, offset, block, BlockReceiver.BlockHeaderSize, size);
            if (Spoil != null)
            {
                block = Spoil(block);
            }

            if (block != null)
            {
                _client.Receive(DeviceWorld.OwnTopic, block);
            }
        }
    }
}
