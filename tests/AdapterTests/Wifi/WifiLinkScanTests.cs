using System;
using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoMqttDevice.AdapterTests.Platform;
using NanoMqttDevice.Esp32;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.AdapterTests.Wifi
{
    /// <summary>A scan works whatever the platform is doing, and leaves it doing that (D23).</summary>
    [TestClass]
    public sealed class WifiLinkScanTests
    {
        private const int Limit = 25000;

        [TestInitialize]
        public void Start()
        {
            Board.Reset();
            Radio.Add("Near", "secret88").Rssi = -40;
        }

        [TestMethod]
        public void Out_of_range_of_the_stored_network_it_works_and_the_platform_tries_on()
        {
            Radio.StoredSsid = "Far";
            Radio.StoredPassword = "secret88";
            Radio.Boot();
            WifiLink link = new WifiLink(new FileFlash());
            Assert.IsTrue(Radio.IsTrying);

            WifiNetwork[] found = link.Scan(Limit);

            Assert.AreEqual("Near", found.Single().Ssid);
            Assert.IsTrue(Radio.IsTrying);
            Assert.AreEqual("Far", Radio.LastSsid);
            Assert.AreEqual("secret88", Radio.LastPassword);
        }

        [TestMethod]
        public void While_connected_the_connection_is_kept()
        {
            WifiLink link = new WifiLink(new FileFlash());
            link.Join("Near", "secret88", Limit);
            int disconnects = Radio.Disconnects;
            Assert.HasCount(1, link.Scan(Limit));
            Assert.AreEqual(disconnects, Radio.Disconnects);
            Assert.IsTrue(Radio.IsConnected);
        }

        [TestMethod]
        public void A_connection_that_was_lost_just_now_does_not_make_it_fail()
        {
            WifiLink link = new WifiLink(new FileFlash());
            link.Join("Near", "secret88", Limit);
            Radio.LosesEvents = true;
            Radio.Drop();
            Assert.IsTrue(link.IsUp, "The link does not know yet.");
            Assert.HasCount(1, link.Scan(Limit));
            Assert.AreEqual("Near", Radio.LastSsid);
        }

        [TestMethod]
        public void Without_a_stored_network_none_is_tried_afterwards()
        {
            Assert.HasCount(1, new WifiLink(new FileFlash()).Scan(Limit));
            Assert.AreEqual(0, Radio.Attempts);
        }

        [TestMethod]
        public void A_scan_that_is_refused_is_told_and_the_platform_tries_on()
        {
            Radio.StoredSsid = "Far";
            Radio.RefusesScans = true;
            Radio.Boot();
            Assert.IsNull(new WifiLink(new FileFlash()).Scan(Limit));
            Assert.AreEqual(1, Radio.Attempts);
        }

        [TestMethod]
        public void A_scan_without_an_end_ends_in_time()
        {
            Radio.ScanTime = -1;
            Assert.IsNull(new WifiLink(new FileFlash()).Scan(Limit));
            Assert.IsLessThanOrEqualTo(Limit + 1000, VirtualTime.Now);
        }

        [TestMethod]
        public void The_end_of_a_scan_before_is_not_taken_for_this_ones()
        {
            WifiLink link = new WifiLink(new FileFlash());
            Radio.ScanTime = 30000;
            Assert.IsNull(link.Scan(Limit));
            VirtualTime.Advance(10000);
            Radio.ScanTime = -1;
            Assert.IsNull(link.Scan(Limit));
        }

        [TestMethod]
        public void A_platform_that_cannot_try_on_does_not_cost_the_result()
        {
            Radio.StoredSsid = "Far";
            Radio.RefusesConnects = true;
            Radio.Boot();
            Assert.HasCount(1, new WifiLink(new FileFlash()).Scan(Limit));
        }

        [TestMethod]
        public void Each_name_is_told_once_with_its_strongest_signal_the_strongest_first()
        {
            Radio.InRange.Clear();
            string[] names = { "b", "a", "", "a", "c", null, "b", "a", "d" };
            int[] rssi = { -70, -60, -10, -50, -90, -11, -80, -65, -50 };
            for (int i = 0; i < names.Length; i++)
            {
                Radio.Add(names[i], "").Rssi = rssi[i];
            }

            string told = string.Join(' ', new WifiLink(new FileFlash()).Scan(Limit).Select(n => n.Ssid + n.Rssi));

            Assert.AreEqual("a-50 d-50 b-70 c-90", told);
        }

        [TestMethod]
        public void Any_list_is_sorted_and_without_doubles()
        {
            System.Random random = new System.Random(7);
            for (int round = 0; round < 500; round++)
            {
                Radio.InRange.Clear();
                for (int i = random.Next(12); i > 0; i--)
                {
                    Radio.Add(((char)('a' + random.Next(5))).ToString(), "").Rssi = -random.Next(30, 95);
                }

                string expected = string.Join(' ', Radio.InRange.GroupBy(a => a.Ssid).Select(g => g.Max(a => a.Rssi)).OrderByDescending(r => r));
                WifiNetwork[] found = ScanResult.Of(Found());
                Assert.AreEqual(expected, string.Join(' ', found.Select(n => n.Rssi)));
                Assert.HasCount(found.Length, found.Select(n => n.Ssid).Distinct().ToList());
                Assert.IsTrue(found.All(n => Radio.InRange.Where(a => a.Ssid == n.Ssid).Max(a => a.Rssi) == n.Rssi));
            }
        }

        private static System.Device.Wifi.WifiAvailableNetwork[] Found()
        {
            return Radio.InRange
                .Select(a => new System.Device.Wifi.WifiAvailableNetwork { Ssid = a.Ssid, NetworkRssiInDecibelMilliwatts = a.Rssi })
                .ToArray();
        }
    }
}
