using System;
using System.Threading;
using nanoFramework.TestFramework;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Product;
using NanoMqttDevice.Settings;
using NFUnitTest.Runtime;

namespace NFUnitTest.Product
{
    [TestClass]
    public class PublishTests
    {
        private static readonly byte[] _payload = new byte[] { (byte)'x' };

        private static DeviceContext _device;

        [TestMethod]
        public void A_message_leaves_below_the_parent_topic_until_it_is_acknowledged()
        {
            DeviceWorld world = Online();
            world.Client.AcknowledgesAtOnce = false;
            Assert.IsTrue(_device.Publish("alarm/door", new JsonObject().Add("open", true)));
            world.Run(200);
            Assert.AreEqual("top/alarm/door", (string)world.Client.Topics[world.Client.Topics.Count - 1]);
            Assert.AreEqual("{\"open\":true}", LastPayload(world));
            Assert.AreEqual(1, world.Client.LastQos);
            Assert.AreEqual(1, _device.Waiting);
            world.Client.Drop();
            world.Factory.AcknowledgesAtOnce = true;
            world.Run(3000);
            Assert.AreEqual("{\"open\":true}", (string)world.Client.Payloads[0]);
            Assert.AreEqual(0, _device.Waiting);
        }

        [TestMethod]
        public void With_QoS_0_it_leaves_once()
        {
            DeviceWorld world = Online();
            world.Client.AcknowledgesAtOnce = false;
            Assert.IsTrue(_device.Publish("live", _payload, 0));
            world.Run(200);
            Assert.AreEqual("x", LastPayload(world));
            Assert.AreEqual(0, world.Client.LastQos);
            Assert.AreEqual(0, _device.Waiting);
        }

        [TestMethod]
        public void A_client_that_does_not_take_a_message_of_QoS_0_loses_its_connection_and_not_the_message()
        {
            DeviceWorld world = Online();
            world.Client.PublishThrows = true;
            _device.Publish("live", _payload, 0);
            world.Run(3000);
            Assert.AreEqual(2, world.Factory.Created);
            Assert.AreEqual("x", (string)world.Client.Payloads[0]);
        }

        [TestMethod]
        public void What_the_service_does_not_take_is_refused_here()
        {
            DeviceWorld world = Online();
            Assert.IsFalse(_device.Publish("", _payload, 1));
            Assert.IsFalse(_device.Publish(null, _payload, 1));
            Assert.IsFalse(_device.Publish("a/#", _payload, 1));
            Assert.IsFalse(_device.Publish("a\u0001", _payload, 1));
            Assert.IsFalse(_device.Publish("0123456789012345678901234567890123456789012345678901234567890", _payload, 1));
            Assert.IsTrue(_device.Publish("012345678901234567890123456789012345678901234567890123456789", _payload, 1));
            Assert.IsFalse(_device.Publish("a", _payload, 2));
            Assert.IsFalse(_device.Publish("a", new byte[5000], 1));
            world.Run(200);
            Assert.AreEqual(0, world.Device.Outbox.Dropped);
        }

        [TestMethod]
        public void An_unprovisioned_device_takes_none()
        {
            DeviceWorld world = new DeviceWorld();
            Assert.IsFalse(world.Device.Context.Publish("a", _payload, 1));
        }

        [TestMethod]
        public void More_than_a_step_takes_is_refused_and_offline_the_outbox_drops_the_oldest_and_counts()
        {
            DeviceWorld world = Online();
            world.Link.IsUp = false;
            for (int i = 0; i < 16; i++)
            {
                Assert.IsTrue(_device.Publish("a", _payload, 1));
            }

            Assert.IsFalse(_device.Publish("a", _payload, 1));
            for (int i = 0; i < 64; i++)
            {
                world.Run(20);
                Assert.IsTrue(_device.Publish("a", _payload, 1));
            }

            world.Run(20);
            Assert.AreEqual(64, world.Device.Outbox.Count);
            Assert.AreEqual(16, world.Device.Outbox.Dropped);
        }

        [TestMethod]
        public void A_message_for_a_parent_topic_of_before_is_dropped_and_counted()
        {
            DeviceWorld world = Online();
            DeviceSettings settings = DeviceWorld.Settings();
            settings.ParentTopic = "other";
            SettingsError error;
            world.Device.Settings.Commit(settings, out error);
            Assert.IsTrue(_device.Publish("a", _payload, 1));
            world.Run(20);
            Assert.AreEqual(1, world.Device.Outbox.Dropped);
            world.Run(3000);
            Assert.AreEqual(-1, world.Client.Topics.IndexOf("top/a"));
            Assert.IsTrue(_device.Publish("a", _payload, 1));
            world.Run(200);
            Assert.IsTrue(world.Client.Topics.IndexOf("other/a") >= 0);
        }

        [TestMethod]
        public void Other_threads_may_publish()
        {
            DeviceWorld world = Online();
            Thread thread = new Thread(PublishTen);
            thread.Start();
            thread.Join();
            world.Run(1000);
            Assert.AreEqual(10, CountOf(world, "top/a"));
        }

        [TestMethod]
        public void Measurements_have_a_boot_id_a_number_and_once_the_clock_is_set_the_time()
        {
            DeviceWorld world = Online();
            Assert.Contains("\"number\":1,\"clock\":", (string)world.Client.Payloads[0]);
            world.Clock.IsSet = true;
            world.Clock.UnixMilliseconds = 1764012937123;
            world.Run(60000);
            Assert.Contains("\"number\":2,\"time\":1764012937123,\"n\":2}", LastPayload(world));
            string boot = BootOf(LastPayload(world));
            Assert.AreEqual(boot, BootOf((string)world.Client.Payloads[0]));
            world.Switch();
            world.Run(200);
            Assert.Contains("\"number\":1,\"time\":", (string)world.Client.Payloads[0]);
            Assert.AreNotEqual(boot, BootOf((string)world.Client.Payloads[0]));
        }

        [TestMethod]
        public void The_announcement_tells_what_places_earlier_measurements_in_time()
        {
            DeviceWorld world = Online();
            world.Clock.IsSet = true;
            world.Clock.UnixMilliseconds = 1764012937123;
            world.Client.Drop();
            world.Run(2000);
            Assert.Contains("\"boot\":\"" + BootOf((string)world.Client.Payloads[0]) + "\",\"clock\":", (string)world.Client.Payloads[0]);
            Assert.Contains(",\"time\":1764012937123}", (string)world.Client.Payloads[0]);
        }

        [TestMethod]
        public void A_message_to_which_nothing_is_added_is_not_sent_and_leaves_no_gap()
        {
            DeviceWorld world = Online();
            world.Application.Measures = false;
            world.Run(60000);
            Assert.AreEqual(2, world.Application.Measured);
            Assert.AreEqual(1, world.Client.TelemetryCount);
            world.Application.Measures = true;
            world.Run(60000);
            Assert.Contains("\"number\":2,", LastPayload(world));
        }

        [TestMethod]
        public void A_message_of_the_product_can_have_the_next_number()
        {
            Online();
            JsonObject message = new JsonObject();
            _device.Stamp(message);
            byte[] bytes = message.ToBytes();
            Assert.Contains("\"number\":2,\"clock\":", System.Text.Encoding.UTF8.GetString(bytes, 0, bytes.Length));
            Assert.AreEqual(0L, _device.UnixMilliseconds);
        }

        private static DeviceWorld Online()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            _device = world.Device.Context;
            Assert.IsTrue(_device.IsOnline);
            return world;
        }

        private static void PublishTen()
        {
            for (int i = 0; i < 10; i++)
            {
                _device.Publish("a", _payload, 1);
            }
        }

        private static int CountOf(DeviceWorld world, string topic)
        {
            int count = 0;
            for (int i = 0; i < world.Client.Topics.Count; i++)
            {
                count += (string)world.Client.Topics[i] == topic ? 1 : 0;
            }

            return count;
        }

        private static string BootOf(string payload)
        {
            return payload.Substring(payload.IndexOf("\"boot\":\"") + 8, 8);
        }

        private static string LastPayload(DeviceWorld world)
        {
            return (string)world.Client.Payloads[world.Client.Payloads.Count - 1];
        }
    }
}
