using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using nanoFramework.TestFramework;

namespace NFUnitTest.Host
{
    /// <summary>A .nfproj names every file it compiles: one that is forgotten there would be on the PC and not on the device.</summary>
    [TestClass]
    public class ProjectFileTests
    {
        [TestMethod]
        [DataRow("src/NanoMqttDevice.Core/NanoMqttDevice.Core.nfproj", "")]
        [DataRow("src/NanoMqttDevice/NanoMqttDevice.nfproj", "")]
        [DataRow("tests/UnitTests/NFUnitTest.nfproj tests/UnitTests/NFUnitTest.Rooms.nfproj tests/UnitTests/NFUnitTest.Product.nfproj", "Host/")]
        public void Every_file_in_the_folder_is_compiled_for_the_device_too(string projects, string except)
        {
            string[] paths = projects.Split(' ');
            string folder = Path.GetDirectoryName(Path.Combine(Root(), paths[0]));
            List<string> named = paths.SelectMany(p => XDocument.Load(Path.Combine(Root(), p)).Descendants())
                .Where(e => e.Name.LocalName == "Compile")
                .Select(e => e.Attribute("Include").Value.Replace('\\', '/'))
                .Where(f => !f.StartsWith(".."))
                .Distinct()
                .OrderBy(f => f, System.StringComparer.Ordinal)
                .ToList();
            List<string> found = Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/'))
                .Where(f => !f.StartsWith("bin/") && !f.StartsWith("obj/") && (except.Length == 0 || !f.StartsWith(except)))
                .OrderBy(f => f, System.StringComparer.Ordinal)
                .ToList();
            CollectionAssert.AreEqual(found, named);
        }

        private static string Root([CallerFilePath] string here = "")
        {
            return Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here), "../../.."));
        }
    }
}
