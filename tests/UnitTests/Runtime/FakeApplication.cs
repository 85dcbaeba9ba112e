using System;
using System.Collections;
using NanoMqttDevice.Commands;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Product;

namespace NFUnitTest.Runtime
{
    /// <summary>An application that does as a test says.</summary>
    internal sealed class FakeApplication : DeviceApplication
    {
        public string[] Subscriptions { get; set; } = new string[0];

        public bool Throws { get; set; }

        public bool IsLab { get; set; }

        public override bool AllowsSettingsInPlain
        {
            get { return IsLab; }
        }

        public int Measured { get; private set; }

        /// <summary>What its own test says.</summary>
        public bool Works { get; set; } = true;

        public int Tests { get; private set; }

        public override string ProductName
        {
            get { return "thermometer"; }
        }

        public override bool SelfTest(DeviceContext device)
        {
            Tests++;
            return Works;
        }

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

            telemetry.Add("n", Measured);
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
    }
}
