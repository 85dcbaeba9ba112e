using System.Text;
using nanoFramework.TestFramework;
using NanoMqttDevice.Commands;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Product;

namespace NFUnitTest.Runtime
{
    [TestClass]
    public class SampleApplicationTests
    {
        [TestMethod]
        public void The_sample_sends_uptime_and_free_memory_and_a_counter()
        {
            DeviceWorld world = new DeviceWorld();
            SampleApplication application = new SampleApplication();
            JsonObject telemetry = new JsonObject();
            world.Clock.Milliseconds = 12999;
            application.Measure(world.Device.Context, telemetry);
            Assert.AreEqual("{\"uptime\":12,\"freeMemory\":54321,\"counter\":1}", TextOf(telemetry));
        }

        [TestMethod]
        public void The_sample_command_tells_and_clears_the_counter()
        {
            DeviceWorld world = new DeviceWorld();
            SampleApplication application = new SampleApplication();
            application.Measure(world.Device.Context, new JsonObject());
            AssertExecute(world, application, "1 counter", CommandResult.Ok, "{\"counter\":1}");
            AssertExecute(world, application, "2 counter 9", CommandResult.BadArgument, "{}");
            AssertExecute(world, application, "3 counter 0", CommandResult.Ok, "{\"counter\":0}");
            AssertExecute(world, application, "4 other", CommandResult.UnknownCommand, "{}");
        }

        [TestMethod]
        public void The_sample_subscribes_to_nothing()
        {
            DeviceWorld world = new DeviceWorld();
            SampleApplication application = new SampleApplication();
            Assert.AreEqual(0, application.GetSubscriptions(world.Device.Context).Length);
            application.Receive(world.Device.Context, "top/a", new byte[0]);
        }

        private static void AssertExecute(DeviceWorld world, SampleApplication application, string line, CommandResult expected, string reply)
        {
            JsonObject json = new JsonObject();
            CommandResult result = application.Execute(world.Device.Context, Command.Parse(Encoding.UTF8.GetBytes(line)), json);
            Assert.AreEqual((int)expected, (int)result);
            Assert.AreEqual(reply, TextOf(json));
        }

        private static string TextOf(JsonObject json)
        {
            byte[] bytes = json.ToBytes();
            return Encoding.UTF8.GetString(bytes, 0, bytes.Length);
        }
    }
}
