using System;
using System.IO;
using System.Runtime.CompilerServices;
using nanoFramework.TestFramework;
using NFUnitTest.Settings;

namespace NFUnitTest.Host
{
    [TestClass]
    public class SpecificationExample
    {
        [TestMethod]
        public void The_bytes_printed_in_the_specification_are_those_of_the_tests()
        {
            string text = File.ReadAllText(Path.Combine(Here(), "..", "..", "..", "src", "NanoMqttDevice.Core", "Storage", "SPEC.md"));
            string block = text.Split("```")[1];
            string hex = string.Concat(block.Split(new[] { ' ', '\r', '\n' }, StringSplitOptions.RemoveEmptyEntries));
            Assert.AreEqual(SettingsStoreTests.Example, hex.ToLowerInvariant());
        }

        private static string Here([CallerFilePath] string file = "")
        {
            return Path.GetDirectoryName(file);
        }
    }
}
