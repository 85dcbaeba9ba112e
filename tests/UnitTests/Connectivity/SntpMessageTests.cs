using nanoFramework.TestFramework;
using NanoMqttDevice.Connectivity;
using NFUnitTest.Platform;

namespace NFUnitTest.Connectivity
{
    [TestClass]
    public class SntpMessageTests
    {
        [TestMethod]
        public void A_question_is_a_client_s_of_version_4_and_tells_nothing_of_the_device()
        {
            byte[] question = Question();
            Assert.AreEqual(0x23, (int)question[0]);
            for (int i = 1; i < 40; i++)
            {
                Assert.AreEqual(0, (int)question[i]);
            }
        }

        [TestMethod]
        public void Two_questions_differ()
        {
            FakeRandom random = new FakeRandom();
            byte[] first = new byte[SntpMessage.Size];
            byte[] second = new byte[SntpMessage.Size];
            SntpMessage.Write(first, random);
            SntpMessage.Write(second, random);
            Assert.IsFalse(first[40] == second[40]);
        }

        [TestMethod]
        public void The_time_is_read_to_the_millisecond()
        {
            byte[] question = Question();
            byte[] answer = new byte[SntpMessage.Size];
            int length = new TimeServer().Answer("h", 123, question, answer);
            Assert.AreEqual(TimeServer.UnixMilliseconds, SntpMessage.Read(answer, length, question));
        }

        [TestMethod]
        public void After_2036_the_seconds_begin_anew()
        {
            byte[] question = Question();
            byte[] answer = new byte[SntpMessage.Size];
            int length = new TimeServer().Answer("h", 123, question, answer);
            for (int i = 40; i < 48; i++)
            {
                answer[i] = 0;
            }

            // 2036-02-07T06:28:17Z (RFC 4330, section 3: the first era ends one second before).
            answer[43] = 1;
            Assert.AreEqual(2085978497000L, SntpMessage.Read(answer, length, question));
        }

        [TestMethod]
        [DataRow(0, 0x23)]
        [DataRow(0, 0x25)]
        [DataRow(0, 0xE4)]
        [DataRow(1, 0)]
        [DataRow(1, 16)]
        [DataRow(24, 0xAA)]
        [DataRow(31, 0xAA)]
        public void A_question_sent_back_a_broadcast_a_clock_that_is_not_set_a_kiss_of_death_and_an_answer_to_another_are_not_believed(int at, int value)
        {
            byte[] question = Question();
            byte[] answer = new byte[SntpMessage.Size];
            TimeServer server = new TimeServer { Changed = at, Value = (byte)value };
            Assert.AreEqual(-1L, SntpMessage.Read(answer, server.Answer("h", 123, question, answer), question));
        }

        [TestMethod]
        public void Half_an_answer_and_one_without_a_time_are_not_believed()
        {
            byte[] question = Question();
            byte[] answer = new byte[SntpMessage.Size];
            int length = new TimeServer().Answer("h", 123, question, answer);
            Assert.AreEqual(-1L, SntpMessage.Read(answer, length - 1, question));
            for (int i = 40; i < 48; i++)
            {
                answer[i] = 0;
            }

            Assert.AreEqual(-1L, SntpMessage.Read(answer, length, question));
        }

        private static byte[] Question()
        {
            byte[] question = new byte[SntpMessage.Size];
            SntpMessage.Write(question, new FakeRandom());
            return question;
        }
    }
}
