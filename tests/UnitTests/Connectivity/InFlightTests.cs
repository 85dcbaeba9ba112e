using nanoFramework.TestFramework;
using NanoMqttDevice.Connectivity;

namespace NFUnitTest.Connectivity
{
    [TestClass]
    public class InFlightTests
    {
        [TestMethod]
        public void An_acknowledgement_gives_the_ticket_back()
        {
            InFlight inFlight = new InFlight();
            Publish(inFlight, 7, 70);
            Assert.AreEqual(1, inFlight.Count);
            AssertNothing(inFlight, 0);
            inFlight.OnPublished(7, true);
            AssertTake(inFlight, 0, 70, true);
            Assert.AreEqual(0, inFlight.Count);
        }

        [TestMethod]
        public void An_acknowledgement_that_comes_before_publishing_has_returned_counts()
        {
            InFlight inFlight = new InFlight();
            inFlight.BeginPublish();
            inFlight.OnPublished(7, true);
            inFlight.EndPublish(7, 70, 1000);
            AssertTake(inFlight, 0, 70, true);
        }

        [TestMethod]
        public void An_early_no_is_a_no()
        {
            InFlight inFlight = new InFlight();
            inFlight.BeginPublish();
            inFlight.OnPublished(7, false);
            inFlight.EndPublish(7, 70, 1000);
            AssertTake(inFlight, 0, 70, false);
        }

        [TestMethod]
        public void A_stray_acknowledgement_says_nothing_of_a_later_message()
        {
            InFlight inFlight = new InFlight();
            inFlight.OnPublished(7, true);
            inFlight.BeginPublish();
            inFlight.OnPublished(8, true);
            inFlight.EndPublish(6, 60, 1000);
            Publish(inFlight, 7, 70);
            Publish(inFlight, 8, 80);
            AssertNothing(inFlight, 0);
        }

        [TestMethod]
        public void More_early_acknowledgements_than_fit_are_passed_over()
        {
            InFlight inFlight = new InFlight();
            inFlight.BeginPublish();
            for (ushort id = 100; id < 140; id++)
            {
                inFlight.OnPublished(id, true);
            }

            inFlight.EndPublish(139, 70, 1000);
            AssertNothing(inFlight, 0);
        }

        [TestMethod]
        public void A_message_that_the_client_gave_up_must_be_sent_again()
        {
            InFlight inFlight = new InFlight();
            Publish(inFlight, 7, 70);
            inFlight.OnPublished(7, false);
            AssertTake(inFlight, 0, 70, false);
        }

        [TestMethod]
        public void An_acknowledgement_that_stays_away_is_waited_for_until_the_limit()
        {
            InFlight inFlight = new InFlight();
            Publish(inFlight, 7, 70);
            AssertNothing(inFlight, 999);
            AssertTake(inFlight, 1000, 70, false);
        }

        [TestMethod]
        public void A_message_that_was_not_taken_is_not_waited_for()
        {
            InFlight inFlight = new InFlight();
            Publish(inFlight, 0, 70);
            Assert.AreEqual(0, inFlight.Count);
            AssertNothing(inFlight, 5000);
        }

        [TestMethod]
        public void All_sixteen_places_can_be_used_again_and_again()
        {
            InFlight inFlight = new InFlight();
            for (ushort round = 0; round < 3; round++)
            {
                for (ushort i = 0; i < InFlight.Capacity; i++)
                {
                    Publish(inFlight, (ushort)(1 + i), 100 + i);
                }

                Assert.AreEqual(InFlight.Capacity, inFlight.Count);
                for (ushort i = InFlight.Capacity; i > 0; i--)
                {
                    inFlight.OnPublished(i, true);
                    AssertTake(inFlight, 0, 99 + i, true);
                }
            }
        }

        [TestMethod]
        public void Clear_forgets_all()
        {
            InFlight inFlight = new InFlight();
            Publish(inFlight, 7, 70);
            inFlight.Clear();
            Assert.AreEqual(0, inFlight.Count);
            inFlight.OnPublished(7, true);
            AssertNothing(inFlight, 5000);
        }

        private static void Publish(InFlight inFlight, ushort id, int ticket)
        {
            inFlight.BeginPublish();
            inFlight.EndPublish(id, ticket, 1000);
        }

        private static void AssertNothing(InFlight inFlight, long now)
        {
            bool acknowledged;
            Assert.AreEqual(0, inFlight.Take(now, out acknowledged));
        }

        private static void AssertTake(InFlight inFlight, long now, int ticket, bool isAcknowledged)
        {
            bool acknowledged;
            Assert.AreEqual(ticket, inFlight.Take(now, out acknowledged));
            Assert.AreEqual(isAcknowledged, acknowledged);
        }
    }
}
