using System.Text;
using nanoFramework.TestFramework;
using NanoMqttDevice.Messaging;

namespace NFUnitTest.Messaging
{
    [TestClass]
    public class InboxTests
    {
        [TestMethod]
        public void Messages_come_out_in_the_order_in_which_they_arrived()
        {
            Inbox inbox = new Inbox(2, 1000);
            for (byte i = 0; i < 10; i++)
            {
                inbox.Add("first" + i, new byte[] { i });
                inbox.Add("second", new byte[0]);
                string topic;
                byte[] payload;
                Assert.IsTrue(inbox.Take(out topic, out payload));
                Assert.AreEqual("first" + i, topic);
                Assert.AreEqual((int)i, (int)payload[0]);
                Assert.IsTrue(inbox.Take(out topic, out payload));
                Assert.AreEqual("second", topic);
                Assert.IsFalse(inbox.Take(out topic, out payload));
                Assert.IsNull(topic);
            }

            Assert.AreEqual(0, inbox.Dropped);
        }

        [TestMethod]
        public void What_does_not_fit_is_dropped_and_counted()
        {
            Inbox inbox = new Inbox(2, 1000);
            for (int i = 0; i < 5; i++)
            {
                inbox.Add("t" + i, new byte[0]);
            }

            Assert.AreEqual(3, inbox.Dropped);
            string topic;
            byte[] payload;
            inbox.Take(out topic, out payload);
            Assert.AreEqual("t0", topic);
        }

        [TestMethod]
        public void It_is_bounded_in_bytes_and_takes_no_message_that_is_too_large()
        {
            Inbox inbox = new Inbox(8, 3000);
            inbox.Add("t", new byte[Inbox.MaxMessage + 1]);
            inbox.Add("t", new byte[2000]);
            inbox.Add("t", new byte[1001]);
            Assert.AreEqual(2, inbox.Dropped);
            inbox.Add("t", new byte[1000]);
            Assert.AreEqual(2, inbox.Dropped);
            string topic;
            byte[] payload;
            inbox.Take(out topic, out payload);
            inbox.Add("t", new byte[2000]);
            Assert.AreEqual(2, inbox.Dropped);
        }

        [TestMethod]
        public void Of_commands_that_find_no_room_the_ids_are_kept_in_order()
        {
            Inbox inbox = new Inbox(1, 1000);
            Add(inbox, "0 ping");
            for (int round = 0; round < 50; round++)
            {
                for (int i = 1; i <= 20; i++)
                {
                    Add(inbox, "id-" + i + " ping");
                }

                for (int i = 1; i <= 20; i++)
                {
                    Assert.AreEqual("id-" + i, inbox.TakeRefused());
                }

                Assert.IsNull(inbox.TakeRefused());
            }

            Assert.IsFalse(inbox.IsOverloaded);
        }

        [TestMethod]
        public void Two_hundred_commands_at_once_are_all_kept_or_refused_and_many_more_overload_it()
        {
            Inbox inbox = new Inbox(1, 1000);
            for (int i = 0; i < 200; i++)
            {
                Add(inbox, "17324600" + i + " ping");
            }

            Assert.IsFalse(inbox.IsOverloaded);
            for (int i = 0; i < 200; i++)
            {
                Add(inbox, "17324601" + i + " ping");
            }

            Assert.IsTrue(inbox.IsOverloaded);
            inbox.BeginSession();
            Assert.IsFalse(inbox.IsOverloaded);
        }

        [TestMethod]
        public void What_is_no_command_is_not_answered()
        {
            Inbox inbox = new Inbox(1, 1000);
            Add(inbox, "0 ping");
            Add(inbox, "");
            Add(inbox, " ping");
            Add(inbox, "123456789012345678901234567890123 ping");
            inbox.Add("top/telemetry", Encoding.UTF8.GetBytes("7 ping"));
            Assert.IsNull(inbox.TakeRefused());
        }

        private static void Add(Inbox inbox, string command)
        {
            inbox.Add("top/p2p/GID_Test@@@0001", Encoding.UTF8.GetBytes(command));
        }
    }
}
