using nanoFramework.TestFramework;
using NanoMqttDevice.Messaging;
using NFUnitTest.Security;

namespace NFUnitTest.Messaging
{
    [TestClass]
    public class OutboxTests
    {
        [TestMethod]
        public void Messages_leave_in_the_order_in_which_they_came()
        {
            Outbox outbox = new Outbox(4, 1000);
            outbox.Add("t", new byte[] { 1 });
            outbox.Add("t", new byte[] { 2 });
            AssertNext(outbox, 1);
            AssertNext(outbox, 2);
            string topic;
            byte[] payload;
            Assert.AreEqual(0, outbox.Peek(out topic, out payload));
            Assert.AreEqual(2, outbox.Count);
        }

        [TestMethod]
        public void A_message_stays_until_it_is_acknowledged()
        {
            Outbox outbox = new Outbox(4, 1000);
            outbox.Add("t", new byte[] { 1 });
            int ticket = AssertNext(outbox, 1);
            outbox.MarkAllUnsent();
            Assert.AreEqual(ticket, AssertNext(outbox, 1));
            outbox.MarkUnsent(ticket);
            Assert.AreEqual(ticket, AssertNext(outbox, 1));
            outbox.Remove(ticket);
            Assert.AreEqual(0, outbox.Count);
            Assert.AreEqual(0, outbox.Bytes);
            Assert.AreEqual(0, outbox.Dropped);
        }

        [TestMethod]
        public void When_the_bytes_are_used_up_the_oldest_goes_first_and_is_counted()
        {
            Outbox outbox = new Outbox(10, 30);
            for (byte i = 1; i <= 5; i++)
            {
                outbox.Add("t", new byte[] { i, 0, 0, 0, 0, 0, 0, 0, 0 });
            }

            Assert.AreEqual(3, outbox.Count);
            Assert.AreEqual(30, outbox.Bytes);
            Assert.AreEqual(2, outbox.Dropped);
            AssertNext(outbox, 3);
        }

        [TestMethod]
        public void One_large_message_may_push_out_several()
        {
            Outbox outbox = new Outbox(10, 30);
            outbox.Add("t", new byte[9]);
            outbox.Add("t", new byte[9]);
            outbox.Add("t", new byte[9]);
            outbox.Add("t", new byte[19]);
            Assert.AreEqual(2, outbox.Count);
            Assert.AreEqual(2, outbox.Dropped);
            Assert.AreEqual(30, outbox.Bytes);
        }

        [TestMethod]
        public void When_the_places_are_used_up_the_oldest_goes_first()
        {
            Outbox outbox = new Outbox(2, 1000);
            outbox.Add("t", new byte[] { 1 });
            outbox.Add("t", new byte[] { 2 });
            outbox.Add("t", new byte[] { 3 });
            Assert.AreEqual(1, outbox.Dropped);
            AssertNext(outbox, 2);
            AssertNext(outbox, 3);
        }

        [TestMethod]
        public void A_message_that_alone_is_too_large_costs_no_other()
        {
            Outbox outbox = new Outbox(4, 10);
            outbox.Add("t", new byte[] { 1 });
            outbox.Add("t", new byte[10]);
            Assert.AreEqual(1, outbox.Count);
            Assert.AreEqual(1, outbox.Dropped);
            AssertNext(outbox, 1);
        }

        [TestMethod]
        public void Acknowledgements_may_overtake_one_another()
        {
            Outbox outbox = new Outbox(4, 1000);
            for (byte i = 1; i <= 4; i++)
            {
                outbox.Add("t", new byte[] { i });
            }

            int first = AssertNext(outbox, 1);
            int second = AssertNext(outbox, 2);
            int third = AssertNext(outbox, 3);
            outbox.Remove(second);
            outbox.Remove(third);
            Assert.AreEqual(4, outbox.Bytes);
            outbox.MarkAllUnsent();
            Assert.AreEqual(first, AssertNext(outbox, 1));
            AssertNext(outbox, 4);
            outbox.Remove(first);
            Assert.AreEqual(1, outbox.Count);
        }

        [TestMethod]
        public void A_place_in_the_middle_that_is_free_already_is_passed_when_the_oldest_is_dropped()
        {
            Outbox outbox = new Outbox(3, 1000);
            for (byte i = 1; i <= 3; i++)
            {
                outbox.Add("t", new byte[] { i });
            }

            AssertNext(outbox, 1);
            outbox.Remove(AssertNext(outbox, 2));
            outbox.Add("t", new byte[] { 4 });
            Assert.AreEqual(1, outbox.Dropped);
            Assert.AreEqual(2, outbox.Count);
            AssertNext(outbox, 3);
            AssertNext(outbox, 4);
        }

        [TestMethod]
        public void The_ticket_of_a_message_that_was_dropped_means_no_other()
        {
            Outbox outbox = new Outbox(1, 1000);
            outbox.Add("t", new byte[] { 1 });
            int ticket = AssertNext(outbox, 1);
            outbox.Add("t", new byte[] { 2 });
            outbox.Remove(ticket);
            outbox.MarkSent(ticket);
            outbox.MarkUnsent(ticket);
            outbox.Remove(ticket + 5);
            Assert.AreEqual(1, outbox.Count);
            int next = AssertNext(outbox, 2);
            outbox.Remove(next);
            outbox.Remove(next);
            Assert.AreEqual(0, outbox.Count);
        }

        [TestMethod]
        public void Clear_drops_and_counts_all()
        {
            Outbox outbox = new Outbox(4, 1000);
            outbox.Add("t", new byte[] { 1 });
            outbox.Add("t", new byte[] { 2 });
            outbox.Clear();
            Assert.AreEqual(0, outbox.Count);
            Assert.AreEqual(0, outbox.Bytes);
            Assert.AreEqual(2, outbox.Dropped);
        }

        [TestMethod]
        public void A_long_life_of_full_and_empty_keeps_the_sums_right()
        {
            Outbox outbox = new Outbox(5, 40);
            int removed = 0;
            for (int i = 0; i < 500; i++)
            {
                outbox.Add("t", new byte[1 + (i % 13)]);
                if (i % 3 == 0)
                {
                    string topic;
                    byte[] payload;
                    int ticket = outbox.Peek(out topic, out payload);
                    outbox.MarkSent(ticket);
                    outbox.Remove(ticket);
                    removed++;
                }

                Assert.IsTrue(outbox.Bytes <= 40);
                Assert.IsTrue(outbox.Count <= 5);
            }

            Assert.AreEqual(500, removed + outbox.Dropped + outbox.Count);
        }

        private static int AssertNext(Outbox outbox, int value)
        {
            string topic;
            byte[] payload;
            int ticket = outbox.Peek(out topic, out payload);
            Assert.IsTrue(ticket > 0);
            Assert.AreEqual("t", topic);
            Assert.AreEqual(value, (int)payload[0]);
            outbox.MarkSent(ticket);
            return ticket;
        }
    }
}
