using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace NanoMqttDevice.SystemTests.Tool;

/// <summary>tests/emulator.sh against a stand-in CLR: what goes wrong there must never look like success.</summary>
[TestClass]
public sealed class EmulatorScriptTests
{
    private static readonly string[] _assemblies =
    [
        "mscorlib", "nanoFramework.System.Text", "nanoFramework.M2Mqtt.Core", "nanoFramework.TestFramework", "NanoMqttDevice.Core", "NFUnitTest",
        "nanoFramework.UnitTestLauncher",
    ];

    [TestMethod]
    [DataRow("echo 'Test passed,A,1'; echo 'Test skipped,B,no'", 0, "1 passed, 0 failed, 1 skipped", "")]
    [DataRow("echo 'Test passed,A,1'; echo 'Test failed,B,why'", 1, "Test failed,B,why\n1 passed, 1 failed, 0 skipped", "")]
    [DataRow("echo 'Test passed,A,1'; kill -SEGV $$", 1, "1 passed, 0 failed, 0 skipped", "the CLR crashed")]
    [DataRow("echo 'Test passed,A,1'; exit 3", 1, "1 passed, 0 failed, 0 skipped", "ended with exit code 3")]
    [DataRow("echo 'Test passed,A,1'; exec sleep 60", 1, "1 passed, 0 failed, 0 skipped", "did not end within 2 s")]
    [DataRow("echo 'ERROR: checksum mismatch'; echo 'Test passed,A,1'", 1, "1 passed, 0 failed, 0 skipped", "refused an assembly")]
    [DataRow("true", 1, "0 passed, 0 failed, 0 skipped", "no test ran")]
    public async Task Results_are_counted_and_every_other_end_is_a_failure(string clr, int exitCode, string output, string error)
    {
        var (code, said, complained) = await RunAsync(clr, _assemblies, "--timeout", "2");
        Assert.AreEqual(exitCode, code, complained);
        Assert.AreEqual(output, said.Trim());
        Assert.Contains(error, complained);
    }

    [TestMethod]
    public async Task A_launcher_that_stops_in_the_middle_is_told_by_the_number_of_results()
    {
        var (code, _, complained) = await RunAsync("echo 'Test passed,A,1'", _assemblies, "--expect", "2");
        Assert.AreEqual(1, code);
        Assert.Contains("2 tests should have a result; the launcher did not reach its end after: A", complained);
    }

    [TestMethod]
    public async Task A_missing_assembly_is_named()
    {
        var (code, _, complained) = await RunAsync("echo 'Test passed,A,1'", [.. _assemblies.SkipLast(1)]);
        Assert.AreEqual(2, code);
        Assert.Contains("missing assembly", complained);
        Assert.Contains("nanoFramework.UnitTestLauncher.pe", complained);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string clr, string[] assemblies, params string[] options)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("the script is for POSIX hosts");
        }

        using var folder = new TestFolder();
        var program = folder.Write("clr", "#!/bin/bash\n" + clr + "\n");
        foreach (var assembly in assemblies)
        {
            folder.Write($"pe/{assembly}.pe", "NFMRK1");
        }

        var start = new ProcessStartInfo("bash", [Script(), "--nanoclr", $"bash {program}", .. options, folder.PathOf("pe")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return (process.ExitCode, await output, await error);
    }

    private static string Script([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../emulator.sh"));
}
