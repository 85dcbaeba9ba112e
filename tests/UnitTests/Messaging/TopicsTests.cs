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
            AssertName(TopicError.None, "top/" + new string('a', 60));
            AssertName(TopicError.TooLong, "top/" + new string('a', 61));
        }

        [TestMethod]
        public void A_P2P_name_may_hold_the_longest_client_ID()
        {
            string longest = "GID_Test@@@" + new string('a', 53);
            AssertName(TopicError.None, Topics.PeerToPeer("top", longest));
            AssertName(TopicError.TooLong, Topics.PeerToPeer("top", longest + "a"));
            AssertName(TopicError.None, "top/p2p/");
        }

        [TestMethod]
        [DataRow("", (int)TopicError.Missing)]
        [DataRow("/top", (int)TopicError.NoParentTopic)]
        [DataRow("$SYS/a", (int)TopicError.Reserved)]
        [DataRow("top/+", (int)TopicError.BadWildcard)]
        [DataRow("top/#", (int)TopicError.BadWildcard)]
        [DataRow("top/\u0001", (int)TopicError.BadCharacter)]
        [DataRow("top/\u007F", (int)TopicError.BadCharacter)]
        public void A_name_of_wrong_form_is_refused_with_its_rule(string name, int error)
        {
            AssertName((TopicError)error, name);
        }

        [TestMethod]
        public void No_name_is_no_name()
        {
            AssertName(TopicError.Missing, null);
            AssertFilter(TopicError.Missing, null);
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
            AssertFilter(TopicError.None, filter);
        }

        [TestMethod]
        [DataRow("#", (int)TopicError.NoParentTopic)]
        [DataRow("+", (int)TopicError.NoParentTopic)]
        [DataRow("+/a", (int)TopicError.NoParentTopic)]
        [DataRow("/a", (int)TopicError.NoParentTopic)]
        [DataRow("top+", (int)TopicError.NoParentTopic)]
        [DataRow("top/a+", (int)TopicError.BadWildcard)]
        [DataRow("top/+a", (int)TopicError.BadWildcard)]
        [DataRow("top/a#", (int)TopicError.BadWildcard)]
        [DataRow("top/#/a", (int)TopicError.BadWildcard)]
        [DataRow("$SYS/#", (int)TopicError.Reserved)]
        [DataRow("top/\u0001", (int)TopicError.BadCharacter)]
        [DataRow("top/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", (int)TopicError.TooLong)]
        public void A_filter_of_wrong_form_is_refused_with_its_rule(string filter, int error)
        {
            AssertFilter((TopicError)error, filter);
        }

        private static void AssertName(TopicError expected, string topic)
        {
            Assert.AreEqual((int)expected, (int)Topics.CheckName(topic));
        }

        private static void AssertFilter(TopicError expected, string filter)
        {
            Assert.AreEqual((int)expected, (int)Topics.CheckFilter(filter));
        }
    }
}
