using System.Text.Json;

namespace NanoMqttDevice.SystemTests.Tool;

[TestClass]
public sealed class FlashStepTests
{
    private const string NoCheck = "--suppressnanoffversioncheck";
    private const string Password = "correct horse";

    private static readonly string[] _everything = ["identify", "update", "files", "network", "deploy"];

    [TestMethod]
    [DataRow("esp32-devkitc", "ESP32_REV3")]
    [DataRow("esp32-devkitc-rev0", "ESP32_REV0")]
    [DataRow("esp32-wrover", "ESP32_PSRAM_REV0")]
    [DataRow("esp32-s3-devkitc", "ESP32_S3_OCTAL")]
    [DataRow("esp32-s3-devkitc-quad", "ESP32_S3_QUAD")]
    [DataRow("esp32-c3-devkitm", "ESP32_C3")]
    public async Task Each_step_runs_nanoff_with_the_arguments_of_the_board(string board, string target)
    {
        using var bench = new FlashBench();
        bench.Behave($"chip {target}");
        var run = await bench.FlashAsync(Password + "\n", "--board", board, "--image", bench.Image, "--wifi-ssid", "Home");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        Assert.AreSequenceEqual(_everything, bench.Steps);
        AssertArguments(bench, "identify", NoCheck, "--platform", "esp32", "--serialport", bench.Port, "--identifyfirmware");
        AssertArguments(
            bench, "update", NoCheck, "--verbosity", "minimal",
            "--platform", "esp32", "--target", target, "--serialport", bench.Port, "--update", "--nobackupconfig");
        AssertArguments(bench, "deploy", NoCheck, "--nanodevice", "--deploy", "--serialport", bench.Port, "--image", bench.Image);
        AssertFile(bench, "files", "--filedeployment", """{"SerialPort":"PORT","Files":[{"DestinationFilePath":"I:\\ca.pem","SourceFilePath":"CA"}]}""");
        AssertFile(bench, "network", "--networkdeployment", """
            {"SerialPort":"PORT","WirelessClient":{"Ssid":"Home","Password":"correct horse","Authentication":"WPA2","Encryption":"WPA2","ConfigurationOption":"AutoConnect"}}
            """);
        foreach (var step in _everything)
        {
            Assert.AreEqual("1\n", bench.Read($"{step}.optout"), step);
            Assert.AreEqual("", bench.Read($"{step}.stdin"), step);
        }

        Assert.IsEmpty(bench.Leftovers);
        Assert.Contains("5/5 deploy   ok", run.Output);
        Assert.Contains("All 5 steps succeeded", run.Output);
        Assert.Contains("    Deploying managed application...OK\n", run.Error);
        Assert.DoesNotContain("--listdfu", run.Error);
    }

    [TestMethod]
    public async Task What_is_not_wanted_is_not_done()
    {
        using var bench = new FlashBench();
        Assert.AreEqual(0, (await bench.FlashAsync("", "--board", "esp32-devkitc", "--no-update", "--image", bench.Image)).ExitCode);
        Assert.AreSequenceEqual(["files", "deploy"], bench.Steps);
        File.Delete(bench.PathOf("steps"));
        Assert.AreEqual(0, (await bench.FlashAsync("", "--board", "esp32-devkitc", "--no-identify", "--no-ca", "--fwversion", "1.17.0.7")).ExitCode);
        Assert.AreSequenceEqual(["update"], bench.Steps);
        Assert.AreSequenceEqual(["--update", "--fwversion", "1.17.0.7", "--nobackupconfig"], bench.ArgumentsOf("update").TakeLast(4).ToArray());
    }

    [TestMethod]
    [DataRow("esp32-devkitc", "ESP32_REV3", null, "0x1E0000")]
    [DataRow("esp32-s3-devkitc", "ESP32_S3_QUAD", null, "0x1B0000")]
    [DataRow("esp32-c3-devkitm", "ESP32_C3", "0x1B0000", "0x1B0000")]
    public async Task With_an_address_the_image_goes_through_the_boot_loader_to_the_right_place(string board, string chip, string? given, string expected)
    {
        using var bench = new FlashBench();
        bench.Behave($"chip {chip}");
        string[] address = given is null ? ["--address"] : ["--address", given];
        var run = await bench.FlashAsync("", ["--board", board, "--no-update", "--no-ca", "--image", bench.Image, .. address]);
        Assert.AreEqual(0, run.ExitCode, run.Error);
        Assert.AreSequenceEqual(["identify", "deploy"], bench.Steps);
        AssertArguments(
            bench, "deploy", NoCheck, "--platform", "esp32", "--serialport", bench.Port, "--deploy", "--image", bench.Image, "--address", expected);
        Assert.DoesNotContain("Writing at", run.Error);
    }

    [TestMethod]
    public async Task With_json_each_step_and_the_end_is_an_object()
    {
        using var bench = new FlashBench();
        var run = await bench.FlashAsync("", "--board", "esp32-devkitc", "--image", bench.Image, "--json");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        var lines = run.Output.TrimEnd().Split('\n').Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.AreSequenceEqual(["identify", "update", "files", "deploy"], lines.SkipLast(1).Select(l => l.GetProperty("name").GetString()!).ToArray());
        Assert.IsTrue(lines.All(l => l.GetProperty("result").GetString() == "ok"));
        Assert.AreEqual("esp32-devkitc", lines[^1].GetProperty("board").GetString());
        Assert.AreEqual(bench.Port, lines[^1].GetProperty("port").GetString());
    }

    [TestMethod]
    public async Task Mass_erase_is_passed_on_only_when_asked_for_and_what_is_lost_is_told()
    {
        using var bench = new FlashBench();
        bench.Behave("fail deploy");
        var run = await bench.FlashAsync("", "--board", "esp32-devkitc", "--masserase", "--image", bench.Image);
        AssertFailed(run, "deploy", "take the settings record, the Wi-Fi network and the files on the board for lost");
        Assert.Contains("nanomqtt: --masserase erases the settings record with its credential, the Wi-Fi network", run.Error);
        Assert.AreEqual("--masserase", bench.ArgumentsOf("update")[^1]);
        Assert.DoesNotContain("--nobackupconfig", bench.ArgumentsOf("update"));
    }

    [TestMethod]
    [DataRow("identify", "the device answers but the operation failed")]
    [DataRow("update", "nanoff says 'E4000' (exit code 160): the boot loader does not answer or broke off; hold the BOOT button")]
    [DataRow("files", "nanoff says 'Error E2002: Error executing operation with nano device. (of the stand-in)' (exit code 210)")]
    [DataRow("network", "press the reset button")]
    [DataRow("deploy", "run this again with --no-update")]
    public async Task A_step_that_fails_is_the_last_and_the_stored_record_is_told_to_be_safe(string step, string says)
    {
        using var bench = new FlashBench();
        bench.Behave($"fail {step}");
        var run = await bench.FlashAsync(Password, "--board", "esp32-devkitc", "--image", bench.Image, "--wifi-ssid", "Home");
        AssertFailed(run, step, says);
        Assert.EndsWith("nothing was erased, the settings record on the board is as it was\n", run.Error);
        Assert.AreSequenceEqual(_everything.TakeWhile(s => s != step).Append(step).ToArray(), bench.Steps);
        Assert.IsFalse(bench.Steps.Any(s => bench.ArgumentsOf(s).Contains("--masserase")));
        Assert.IsEmpty(bench.Leftovers);
        Assert.DoesNotContain(Password, run.Output + run.Error);
    }

    [TestMethod]
    [DataRow("identify", "which chip is connected")]
    [DataRow("update", "that it wrote the firmware")]
    [DataRow("network", "that it wrote the Wi-Fi network")]
    [DataRow("deploy", "that it wrote the application")]
    public async Task A_step_of_which_nanoff_only_says_that_it_ended_well_has_failed(string step, string says)
    {
        using var bench = new FlashBench();
        bench.Behave($"nothing {step}");
        var run = await bench.FlashAsync(Password, "--board", "esp32-devkitc", "--image", bench.Image, "--wifi-ssid", "Home", "--json");
        AssertFailed(run, step, $"nanoff ends without an error and does not say {says}");
        var last = JsonDocument.Parse(run.Output.TrimEnd().Split('\n')[^1]).RootElement;
        Assert.AreEqual(step, last.GetProperty("name").GetString());
        Assert.AreEqual("failed", last.GetProperty("result").GetString());
        Assert.Contains(says, last.GetProperty("why").GetString()!);
    }

    [TestMethod]
    [DataRow("refuse file")]
    [DataRow("throw file")]
    public async Task An_error_of_one_file_is_a_failure_though_nanoff_ends_well(string behaviour)
    {
        using var bench = new FlashBench();
        bench.Behave(behaviour);
        AssertFailed(await bench.FlashAsync("", "--board", "esp32-devkitc"), "files", "not written: I:\\ca.pem");
    }

    [TestMethod]
    [DataRow("esp32-devkitc", "ESP32_S3_OCTAL", "use --board esp32-s3-devkitc or esp32-s3-devkitc-quad")]
    [DataRow("esp32-s3-devkitc", "ESP32_C3", "use --board esp32-c3-devkitm")]
    [DataRow("esp32-devkitc", "ESP32_REV0", "use --board esp32-devkitc-rev0")]
    [DataRow("esp32-c3-devkitm", "ESP32_H2_THREAD", "add an entry to flash/boards.json")]
    public async Task Another_chip_than_the_boards_is_left_alone(string board, string chip, string says)
    {
        using var bench = new FlashBench();
        bench.Behave($"chip {chip}");
        AssertFailed(await bench.FlashAsync("", "--board", board, "--image", bench.Image), "identify", says);
        Assert.AreSequenceEqual(["identify"], bench.Steps);
    }

    [TestMethod]
    [DataRow("update")]
    [DataRow("network")]
    public async Task A_step_that_hangs_is_ended(string step)
    {
        using var bench = new FlashBench();
        bench.Behave($"hang {step}");
        var run = await bench.FlashAsync(Password, "--board", "esp32-devkitc", "--wifi-ssid", "Home", "--timeout", "1");
        AssertFailed(run, step, "nanoff had not ended after 1 s and was ended; --timeout gives it longer");
        Assert.IsEmpty(bench.Leftovers);
        Assert.IsFalse(Directory.Exists($"/proc/{bench.Read("pid").Trim()}"), "it still runs");
    }

    [TestMethod]
    public async Task Ended_with_Ctrl_C_it_leaves_neither_nanoff_nor_the_password_behind()
    {
        using var bench = new FlashBench();
        bench.Behave("hang network");
        var start = bench.StartInfo("--port", bench.Port, "--boot-wait", "0", "--board", "esp32-devkitc", "--wifi-ssid", "Home");
        using var process = System.Diagnostics.Process.Start(start)!;
        await process.StandardInput.WriteAsync(Password);
        process.StandardInput.Close();
        await Service.Eventually.HoldsAsync(() => File.Exists(bench.PathOf("pid")), "nanoff hangs");
        Assert.HasCount(1, bench.Leftovers);
        using (var kill = System.Diagnostics.Process.Start("kill", ["-INT", $"{process.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.AreEqual(130, process.ExitCode);
        Assert.Contains("flash failed at step 4 (network): stopped; nothing was erased", await error);
        Assert.IsEmpty(bench.Leftovers);
        Assert.IsFalse(Directory.Exists($"/proc/{bench.Read("pid").Trim()}"), "it still runs");
    }

    [TestMethod]
    [DataRow("vanish update", "files", "has vanished; look at cable and power")]
    [DataRow("vanish files\nfail files", "files", "has vanished; look at cable and power")]
    public async Task A_port_that_vanishes_is_told(string behaviour, string step, string says)
    {
        using var bench = new FlashBench();
        bench.Behave(behaviour);
        AssertFailed(await bench.FlashAsync("", "--board", "esp32-devkitc", "--timeout", "1"), step, $"the serial port {bench.Port} {says}");
    }

    [TestMethod]
    public async Task The_password_is_in_the_private_file_alone_even_if_nanoff_prints_it()
    {
        using var bench = new FlashBench();
        bench.Behave("echo network");
        const string difficult = """pa"ss\wo'rd $HOME""";
        var run = await bench.FlashAsync(difficult + "\n", "--board", "esp32-devkitc", "--no-update", "--no-ca", "--wifi-ssid", "My \"Home\"");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        var client = JsonDocument.Parse(bench.Read("network.json")).RootElement.GetProperty("WirelessClient");
        Assert.AreEqual(difficult, client.GetProperty("Password").GetString());
        Assert.AreEqual("My \"Home\"", client.GetProperty("Ssid").GetString());
        Assert.Contains("\"Password\":\"****\"", run.Error);
        Assert.Contains("it is ****", run.Error);
        Assert.DoesNotContain("wo'rd", run.Output + run.Error + bench.Read("network.args"));
        Assert.IsEmpty(bench.Leftovers);
    }

    private static void AssertArguments(FlashBench bench, string step, params string[] expected) =>
        Assert.AreSequenceEqual(expected, bench.ArgumentsOf(step), step);

    private static void AssertFile(FlashBench bench, string step, string option, string json)
    {
        var arguments = bench.ArgumentsOf(step);
        Assert.AreSequenceEqual([NoCheck, option], arguments.SkipLast(1).ToArray());
        var expected = json.Replace("PORT", bench.Port, StringComparison.Ordinal).Replace("CA", FlashBench.DefaultCa, StringComparison.Ordinal);
        Assert.AreEqual(expected, bench.Read($"{step}.json"));
        var file = arguments[^1];
        Assert.AreEqual($"600 {file}\n700 {Path.GetDirectoryName(file)}\n", bench.Read($"{step}.modes"));
        Assert.IsFalse(File.Exists(file));
    }

    private static void AssertFailed(ToolRun run, string step, string says)
    {
        Assert.AreEqual(8, run.ExitCode, run.Error);
        var last = run.Error.TrimEnd().Split('\n')[^1];
        Assert.StartsWith("nanomqtt: flash failed at step ", last);
        Assert.Contains($"({step}): ", last);
        Assert.Contains(says, last);
    }
}
