using nanoFramework.TestFramework;
using NanoMqttDevice.Provisioning;
using NFUnitTest.Security;

namespace NFUnitTest.Provisioning
{
    [TestClass]
    public class SerialReaderTests
    {
        private const string GetState = "494d50524f5601" + "03020200" + "e5" + "0a";

        [TestMethod]
        [DataRow("show\n")]
        [DataRow("show\r")]
        [DataRow("show\r\n")]
        public void A_line_ends_with_LF_or_CR_or_both(string input)
        {
            Assert.AreEqual("<show>", Read(new SerialReader(), input));
        }

        [TestMethod]
        public void Lines_come_one_by_one_and_empty_ones_are_lines()
        {
            Assert.AreEqual("<a><><b c><><>", Read(new SerialReader(), "a\r\n\r\nb c\n\n\runfinished"));
        }

        [TestMethod]
        public void Text_beyond_Ascii_is_Utf_8()
        {
            Assert.AreEqual("<\u00FC\u20AC>", Read(new SerialReader(), "\u00FC\u20AC\n"));
        }

        [TestMethod]
        public void A_line_of_512_bytes_is_the_longest_and_the_longest_token_fits_in_it()
        {
            SerialReader reader = new SerialReader();
            Push(reader, new string('x', 512) + "\n");
            Assert.IsFalse(reader.IsTooLong());
            reader.Clear();
            Push(reader, new string('x', 513) + "\n");
            Assert.IsTrue(reader.IsTooLong());
        }

        [TestMethod]
        public void A_line_that_is_too_long_is_passed_over_whole_and_the_next_is_good()
        {
            Assert.AreEqual("bad<next>", Read(new SerialReader(), new string('x', 10000) + "factory-reset\r\nnext\n"));
        }

        [TestMethod]
        public void A_line_with_a_control_character_is_passed_over_whole_and_the_next_is_good()
        {
            SerialReader reader = new SerialReader();
            for (int value = 0; value <= 0x7F; value++)
            {
                if ((value < ' ' && value != '\r' && value != '\n') || value == 0x7F)
                {
                    Push(reader, "factory-");
                    reader.Push((byte)value, 0);
                    Assert.AreEqual("bad<next>", Read(reader, "reset\nnext\n"), "character " + value);
                }
            }
        }

        [TestMethod]
        public void A_line_is_wiped_when_it_is_cleared()
        {
            SerialReader reader = new SerialReader();
            Push(reader, "secret\n");
            reader.Clear();
            Assert.AreEqual("", reader.TextAfter(0));
            for (int i = 0; i < reader.Buffer.Length; i++)
            {
                Assert.AreEqual(0, (int)reader.Buffer[i]);
            }
        }

        [TestMethod]
        public void Bytes_that_are_no_Utf_8_disturb_no_other_line()
        {
            SerialReader reader = new SerialReader();
            for (int value = 0x80; value <= 0xFF; value++)
            {
                reader.Push((byte)value, 0);
                Assert.AreEqual((int)SerialInput.Line, (int)reader.Push((byte)'\n', 0), "byte " + value);
                reader.Clear();
                Assert.AreEqual("<next>", Read(reader, "next\n"));
            }
        }

        [TestMethod]
        [DataRow("set port 1", "set FIELD [VALUE]", true)]
        [DataRow("set", "set FIELD [VALUE]", true)]
        [DataRow("check", "check", true)]
        [DataRow("settle", "set FIELD [VALUE]", false)]
        [DataRow("se", "set FIELD [VALUE]", false)]
        [DataRow("", "set FIELD [VALUE]", false)]
        [DataRow(" set", "set FIELD [VALUE]", false)]
        public void A_first_word_is_the_same_or_not(string line, string usage, bool expected)
        {
            SerialReader reader = new SerialReader();
            Push(reader, line + "\n");
            Assert.AreEqual(expected, reader.StartsWith(usage));
        }

        [TestMethod]
        [DataRow("")]
        [DataRow("unfinished line ")]
        [DataRow("IMPRO")]
        [DataRow("IMPROVIMPROIMIMPROV")]
        public void A_frame_is_found_wherever_it_begins_and_what_precedes_it_on_its_line_is_dropped(string before)
        {
            SerialReader reader = new SerialReader();
            Push(reader, before);
            Assert.AreEqual("frame 03020200", ReadHex(reader, GetState));
            Assert.AreEqual("<><next>", Read(reader, "\nnext\n"));
        }

        [TestMethod]
        public void A_frame_is_found_after_a_line_that_was_too_long()
        {
            SerialReader reader = new SerialReader();
            Push(reader, new string('x', 600));
            Assert.AreEqual("frame 03020200", ReadHex(reader, GetState));
            Assert.AreEqual("<><next>", Read(reader, "\nnext\n"));
        }

        [TestMethod]
        [DataRow("494d50524f5601" + "03020200" + "e6" + "0a")]
        [DataRow("494d50524f5601" + "01020200" + "e3" + "0a")]
        public void A_frame_that_is_damaged_or_no_RPC_is_dropped_and_the_next_is_good(string frame)
        {
            SerialReader reader = new SerialReader();
            Assert.AreEqual("", ReadHex(reader, frame));
            Assert.AreEqual("frame 03020200", ReadHex(reader, GetState));
        }

        [TestMethod]
        public void The_longest_frame_fits()
        {
            SerialReader reader = new SerialReader();
            byte[] frame = Bytes.FromHex("494d50524f5601" + "03ff");
            int sum = 0;
            for (int i = 0; i < frame.Length; i++)
            {
                sum += frame[i];
                reader.Push(frame[i], 0);
            }

            for (int i = 0; i < 255; i++)
            {
                sum += 0xAA;
                Assert.AreEqual((int)SerialInput.None, (int)reader.Push(0xAA, 0));
            }

            Assert.AreEqual((int)SerialInput.Frame, (int)reader.Push((byte)sum, 0));
        }

        [TestMethod]
        public void A_frame_that_is_not_whole_after_100_ms_is_dropped()
        {
            SerialReader reader = new SerialReader();
            byte[] start = Bytes.FromHex("494d50524f56010302");
            for (int i = 0; i < start.Length; i++)
            {
                reader.Push(start[i], 1000);
            }

            Assert.AreEqual((int)SerialInput.None, (int)reader.Push((byte)'o', 1101));
            Assert.AreEqual((int)SerialInput.None, (int)reader.Push((byte)'k', 1101));
            Assert.AreEqual((int)SerialInput.Line, (int)reader.Push((byte)'\n', 1101));
            Assert.AreEqual("ok", reader.TextAfter(0));
        }

        [TestMethod]
        public void A_slow_frame_whose_bytes_are_at_most_100_ms_apart_is_whole()
        {
            SerialReader reader = new SerialReader();
            byte[] frame = Bytes.FromHex(GetState);
            SerialInput last = SerialInput.None;
            for (int i = 0; i < frame.Length - 1; i++)
            {
                last = reader.Push(frame[i], 1000 + (100 * i));
            }

            Assert.AreEqual((int)SerialInput.Frame, (int)last);
        }

        [TestMethod]
        public void The_published_checked_line_is_right()
        {
            SerialReader reader = new SerialReader();
            Push(reader, "#84207ABC 01 status\n");
            Assert.IsTrue(reader.IsChecked());
            Assert.IsTrue(reader.Verify());
            Assert.AreEqual("status", reader.TextAfter(0));
        }

        [TestMethod]
        public void Any_flipped_bit_of_a_checked_line_is_noticed()
        {
            byte[] line = Bytes.FromText("#84207ABC 01 status");
            SerialReader reader = new SerialReader();
            for (int bit = 0; bit < 8 * line.Length; bit++)
            {
                line[bit / 8] ^= (byte)(1 << (bit % 8));
                for (int i = 0; i < line.Length; i++)
                {
                    reader.Push(line[i], 0);
                }

                SerialInput input = reader.Push((byte)'\n', 0);
                Assert.IsFalse(input == SerialInput.Line && reader.IsChecked() && reader.Verify(), "bit " + bit);
                reader.Clear();
                line[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }

        [TestMethod]
        [DataRow("#")]
        [DataRow("#84207ABC 01")]
        [DataRow("#84207abc 01 status")]
        [DataRow("# 84207ABC 01 status")]
        public void What_only_begins_like_a_checked_line_is_none(string line)
        {
            SerialReader reader = new SerialReader();
            Push(reader, line + "\n");
            Assert.IsTrue(reader.IsChecked());
            Assert.IsFalse(reader.Verify());
        }

        private static void Push(SerialReader reader, string input)
        {
            byte[] bytes = Bytes.FromText(input);
            for (int i = 0; i < bytes.Length; i++)
            {
                reader.Push(bytes[i], 0);
            }
        }

        private static string Read(SerialReader reader, string input)
        {
            return ReadAll(reader, Bytes.FromText(input));
        }

        // Without the last byte, which is the end of the line after the frame.
        private static string ReadHex(SerialReader reader, string hex)
        {
            return ReadAll(reader, Bytes.FromHex(hex.Substring(0, hex.Length - 2)));
        }

        private static string ReadAll(SerialReader reader, byte[] bytes)
        {
            string all = "";
            for (int i = 0; i < bytes.Length; i++)
            {
                SerialInput input = reader.Push(bytes[i], 0);
                if (input != SerialInput.None)
                {
                    all += input == SerialInput.BadLine ? "bad"
                        : input == SerialInput.Line ? "<" + reader.TextAfter(0) + ">"
                        : "frame " + Bytes.ToHex(reader.Buffer, 2 + reader.Buffer[1]);
                    reader.Clear();
                }
            }

            return all;
        }
    }
}
