using System;
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

        [TestMethod]
        public void Numbers_with_a_fraction_are_written_as_short_as_they_are_read_back_equal()
        {
            JsonObject json = new JsonObject().Add("a", 21.5).Add("b", -0.1).Add("c", 21.3f).Add("d", 1.0 / 3).Add("e", 1e300).Add("f", 1.5e-7)
                .Add("g", 0.1 + 0.2).Add("h", 1234567890123456789.0);
            Assert.AreEqual(
                "{\"a\":21.5,\"b\":-0.1,\"c\":21.3,\"d\":0.3333333333333333,\"e\":1.0000000000000001E300,\"f\":1.5E-7,"
                    + "\"g\":0.30000000000000004,\"h\":1234567890123456800}",
                TextOf(json));
        }

        [TestMethod]
        public void Numbers_are_rounded_to_a_number_of_digits_by_what_they_really_are()
        {
            // 1.115 is 1.1149999… as a double, 2.5 is a tie.
            JsonObject json = new JsonObject().Add("a", 21.456, 1).Add("b", 1.115, 2).Add("c", 2.5, 0).Add("d", -2.5, 0).Add("e", -0.001, 2).Add("f", 5.0, 3)
                .Add("g", 1e20, 2).Add("h", 1e-9, 15).Add("i", 9.999, 2).Add("j", 7.25, -1);
            Assert.AreEqual(
                "{\"a\":21.5,\"b\":1.11,\"c\":3,\"d\":-3,\"e\":0,\"f\":5,\"g\":100000000000000000000,\"h\":1E-9,\"i\":10,\"j\":7}",
                TextOf(json));
        }

        [TestMethod]
        public void What_is_no_number_is_null()
        {
            JsonObject json = new JsonObject().Add("a", double.NaN).Add("b", double.PositiveInfinity).Add("c", float.NegativeInfinity)
                .Add("d", double.NaN, 2).AddNull("e");
            Assert.AreEqual("{\"a\":null,\"b\":null,\"c\":null,\"d\":null,\"e\":null}", TextOf(json));
        }

        [TestMethod]
        public void The_ends_of_the_whole_numbers_are_written()
        {
            JsonObject json = new JsonObject().Add("a", long.MinValue).Add("b", long.MaxValue).Add("c", int.MinValue).Add("d", 0L);
            Assert.AreEqual("{\"a\":-9223372036854775808,\"b\":9223372036854775807,\"c\":-2147483648,\"d\":0}", TextOf(json));
        }

        [TestMethod]
        public void Objects_and_arrays_lie_inside_one_another()
        {
            JsonObject json = new JsonObject().BeginArray("a").Add(1).Add("x").Add(true).Add(0.5).Add(1.25, 1).Add(21.3f).BeginObject().Add("b", 2).End()
                .BeginArray().End().Add((string)null).End().BeginObject("c").End().Add("d", "[").Add("e", "{").Add("f", 3);
            Assert.AreEqual(
                "{\"a\":[1,\"x\",true,0.5,1.3,21.3,{\"b\":2},[],null],\"c\":{},\"d\":\"[\",\"e\":\"{\",\"f\":3}",
                TextOf(json));
        }

        [TestMethod]
        public void What_was_not_ended_is_ended_in_the_bytes()
        {
            Assert.AreEqual("{\"a\":[{\"b\":1}]}", TextOf(new JsonObject().BeginArray("a").BeginObject().Add("b", 1)));
        }

        [TestMethod]
        public void What_does_not_fit_is_left_out_whole_and_said()
        {
            string whole = "{\"a\":[1,{\"b\":\"\\u0001xy\"}],\"c\":1}";
            for (int size = 2; size <= whole.Length; size++)
            {
                JsonObject json = new JsonObject(size).BeginArray("a").Add(1).BeginObject().Add("b", "\u0001xy").End().End().Add("c", 1);
                Assert.AreEqual(size < whole.Length, json.IsTruncated, "at " + size);
                string text = TextOf(json);
                string expected = size < 8 ? "{}"
                    : size < 9 ? "{\"a\":[]}"
                    : size < 12 ? "{\"a\":[1]}"
                    : size < 26 ? "{\"a\":[1,{}]}"
                    : size < whole.Length ? "{\"a\":[1,{\"b\":\"\\u0001xy\"}]}"
                    : whole;
                Assert.AreEqual(expected, text, "at " + size);
                json.Clear();
                Assert.IsFalse(json.IsTruncated);
                Assert.AreEqual("{}", TextOf(json));
            }
        }

        [TestMethod]
        public void What_comes_after_something_that_did_not_fit_is_left_out_too()
        {
            JsonObject json = new JsonObject(16).Add("a", "much too long for it").Add("b", 1).Append(new JsonObject().Add("c", 1));
            Assert.IsTrue(json.IsTruncated);
            Assert.AreEqual("{}", TextOf(json));
            Assert.IsTrue(new JsonObject().Append(json).IsTruncated);
        }

        [TestMethod]
        public void Members_of_the_wrong_kind_are_refused()
        {
            Type fault = typeof(InvalidOperationException);
            Assert.ThrowsException(fault, () => new JsonObject().Add(1));
            Assert.ThrowsException(fault, () => new JsonObject().BeginArray("a").Add("b", 1));
            Assert.ThrowsException(fault, () => new JsonObject().End());
            Assert.ThrowsException(fault, () => new JsonObject().BeginArray("a").Append(new JsonObject()));
            Assert.ThrowsException(fault, () => new JsonObject().Append(new JsonObject().BeginArray("a")));
            JsonObject deep = new JsonObject();
            for (int i = 0; i < JsonObject.MaxDepth; i++)
            {
                deep.BeginObject("a");
            }

            Assert.ThrowsException(fault, () => deep.BeginObject("a"));
        }

        [TestMethod]
        public void Texts_of_any_length_are_whole()
        {
            // Two bytes, three bytes and a surrogate pair, wherever the writer's pieces end.
            string text = "";
            for (int i = 0; i < 70; i++)
            {
                text += "\u00E9\u6C34\uD83D\uDCA7"[i % 4 == 3 ? 0 : i % 2];
                byte[] expected = Encoding.UTF8.GetBytes("{\"" + text + "\":\"" + text + "\uD83D\uDCA7\"}");
                CollectionAssert.AreEqual(expected, new JsonObject().Add(text, text + "\uD83D\uDCA7").ToBytes(), "of " + i);
            }
        }

        [TestMethod]
        public void Bytes_can_be_copied_to_where_they_are_wanted()
        {
            JsonObject json = new JsonObject().BeginArray("a").Add(1);
            byte[] target = new byte[json.Size + 2];
            json.CopyTo(target, 1);
            Assert.AreEqual("{\"a\":[1]}", Encoding.UTF8.GetString(target, 1, json.Size));
            Assert.AreEqual(0, (int)target[0]);
            Assert.AreEqual(0, (int)target[json.Size + 1]);
        }

        private static string TextOf(JsonObject json)
        {
            byte[] bytes = json.ToBytes();
            return Encoding.UTF8.GetString(bytes, 0, bytes.Length);
        }
    }
}
