using System;
using System.Collections;
using NanoMqttDevice.Commands;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Product;
using NanoMqttDevice.Settings;

namespace NFUnitTest.Runtime
{
    /// <summary>An application that does as a test says.</summary>
    internal sealed class FakeApplication : DeviceApplication
    {
        private string _life = "";

        public delegate void DeviceHandler(DeviceContext device);

        /// <summary>What the product does when it starts, or null.</summary>
        public DeviceHandler Starting { get; set; }

        /// <summary>False for a product that has nothing to measure.</summary>
        public bool Measures { get; set; } = true;

        public string[] Subscriptions { get; set; } = new string[0];

        public bool Throws { get; set; }

        public bool IsLab { get; set; }

        public override bool AllowsSettingsInPlain
        {
            get { return IsLab; }
        }

        public int Measured { get; private set; }

        public ArrayList Received { get; } = new ArrayList();

        public override string[] GetSubscriptions(DeviceContext device)
        {
            return Subscriptions;
        }

        public override void Measure(DeviceContext device, JsonObject telemetry)
        {
            Measured++;
            if (Throws)
            {
                throw new InvalidOperationException();
            }

            if (Measures)
            {
                telemetry.Add("n", Measured);
            }
        }

        public override CommandResult Execute(DeviceContext device, Command command, JsonObject reply)
        {
            reply.Add("argument", command.Argument);
            if (Throws)
            {
                throw new InvalidOperationException();
            }

            return command.Name == "own" ? CommandResult.Ok : CommandResult.UnknownCommand;
        }

        public override void Receive(DeviceContext device, string topic, byte[] payload)
        {
            Received.Add(topic);
        }

        public override void Start(DeviceContext device)
        {
            Note("start");
            if (Starting != null)
            {
                Starting(device);
            }
        }

        public override void OnConnected(DeviceContext device)
        {
            Note("connected");
        }

        public override void OnDisconnected(DeviceContext device)
        {
            Note("disconnected");
        }

        public override void BeforeRestart(DeviceContext device)
        {
            Note("restart");
        }

        public override void BeforeSleep(DeviceContext device)
        {
            Note("sleep");
        }

        public override void OnSettingChanged(DeviceContext device, ProductSetting setting)
        {
            Note(setting.Name + "=" + setting.Text);
        }

        /// <summary>Writes down what happens.</summary>
        public void Note(string what)
        {
            _life += what + " ";
        }

        /// <summary>Gives what has happened since the last call.</summary>
        public string TakeLife()
        {
            string life = _life;
            _life = "";
            return life;
        }
    }
}
