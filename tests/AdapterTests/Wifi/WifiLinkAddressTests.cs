using System;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoMqttDevice.AdapterTests.Platform;
using NanoMqttDevice.Esp32;

namespace NanoMqttDevice.AdapterTests.Wifi
{
    /// <summary>Whether there is an address is told by events, since asking reads files (D22).</summary>
    [TestClass]
    public sealed class WifiLinkAddressTests
    {
        private const int Step = 20;

        [TestInitialize]
        public void Start()
        {
            Board.Reset();
        }

        [TestMethod]
        public void Steady_asking_reads_files_twice_a_minute()
        {
            WifiLink link = new WifiLink(new FileFlash());
            Radio.SetAddress(true);
            Ask(link, 5000);
            int reads = Radio.FileReads;
            Ask(link, 600000);
            Assert.IsTrue(link.IsUp);
            Assert.IsLessThanOrEqualTo(reads + 20, Radio.FileReads);
        }

        [TestMethod]
        public void An_event_is_seen_at_the_next_step()
        {
            WifiLink link = new WifiLink(new FileFlash());
            Ask(link, 10000);
            Assert.IsFalse(link.IsUp);
            Radio.SetAddress(true);
            Assert.IsTrue(link.IsUp);
            Radio.SetAddress(false);
            Assert.IsFalse(link.IsUp);
        }

        [TestMethod]
        public void An_access_point_that_is_gone_is_seen_at_the_next_step()
        {
            WifiLink link = new WifiLink(new FileFlash());
            Radio.SetAddress(true);
            Ask(link, 60000);
            Radio.Drop();
            Assert.IsFalse(link.IsUp);
        }

        [TestMethod]
        public void What_can_be_read_only_after_its_event_is_seen_a_second_later()
        {
            WifiLink link = new WifiLink(new FileFlash());
            Ask(link, 10000);
            Radio.SetAddress(false);
            Assert.IsFalse(link.IsUp);
            Radio.HasAddress = true;
            Ask(link, 1500);
            Assert.IsTrue(link.IsUp);
        }

        [TestMethod]
        public void An_event_that_was_lost_costs_half_a_minute()
        {
            WifiLink link = new WifiLink(new FileFlash());
            Ask(link, 10000);
            Radio.LosesEvents = true;
            Radio.SetAddress(true);
            Ask(link, 31000);
            Assert.IsTrue(link.IsUp);
        }

        [TestMethod]
        public void A_question_that_throws_is_put_once_a_second()
        {
            WifiLink link = new WifiLink(new FileFlash());
            Radio.IsBroken = true;
            int thrown = 0;
            for (int i = 0; i < 500; i++)
            {
                try
                {
                    Assert.IsFalse(link.IsUp);
                }
                catch (InvalidOperationException)
                {
                    thrown++;
                }

                VirtualTime.Advance(Step);
            }

            Assert.IsTrue(thrown is >= 9 and <= 11, $"{thrown} times in 10 s");
            Radio.IsBroken = false;
            Radio.HasAddress = true;
            Ask(link, 1500);
            Assert.IsTrue(link.IsUp);
        }

        [TestMethod]
        public void Without_a_station_there_is_no_address()
        {
            Radio.HasStation = false;
            Assert.IsFalse(new WifiLink(new FileFlash()).IsUp);
        }

        private static void Ask(WifiLink link, int milliseconds)
        {
            for (int i = 0; i < milliseconds; i += Step)
            {
                _ = link.IsUp;
                VirtualTime.Advance(Step);
            }
        }
    }
}
