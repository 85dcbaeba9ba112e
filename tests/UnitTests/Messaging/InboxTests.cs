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
            Inbox inbox = new Inbox(2);
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
            Inbox inbox = new Inbox(2);
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
    }
}
