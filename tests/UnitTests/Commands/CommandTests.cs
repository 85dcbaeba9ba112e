using System.Text;
using nanoFramework.TestFramework;
using NanoMqttDevice.Commands;

namespace NFUnitTest.Commands
{
    [TestClass]
    public class CommandTests
    {
        [TestMethod]
        public void An_id_and_a_name_are_a_command()
        {
            Command command = Parse("a-Z_09 ping");
            Assert.AreEqual("a-Z_09", command.Id);
            Assert.AreEqual("ping", command.Name);
            Assert.AreEqual("", command.Argument);
        }

        [TestMethod]
        public void The_rest_of_the_line_is_the_argument()
        {
            Command command = Parse("7 say hello  world ");
            Assert.AreEqual("say", command.Name);
            Assert.AreEqual("hello  world ", command.Argument);
        }

        [TestMethod]
        [DataRow("")]
        [DataRow("ping")]
        [DataRow(" ping")]
        [DataRow("7 ")]
        [DataRow("7  ping")]
        [DataRow("7\tping")]
        [DataRow("7 ping\n")]
        [DataRow("\"7 ping")]
        [DataRow("7. ping")]
        [DataRow("7 p\u00EFng")]
        [DataRow("123456789012345678901234567890123 ping")]
        public void Anything_else_is_no_command(string text)
        {
            Assert.IsNull(Parse(text));
        }

        [TestMethod]
        public void An_id_may_have_32_characters()
        {
            Assert.IsNotNull(Parse("12345678901234567890123456789012 ping"));
        }

        [TestMethod]
        public void A_command_may_have_1198_bytes()
        {
            Assert.IsNotNull(Parse("7 x " + new string('a', 1194)));
            Assert.IsNull(Parse("7 x " + new string('a', 1195)));
        }

        [TestMethod]
        public void An_id_is_remembered_until_it_is_the_oldest_of_too_many()
        {
            CommandHistory history = new CommandHistory(3);
            Assert.IsTrue(history.Add("1"));
            Assert.IsTrue(history.Add("2"));
            Assert.IsFalse(history.Add("1"));
            Assert.IsTrue(history.Add("3"));
            Assert.IsTrue(history.Add("4"));
            Assert.IsFalse(history.Add("2"));
            Assert.IsTrue(history.Add("1"));
        }

        private static Command Parse(string text)
        {
            return Command.Parse(Encoding.UTF8.GetBytes(text));
        }
    }
}
