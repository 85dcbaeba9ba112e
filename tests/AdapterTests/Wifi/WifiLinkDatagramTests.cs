using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoMqttDevice.AdapterTests.Platform;
using NanoMqttDevice.Esp32;

namespace NanoMqttDevice.AdapterTests.Wifi
{
    /// <summary>Datagrams, with which a time server is asked.</summary>
    [TestClass]
    public sealed class WifiLinkDatagramTests
    {
        private readonly byte[] _answer = new byte[4];

        [TestInitialize]
        public void Reset()
        {
            Board.Reset();
            TimeHost.Open = 0;
            TimeHost.Answer = request => request.Reverse().ToArray();
        }

        [TestMethod]
        public void A_datagram_is_answered_and_the_socket_closed()
        {
            int length = new WifiLink(new FileFlash()).Exchange(TimeHost.Name, TimeHost.Port, new byte[] { 1, 2, 3 }, _answer, 3000);
            Assert.AreEqual(3, length);
            CollectionAssert.AreEqual(new byte[] { 3, 2, 1, 0 }, _answer);
            Assert.AreEqual(0, TimeHost.Open);
        }

        [TestMethod]
        public void Without_an_answer_it_ends_within_its_limit_and_the_socket_is_closed()
        {
            TimeHost.Answer = null;
            Assert.ThrowsExactly<SocketException>(() => new WifiLink(new FileFlash()).Exchange(TimeHost.Name, TimeHost.Port, new byte[3], _answer, 3000));
            Assert.AreEqual(3000, VirtualTime.Now);
            Assert.AreEqual(0, TimeHost.Open);
        }

        [TestMethod]
        public void A_name_that_nobody_knows_leaves_no_socket()
        {
            Assert.ThrowsExactly<SocketException>(() => new WifiLink(new FileFlash()).Exchange("nobody.lan", TimeHost.Port, new byte[3], _answer, 3000));
            Assert.AreEqual(0, TimeHost.Open);
        }
    }
}
