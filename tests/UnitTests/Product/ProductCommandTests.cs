using System;
using System.Text;
using nanoFramework.TestFramework;
using NanoMqttDevice.Commands;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Product;
using NFUnitTest.Runtime;

namespace NFUnitTest.Product
{
    [TestClass]
    public class ProductCommandTests
    {
        private static DeviceContext _device;
        private static Command _pending;

        [TestMethod]
        public void A_sealed_command_wants_a_seal_and_an_open_one_does_not()
        {
            DeviceWorld world = Online();
            world.Send("a led on");
            Assert.Contains("\"result\":\"needs-seal\"", LastPayload(world));
            world.SendSealed("1 led on");
            Assert.Contains("\"command\":\"led\",\"result\":\"ok\",\"led\":true}", LastPayload(world));
            world.Send("b temperature");
            Assert.Contains("\"result\":\"ok\",\"temperature\":21.5}", LastPayload(world));
        }

        [TestMethod]
        public void Arguments_have_bounds()
        {
            DeviceWorld world = Online();
            world.SendSealed("1 led maybe");
            Assert.Contains("\"result\":\"bad-argument\"", LastPayload(world));
            world.SendSealed("2 move 3 -4.5");
            Assert.Contains("\"result\":\"ok\",\"x\":3,\"y\":-4.5}", LastPayload(world));
            world.SendSealed("3 move 11 0");
            Assert.Contains("\"result\":\"bad-argument\"", LastPayload(world));
            world.SendSealed("4 move 3 5.1");
            Assert.Contains("\"result\":\"bad-argument\"", LastPayload(world));
            world.SendSealed("5 move 3");
            Assert.Contains("\"result\":\"bad-argument\"", LastPayload(world));
        }

        [TestMethod]
        public void Words_of_an_argument_are_read_one_by_one()
        {
            Command command = Command.Parse(Encoding.UTF8.GetBytes("1 move a 12 -7 1.25 1e5 . -"));
            Assert.AreEqual("a", command.GetText(0));
            Assert.AreEqual("-", command.GetText(6));
            Assert.IsNull(command.GetText(7));
            int whole;
            double number;
            Assert.IsFalse(command.GetInt(0, -100, 100, out whole));
            Assert.IsTrue(command.GetInt(1, 12, 12, out whole));
            Assert.AreEqual(12, whole);
            Assert.IsTrue(command.GetInt(2, -7, 0, out whole));
            Assert.AreEqual(-7, whole);
            Assert.IsFalse(command.GetInt(3, -100, 100, out whole));
            Assert.IsTrue(command.GetNumber(3, 1.25, 1.25, out number));
            Assert.IsFalse(command.GetNumber(4, -1e9, 1e9, out number));
            Assert.IsFalse(command.GetNumber(5, -1e9, 1e9, out number));
            Assert.IsFalse(command.GetNumber(6, -1e9, 1e9, out number));
            Assert.IsFalse(command.GetNumber(9, -1e9, 1e9, out number));
            Assert.IsNull(Command.Parse(Encoding.UTF8.GetBytes("1 move")).GetText(0));
        }

        [TestMethod]
        public void A_command_that_takes_long_says_working_and_is_answered_once_when_it_is_done()
        {
            DeviceWorld world = Online();
            world.SendSealed("1 calibrate");
            Assert.Contains("\"id\":\"1\",\"clientId\":\"GID_Test@@@0001\",\"command\":\"calibrate\",\"result\":\"working\"}", LastPayload(world));
            world.Run(60000);
            Assert.IsTrue(_device.Answer(_pending, CommandResult.Ok, new JsonObject().Add("offset", 0.25)));
            Assert.IsFalse(_device.Answer(_pending, CommandResult.Ok, null));
            world.Run(200);
            Assert.AreEqual("top/reply", (string)world.Client.Topics[world.Client.Topics.Count - 1]);
            Assert.Contains("\"id\":\"1\",\"clientId\":\"GID_Test@@@0001\",\"command\":\"calibrate\",\"result\":\"ok\",\"offset\":0.25}", LastPayload(world));
            world.SendSealed("2 led on");
            Assert.IsFalse(_device.Answer(_pending, CommandResult.Ok, null), "that one was answered at once");
        }

        [TestMethod]
        public void Help_lists_what_the_device_and_its_product_know()
        {
            DeviceWorld world = Online();
            world.Send("a help");
            Assert.Contains(
                "\"result\":\"ok\",\"open\":[\"ping\",\"info\",\"help\",\"identify\",\"temperature\"],\"sealed\":[\"interval SECONDS\",\"reboot\",\"show\","
                + "\"settings FIELD=VALUE...\",\"update HEADER\",\"led on|off\",\"move X Y\",\"calibrate\"]}",
                LastPayload(world));
        }

        [TestMethod]
        public void A_name_that_is_known_is_refused()
        {
            Online();
            Assert.ThrowsException(typeof(InvalidOperationException), AddPing);
            Assert.ThrowsException(typeof(InvalidOperationException), AddLed);
        }

        [TestMethod]
        public void What_no_handler_knows_is_the_applications()
        {
            DeviceWorld world = Online();
            world.SendSealed("1 own x");
            Assert.Contains("\"result\":\"ok\",\"argument\":\"x\"}", LastPayload(world));
        }

        private static DeviceWorld Online()
        {
            DeviceWorld world = new DeviceWorld();
            world.Application.Starting = Start;
            world.Switch();
            return world.Provisioned();
        }

        private static void Start(DeviceContext device)
        {
            _device = device;
            device.AddCommand("led on|off", CommandTraits.Sealed, SwitchLed);
            device.AddCommand("temperature", CommandTraits.Open, TellTemperature);
            device.AddCommand("move X Y", CommandTraits.Sealed, Move);
            device.AddCommand("calibrate", CommandTraits.Sealed, Calibrate);
        }

        private static void AddPing()
        {
            _device.AddCommand("ping", CommandTraits.Open, SwitchLed);
        }

        private static void AddLed()
        {
            _device.AddCommand("led", CommandTraits.Open, SwitchLed);
        }

        private static CommandResult SwitchLed(Command command, JsonObject reply)
        {
            bool isOn;
            if (!command.GetSwitch(0, out isOn))
            {
                return CommandResult.BadArgument;
            }

            reply.Add("led", isOn);
            _pending = command;
            return CommandResult.Ok;
        }

        private static CommandResult TellTemperature(Command command, JsonObject reply)
        {
            reply.Add("temperature", 21.5f);
            return CommandResult.Ok;
        }

        private static CommandResult Move(Command command, JsonObject reply)
        {
            int x;
            double y;
            if (!command.GetInt(0, 0, 10, out x) || !command.GetNumber(1, -5, 5, out y))
            {
                return CommandResult.BadArgument;
            }

            reply.Add("x", x).Add("y", y);
            return CommandResult.Ok;
        }

        private static CommandResult Calibrate(Command command, JsonObject reply)
        {
            _pending = command;
            return CommandResult.Working;
        }

        private static string LastPayload(DeviceWorld world)
        {
            return (string)world.Client.Payloads[world.Client.Payloads.Count - 1];
        }
    }
}
