using System.Text;
using nanoFramework.TestFramework;
using NanoMqttDevice.Messaging;

namespace NFUnitTest.Messaging
{
    [TestClass]
    public class JsonObjectTests
    {
        [TestMethod]
        public void Values_of_all_kinds_are_written()
        {
            JsonObject json = new JsonObject().Add("a", 1).Add("b", -9876543210L).Add("c", true).Add("d", false).Add("e", null).Add("f", "x");
            Assert.AreEqual("{\"a\":1,\"b\":-9876543210,\"c\":true,\"d\":false,\"e\":null,\"f\":\"x\"}", TextOf(json));
        }

        [TestMethod]
        public void What_would_end_a_text_is_escaped()
        {
            // A NUL cannot be in a string of the nanoCLR.
            JsonObject json = new JsonObject().Add("a", "\"\\\n\u001F\u0001/");
            Assert.AreEqual("{\"a\":\"\\\"\\\\\\u000a\\u001f\\u0001/\"}", TextOf(json));
        }

        [TestMethod]
        public void Text_is_UTF_8()
        {
            byte[] bytes = new JsonObject().Add("a", "\u00E9").ToBytes();
            Assert.AreEqual(0xC3, (int)bytes[6]);
            Assert.AreEqual(0xA9, (int)bytes[7]);
        }

        [TestMethod]
        public void Nothing_is_an_empty_object()
        {
            JsonObject json = new JsonObject().Add("a", 1);
            Assert.IsFalse(json.IsEmpty);
            json.Clear();
            Assert.IsTrue(json.IsEmpty);
            Assert.AreEqual("{}", TextOf(json));
        }

        [TestMethod]
        public void Another_object_can_be_appended()
        {
            JsonObject empty = new JsonObject();
            Assert.AreEqual("{\"a\":1,\"b\":2}", TextOf(new JsonObject().Add("a", 1).Append(new JsonObject().Add("b", 2)).Append(empty)));
            Assert.AreEqual("{\"b\":2}", TextOf(new JsonObject().Append(new JsonObject().Add("b", 2))));
        }

        private static string TextOf(JsonObject json)
        {
            byte[] bytes = json.ToBytes();
            return Encoding.UTF8.GetString(bytes, 0, bytes.Length);
        }
    }
}
