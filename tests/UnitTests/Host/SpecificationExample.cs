using System;
using System.IO;
using System.Runtime.CompilerServices;
using nanoFramework.TestFramework;
using NFUnitTest.Settings;
using NFUnitTest.Updates;

namespace NFUnitTest.Host
{
    [TestClass]
    public class SpecificationExample
    {
        [TestMethod]
        public void The_bytes_printed_in_the_specification_are_those_of_the_tests()
        {
            Assert.AreEqual(SettingsStoreTests.Example, Printed("Storage"));
            Assert.AreEqual(SamplePackage.Example, Printed("Updates"));
        }

        private static string Printed(string room)
        {
            string text = File.ReadAllText(Path.Combine(Here(), "..", "..", "..", "src", "NanoMqttDevice.Core", room, "SPEC.md"));
            string block = text.Split("```")[1];
            return string.Concat(block.Split(new[] { ' ', '\r', '\n' }, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();
        }

        private static string Here([CallerFilePath] string file = "")
        {
            return Path.GetDirectoryName(file);
        }
    }
}
