using System;
using System.Device.Wifi;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoMqttDevice.AdapterTests.Platform;
using NanoMqttDevice.Esp32;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.AdapterTests.Wifi
{
    /// <summary>Joining: what each end of an attempt is called, and that it is the end of ours.</summary>
    [TestClass]
    public sealed class WifiLinkJoinTests
    {
        private const int Limit = 25000;

        [TestInitialize]
        public void Start()
        {
            Board.Reset();
        }

        [TestMethod]
        public void Without_a_network_nothing_is_tried()
        {
            WifiLink link = new WifiLink(new FileFlash());
            Assert.IsNull(link.Ssid);
            Assert.AreEqual(LinkResult.Failed, link.Join(Limit));
            Assert.AreEqual(0, Radio.Attempts);
        }

        [TestMethod]
        public void A_network_with_an_address_is_joined()
        {
            Radio.Add("Home", "secret88");
            WifiLink link = new WifiLink(new FileFlash());
            Assert.AreEqual(LinkResult.Joined, link.Join("Home", "secret88", Limit));
            Assert.IsTrue(link.IsUp);
            Assert.AreEqual("Home", link.Ssid);
        }

        [TestMethod]
        [DataRow("Away", "secret88", LinkResult.NetworkNotFound)]
        [DataRow("Home", "wrong", LinkResult.WrongPassword)]
        public void An_attempt_that_failed_is_told_and_stores_nothing(string ssid, string password, LinkResult expected)
        {
            Radio.Add("Home", "secret88");
            WifiLink link = new WifiLink(new FileFlash());
            link.Join("Home", "secret88", Limit);

            Assert.AreEqual(expected, link.Join(ssid, password, Limit));

            Assert.AreEqual("Home", link.Ssid);
            Assert.AreEqual("secret88", Radio.StoredPassword);
            Assert.AreEqual(LinkResult.Joined, Restart().Join(Limit));
            Assert.AreEqual("Home", Radio.LastSsid);
        }

        [TestMethod]
        [DataRow(WifiConnectionStatus.InvalidCredential, LinkResult.WrongPassword)]
        [DataRow(WifiConnectionStatus.UnspecifiedFailure, LinkResult.Failed)]
        [DataRow(WifiConnectionStatus.AccessRevoked, LinkResult.Failed)]
        [DataRow(WifiConnectionStatus.UnsupportedAuthenticationProtocol, LinkResult.Failed)]
        [DataRow(WifiConnectionStatus.NetworkNotAvailable, LinkResult.NetworkNotFound)]
        public void What_the_platform_calls_it_is_translated(object status, LinkResult expected)
        {
            Radio.Add("Home", "secret88").Status = (WifiConnectionStatus)status;
            Assert.AreEqual(expected, new WifiLink(new FileFlash()).Join("Home", "secret88", Limit));
            Assert.IsLessThanOrEqualTo(Limit + 1000, VirtualTime.Now);
        }

        [TestMethod]
        public void A_network_that_gives_no_address_is_told_in_time()
        {
            Radio.Add("Home", "secret88").GivesAddress = false;
            Assert.AreEqual(LinkResult.NoAddress, new WifiLink(new FileFlash()).Join("Home", "secret88", Limit));
            Assert.IsLessThanOrEqualTo(Limit + 1000, VirtualTime.Now);
            Assert.AreEqual("", Radio.StoredSsid);
        }

        [TestMethod]
        public void An_address_that_comes_after_the_platform_gave_up_waiting_counts()
        {
            Radio.Add("Home", "secret88").Status = WifiConnectionStatus.Timeout;
            Assert.AreEqual(LinkResult.Joined, new WifiLink(new FileFlash()).Join("Home", "secret88", Limit));
        }

        [TestMethod]
        public void The_end_of_an_attempt_of_the_platforms_own_is_not_taken_for_ours()
        {
            Radio.StoredSsid = "Home";
            Radio.StoredPassword = "secret88";
            Radio.Add("Home", "secret88");
            Radio.Boot();
            Assert.AreEqual(LinkResult.Joined, new WifiLink(new FileFlash()).Join(Limit));
        }

        [TestMethod]
        public void An_open_network_has_an_empty_password()
        {
            Radio.StoredSsid = "Open";
            Radio.StoredPassword = null;
            Radio.Add("Open", "");
            Assert.AreEqual(LinkResult.Joined, new WifiLink(new FileFlash()).Join(Limit));
        }

        [TestMethod]
        public void The_network_is_told_the_name_and_joined_where_that_fails()
        {
            Radio.Add("Home", "secret88");
            WifiLink link = new WifiLink(new FileFlash()) { Hostname = "board-0001" };
            link.Join("Home", "secret88", Limit);
            Assert.AreEqual("board-0001", Radio.DeviceName);

            Radio.RefusesName = true;
            Assert.AreEqual(LinkResult.Joined, link.Join(Limit));
            Assert.AreEqual(LinkResult.Joined, new WifiLink(new FileFlash()).Join(Limit), "No name was set.");
        }

        [TestMethod]
        public void Joining_again_and_again_costs_no_native_memory()
        {
            Radio.Add("Home", "secret88");
            WifiLink link = new WifiLink(new FileFlash());
            link.Join("Home", "secret88", Limit);
            int leaks = Radio.Leaks;
            int saves = Radio.Saves;
            for (int i = 0; i < 50; i++)
            {
                Radio.Drop();
                Assert.AreEqual(LinkResult.Joined, link.Join(Limit));
            }

            Assert.AreEqual(leaks, Radio.Leaks);
            Assert.AreEqual(saves, Radio.Saves);
        }

        private static WifiLink Restart()
        {
            Radio.Boot();
            return new WifiLink(new FileFlash());
        }
    }
}
