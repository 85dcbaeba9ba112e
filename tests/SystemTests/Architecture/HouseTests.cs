using System.Text.RegularExpressions;
using ArchUnitNET.Loader;
using NanoMqttDevice.Runtime;
using NanoMqttDevice.Simulator;

namespace NanoMqttDevice.SystemTests.Architecture;

[TestClass]
public sealed partial class HouseTests
{
    private const string BrokenRoot = "NanoMqttDevice.SystemTests.Architecture.Broken";

    private static readonly HouseRules _core =
        new(new ArchLoader().LoadAssemblies(typeof(Device).Assembly).Build(), "NanoMqttDevice");

    // A small house in this assembly, in which each rule is broken once.
    private static readonly HouseRules _broken =
        new(new ArchLoader().LoadAssemblies(typeof(HouseTests).Assembly).Build(), BrokenRoot);

    private static readonly string _source = FindSource();

    [TestMethod]
    public void Every_type_of_Core_stands_in_a_room() => AssertNone(_core.Homeless());

    [TestMethod]
    public void A_room_leans_only_on_rooms_below_it() => AssertNone(_core.LeaningUpwards());

    [TestMethod]
    public void Nothing_outside_Runtime_names_the_device() => AssertNone(_core.NamingTheDevice());

    [TestMethod]
    public void There_is_no_circle_between_files_of_Core() => AssertNone(_core.Circles());

    // Constants leave no trace in what is compiled: the names at the head of a file do.
    [TestMethod]
    public void No_file_of_Core_uses_a_room_above_its_own() => AssertNone(UsingsUpwards(Path.Combine(_source, "NanoMqttDevice.Core")));

    [TestMethod]
    public void Nothing_but_project_files_lies_at_the_root_of_Core() =>
        AssertNone(Directory.EnumerateFiles(Path.Combine(_source, "NanoMqttDevice.Core"), "*.cs").Select(f => $"{f} is in no room"));

    [TestMethod]
    public void Namespaces_follow_folders()
    {
        var core = Path.Combine(_source, "NanoMqttDevice.Core");
        AssertNone(CoreFiles(core)
            .Where(f => !File.ReadAllText(f).Contains($"\nnamespace NanoMqttDevice.{RoomOf(core, f)}", StringComparison.Ordinal)
                && !File.ReadAllText(f).StartsWith($"namespace NanoMqttDevice.{RoomOf(core, f)}", StringComparison.Ordinal))
            .Select(f => $"{f} has the namespace of another folder"));
    }

    [TestMethod]
    public void Firmware_and_simulator_do_not_know_each_other()
    {
        var simulator = new ArchLoader().LoadAssemblies(typeof(SimulatedDevice).Assembly).Build();
        AssertNone(simulator.Types.SelectMany(t => t.Dependencies)
            .Where(d => FirmwareNames().IsMatch(d.Target.FullName))
            .Select(d => $"{d.Origin.FullName} knows {d.Target.FullName}"));
        AssertNone(FilesNaming(Path.Combine(_source, "NanoMqttDevice"), "NanoMqttDevice.Simulator"));
        AssertNone(FilesNaming(Path.Combine(_source, "NanoMqttDevice.Simulator"), "NanoMqttDevice.Esp32"));
    }

    [TestMethod]
    public void Core_references_nothing_but_what_the_emulator_loads()
    {
        var project = File.ReadAllText(Path.Combine(_source, "NanoMqttDevice.Core", "NanoMqttDevice.Core.nfproj"));
        string[] allowed =
        [
            "mscorlib", "nanoFramework.System.Text", "nanoFramework.System.Collections", "nanoFramework.Runtime.Native", "nanoFramework.M2Mqtt.Core",
        ];
        AssertNone(Reference().Matches(project).Select(m => m.Groups[1].Value).Except(allowed));
    }

    [TestMethod]
    public void Each_rule_finds_what_breaks_it()
    {
        Assert.Contains("Homeless", string.Join('\n', _broken.Homeless()));
        Assert.Contains("LeansUpwards", string.Join('\n', _broken.LeaningUpwards()));
        Assert.Contains("NamesTheDevice", string.Join('\n', _broken.NamingTheDevice()));
        Assert.AreEqual($"{BrokenRoot}.Security.First - {BrokenRoot}.Security.Second", string.Join('\n', _broken.Circles()));
        Assert.Contains("LeansUpwards.cs", string.Join('\n', UsingsUpwards(Path.Combine(Path.GetDirectoryName(_source)!, "tests/SystemTests/Architecture/Broken"), BrokenRoot)));
        Assert.IsNotEmpty(FilesNaming(Path.Combine(_source, "NanoMqttDevice.Tool"), "NanoMqttDevice.Simulator").ToList());
    }

    private static IEnumerable<string> UsingsUpwards(string core, string root = "NanoMqttDevice") =>
        from file in CoreFiles(core)
        let room = RoomOf(core, file)
        from line in File.ReadLines(file)
        where line.StartsWith($"using {root}.", StringComparison.Ordinal)
        let used = line[$"using {root}.".Length..].TrimEnd(';')
        where HouseRules.Rooms.ToList().IndexOf(used) >= HouseRules.Rooms.ToList().IndexOf(room)
        select $"{file} uses {used}";

    private static IEnumerable<string> FilesNaming(string folder, string name) => Directory
        .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(f => Path.GetExtension(f) is ".cs" or ".nfproj" or ".csproj" && File.ReadLines(f).Any(l => Uses(l, name)))
        .Select(f => $"{f} names {name}");

    // A namespace, not one that begins with it.
    private static bool Uses(string line, string name) =>
        line.Contains($"using {name}", StringComparison.Ordinal) || line.Contains($"{name}.csproj", StringComparison.Ordinal);

    private static IEnumerable<string> CoreFiles(string core) => Directory.EnumerateFiles(core, "*.cs", SearchOption.AllDirectories)
        .Where(f => HouseRules.Rooms.Contains(RoomOf(core, f)));

    private static string RoomOf(string core, string file) => Path.GetRelativePath(core, file).Split(Path.DirectorySeparatorChar)[0];

    private static void AssertNone(IEnumerable<string> broken) => Assert.AreEqual("", string.Join('\n', broken));

    private static string FindSource()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "NanoMqttDevice.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not lie below the repository.");
        }

        return Path.Combine(folder.FullName, "src");
    }

    [GeneratedRegex("<Reference Include=\"([^\"]+)\"")]
    private static partial Regex Reference();

    [GeneratedRegex(@"^NanoMqttDevice\.(Esp32|Boards)\.")]
    private static partial Regex FirmwareNames();
}
