using nanoFramework.TestFramework;
using NanoMqttDevice.Messaging;

namespace NFUnitTest.Messaging
{
    [TestClass]
    public class TopicsTests
    {
        private const string Id = "GID_Test@@@0001";

        [TestMethod]
        public void Topics_are_below_the_parent_topic()
        {
            Assert.AreEqual("top/telemetry", Topics.Telemetry("top"));
            Assert.AreEqual("top/reply", Topics.Reply("top"));
            Assert.AreEqual("top/p2p/GID_Test@@@0001", Topics.PeerToPeer("top", Id));
        }

        [TestMethod]
        public void Only_the_own_client_ID_is_meant()
        {
            Assert.IsTrue(Topics.IsPeerToPeer("top/p2p/GID_Test@@@0001", Id));
            Assert.IsTrue(Topics.IsPeerToPeer("other/p2p/GID_Test@@@0001", Id));
            Assert.IsFalse(Topics.IsPeerToPeer("top/p2p/GID_Test@@@0002", Id));
            Assert.IsFalse(Topics.IsPeerToPeer("top/p2p/GID_Test@@@00011", Id));
            Assert.IsFalse(Topics.IsPeerToPeer("top/a/p2p/GID_Test@@@0001", Id));
            Assert.IsFalse(Topics.IsPeerToPeer("/p2p/GID_Test@@@0001", Id));
            Assert.IsFalse(Topics.IsPeerToPeer("top", Id));
            Assert.IsFalse(Topics.IsPeerToPeer("xtop/q2q/GID_Test@@@0001", Id));
        }

        [TestMethod]
        public void A_name_has_at_most_64_characters()
        {
            Assert.IsTrue(Topics.IsName("top/" + new string('a', 60)));
            Assert.IsFalse(Topics.IsName("top/" + new string('a', 61)));
        }

        [TestMethod]
        public void A_P2P_name_may_hold_the_longest_client_ID()
        {
            string longest = "GID_Test@@@" + new string('a', 53);
            Assert.IsTrue(Topics.IsName(Topics.PeerToPeer("top", longest)));
            Assert.IsFalse(Topics.IsName(Topics.PeerToPeer("top", longest + "a")));
            Assert.IsTrue(Topics.IsName("top/p2p/"));
        }

        [TestMethod]
        [DataRow("")]
        [DataRow("/top")]
        [DataRow("$SYS/a")]
        [DataRow("top/+")]
        [DataRow("top/#")]
        [DataRow("top/\u0001")]
        [DataRow("top/\u007F")]
        public void A_name_of_wrong_form_is_refused(string name)
        {
            Assert.IsFalse(Topics.IsName(name));
        }

        [TestMethod]
        public void No_name_is_no_name()
        {
            Assert.IsFalse(Topics.IsName(null));
            Assert.IsFalse(Topics.IsFilter(null));
        }

        [TestMethod]
        [DataRow("top")]
        [DataRow("top/a")]
        [DataRow("top/+")]
        [DataRow("top/+/a")]
        [DataRow("top/#")]
        [DataRow("top/+/#")]
        public void A_filter_below_a_parent_topic_may_be_used(string filter)
        {
            Assert.IsTrue(Topics.IsFilter(filter));
        }

        [TestMethod]
        [DataRow("#")]
        [DataRow("+")]
        [DataRow("+/a")]
        [DataRow("top+")]
        [DataRow("top/a+")]
        [DataRow("top/+a")]
        [DataRow("top/a#")]
        [DataRow("top/#/a")]
        [DataRow("$SYS/#")]
        [DataRow("/a")]
        [DataRow("top/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
        public void A_filter_of_wrong_form_or_without_a_parent_topic_is_refused(string filter)
        {
            Assert.IsFalse(Topics.IsFilter(filter));
        }
    }
}
