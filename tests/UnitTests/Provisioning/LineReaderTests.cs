using nanoFramework.TestFramework;
using NanoMqttDevice.Provisioning;
using NFUnitTest.Security;

namespace NFUnitTest.Provisioning
{
    [TestClass]
    public class LineReaderTests
    {
        [TestMethod]
        [DataRow("show\n")]
        [DataRow("show\r")]
        [DataRow("show\r\n")]
        [DataRow("\r\n\n\rshow\n\n")]
        public void A_line_ends_with_LF_or_CR_and_empty_ones_are_none(string input)
        {
            Assert.AreEqual("<show>", Read(new LineReader(), input));
        }

        [TestMethod]
        public void Lines_come_one_by_one()
        {
            Assert.AreEqual("<a><b c>", Read(new LineReader(), "a\r\nb c\r\nunfinished"));
        }

        [TestMethod]
        public void Text_beyond_Ascii_is_Utf_8()
        {
            Assert.AreEqual("<\u00FC\u20AC>", Read(new LineReader(), "\u00FC\u20AC\n"));
        }

        [TestMethod]
        public void A_line_of_544_bytes_is_the_longest()
        {
            string longest = new string('x', 544);
            Assert.AreEqual("<" + longest + ">", Read(new LineReader(), longest + "\n"));
            Assert.AreEqual("bad", Read(new LineReader(), longest + "x\n"));
        }

        [TestMethod]
        public void Setting_the_longest_token_fits_in_a_line()
        {
            Assert.IsTrue(LineReader.MaxLength >= "set telemetry-interval ".Length + 512);
        }

        [TestMethod]
        public void A_line_that_is_too_long_is_passed_over_whole_and_the_next_is_good()
        {
            LineReader reader = new LineReader();
            Assert.AreEqual("bad<next>", Read(reader, new string('x', 10000) + "factory-reset\r\nnext\n"));
        }

        [TestMethod]
        public void A_line_with_a_control_character_is_passed_over_whole_and_the_next_is_good()
        {
            LineReader reader = new LineReader();
            for (int value = 0; value <= 0x7F; value++)
            {
                if ((value < ' ' && value != '\r' && value != '\n') || value == 0x7F)
                {
                    Read(reader, "factory-");
                    Assert.IsFalse(reader.Push((byte)value));
                    Assert.AreEqual("bad<next>", Read(reader, "reset\nnext\n"), "character " + value);
                }
            }
        }

        [TestMethod]
        public void A_bad_line_leaves_nothing_to_take()
        {
            LineReader reader = new LineReader();
            Read(reader, "secret\t\n");
            Assert.AreEqual("", reader.Take());
        }

        [TestMethod]
        public void A_line_is_given_once()
        {
            LineReader reader = new LineReader();
            reader.Push((byte)'a');
            Assert.IsTrue(reader.Push((byte)'\n'));
            Assert.AreEqual("a", reader.Take());
            Assert.AreEqual("", reader.Take());
            Assert.IsFalse(reader.Push((byte)'\n'));
        }

        [TestMethod]
        public void Bytes_that_are_no_Utf_8_disturb_no_other_line()
        {
            LineReader reader = new LineReader();
            for (int value = 0x80; value <= 0xFF; value++)
            {
                reader.Push((byte)value);
                Assert.IsTrue(reader.Push((byte)'\n'), "byte " + value);
                Assert.IsFalse(reader.WasBad, "byte " + value);
                reader.Take();
                Assert.AreEqual("<next>", Read(reader, "next\n"));
            }
        }

        private static string Read(LineReader reader, string input)
        {
            string lines = "";
            byte[] bytes = Bytes.FromText(input);
            for (int i = 0; i < bytes.Length; i++)
            {
                if (reader.Push(bytes[i]))
                {
                    lines += reader.WasBad ? "bad" : "<" + reader.Take() + ">";
                }
            }

            return lines;
        }
    }
}
