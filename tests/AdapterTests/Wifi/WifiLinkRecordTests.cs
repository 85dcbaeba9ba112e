using System;
using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoMqttDevice.AdapterTests.Platform;
using NanoMqttDevice.Esp32;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.AdapterTests.Wifi
{
    /// <summary>The network is kept twice, so that the platform's record, which is written in place, can be lost (D9).</summary>
    [TestClass]
    public sealed class WifiLinkRecordTests
    {
        private const int Limit = 25000;

        [TestInitialize]
        public void Start()
        {
            Board.Reset();
            Radio.Add("Home", "secret88");
            Radio.Add("Other", "another8");
        }

        [TestMethod]
        public void What_the_platform_has_lost_is_put_back()
        {
            new WifiLink(new FileFlash()).Join("Home", "secret88", Limit);
            Lose();

            WifiLink link = Restart();
            Assert.AreEqual("Home", link.Ssid);
            Assert.AreEqual(LinkResult.Joined, link.Join(Limit));

            Assert.AreEqual("Home", Radio.StoredSsid);
            Assert.AreEqual("secret88", Radio.StoredPassword);
        }

        [TestMethod]
        public void A_network_in_any_letters_comes_back_whole()
        {
            string ssid = new string('网', 10) + "ab";
            Radio.Add(ssid, new string('x', 64));
            new WifiLink(new FileFlash()).Join(ssid, new string('x', 64), Limit);
            Lose();
            Assert.AreEqual(LinkResult.Joined, Restart().Join(Limit));
            Assert.AreEqual(ssid, Radio.StoredSsid);
            Assert.AreEqual(new string('x', 64), Radio.StoredPassword);
        }

        [TestMethod]
        public void It_is_put_back_only_when_it_works()
        {
            new WifiLink(new FileFlash()).Join("Home", "secret88", Limit);
            Lose();
            Radio.InRange.Clear();
            WifiLink link = Restart();
            Assert.AreEqual(LinkResult.NetworkNotFound, link.Join(Limit));
            Assert.AreEqual("", Radio.StoredSsid);

            Radio.Add("Home", "secret88");
            Assert.AreEqual(LinkResult.Joined, link.Join(Limit));
            Assert.AreEqual("Home", Radio.StoredSsid);
        }

        [TestMethod]
        public void A_power_cut_while_the_platform_writes_leaves_the_network_before()
        {
            WifiLink link = new WifiLink(new FileFlash());
            link.Join("Home", "secret88", Limit);
            Radio.IsCutInSave = true;
            Assert.ThrowsExactly<StandstillException>(() => link.Join("Other", "another8", Limit));
            Radio.IsCutInSave = false;

            Assert.AreEqual("", Radio.StoredSsid);
            Assert.AreEqual(LinkResult.Joined, Restart().Join(Limit));
            Assert.AreEqual("Home", Radio.StoredSsid);
        }

        [TestMethod]
        public void What_nanoff_has_written_counts_before_ours()
        {
            new WifiLink(new FileFlash()).Join("Home", "secret88", Limit);
            Radio.StoredSsid = "Other";
            Radio.StoredPassword = "another8";

            WifiLink link = Restart();
            Assert.AreEqual("Other", link.Ssid);
            Assert.AreEqual(LinkResult.Joined, link.Join(Limit));

            Lose();
            Assert.AreEqual("Other", Restart().Ssid);
        }

        [TestMethod]
        public void A_platform_that_cannot_write_does_not_cost_the_network()
        {
            new WifiLink(new FileFlash()).Join("Home", "secret88", Limit);
            Lose();
            Radio.FailsSaves = true;
            WifiLink link = Restart();
            Assert.AreEqual(LinkResult.Joined, link.Join(Limit));
            Assert.AreEqual("", Radio.StoredSsid);

            Radio.FailsSaves = false;
            link.Join(Limit);
            Assert.AreEqual("Home", Radio.StoredSsid);
        }

        [TestMethod]
        public void A_drive_that_cannot_be_written_does_not_cost_the_network()
        {
            Drive.IsFull = true;
            Assert.AreEqual(LinkResult.Joined, new WifiLink(new FileFlash()).Join("Home", "secret88", Limit));
            Assert.AreEqual("Home", Radio.StoredSsid);
        }

        [TestMethod]
        public void A_record_that_makes_no_sense_is_no_network()
        {
            new WifiLink(new FileFlash()).Join("Home", "secret88", Limit);
            Lose();
            byte[] slot = Drive.Get("I:\\wifi.0");
            slot[slot.Length - 5] ^= 1;
            Drive.Put("I:\\wifi.0", slot);
            Assert.IsNull(Restart().Ssid);
        }

        [TestMethod]
        public void Forgetting_leaves_it_in_neither_place()
        {
            WifiLink link = new WifiLink(new FileFlash());
            link.Join("Home", "secret88", Limit);
            link.Join("Other", "another8", Limit);

            link.Forget();

            Assert.IsNull(link.Ssid);
            Assert.AreEqual(LinkResult.Failed, link.Join(Limit));
            Assert.IsFalse(Radio.IsConnected);
            Assert.AreEqual("", Radio.StoredSsid);
            Assert.AreEqual("", Radio.StoredPassword);
            Assert.IsNull(Drive.Get("I:\\wifi.0"));
            Assert.IsNull(Drive.Get("I:\\wifi.1"));
            Assert.IsNull(Restart().Ssid);
        }

        [TestMethod]
        public void Forgetting_what_is_not_there_is_no_error()
        {
            new WifiLink(new FileFlash()).Forget();
            Assert.IsNull(Restart().Ssid);
        }

        [TestMethod]
        public void Forgetting_that_did_not_succeed_is_told_and_did_what_it_could()
        {
            WifiLink link = new WifiLink(new FileFlash());
            link.Join("Home", "secret88", Limit);
            Drive.IsFull = true;
            Assert.ThrowsExactly<InvalidOperationException>(link.Forget);
            Assert.AreEqual("", Radio.StoredSsid);
            Assert.IsFalse(Radio.IsConnected);
        }

        [TestMethod]
        public void The_record_is_as_its_description_says()
        {
            new WifiLink(new FileFlash()).Join("Home", "secret88", Limit);
            byte[] slot = Drive.Get("I:\\wifi.0");
            byte[] payload = Encoding.UTF8.GetBytes("\u0004Home\u0008secret88");
            CollectionAssert.AreEqual(payload, slot.AsSpan(12, payload.Length).ToArray());
            Assert.HasCount(12 + payload.Length + 4, slot);
        }

        private static void Lose()
        {
            Radio.StoredSsid = "";
            Radio.StoredPassword = "";
        }

        private static WifiLink Restart()
        {
            Radio.Boot();
            return new WifiLink(new FileFlash());
        }
    }
}
