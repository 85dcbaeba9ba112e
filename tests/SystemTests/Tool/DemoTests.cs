using System.Text.Json;
using System.Text.RegularExpressions;

namespace NanoMqttDevice.SystemTests.Tool;

[TestClass]
public sealed partial class DemoTests
{
    [TestMethod]
    public async Task The_demo_shows_every_step_and_no_secret()
    {
        var run = await ToolRun.StartAsync("", "demo", "--json");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        var lines = run.Output.TrimEnd().Split('\n').Select(l => JsonDocument.Parse(l).RootElement).ToList();
        string[] steps =
        [
            "service", "register", "boot", "provision", "reboot", "connect", "telemetry", "command", "unregister", "refused", "replace", "online",
        ];
        Assert.AreSequenceEqual(steps, lines.SkipLast(1).Select(l => l.GetProperty("name").GetString()!).ToArray());
        Assert.IsTrue(lines.All(l => l.GetProperty("result").GetString() == "ok"));
        Assert.Contains("settings: empty", Value(lines[2], "device says"));
        Assert.Contains("record 1, read back", Value(lines[3], "commit"));
        Assert.AreEqual("connect: accepted", Value(lines[5], "service traces"));
        Assert.Contains("state: refused, cause: refused, connack: 5", Value(lines[9], "device says"));
        Assert.AreEqual("refuse: not authorized", Value(lines[9], "service traces"));
        Assert.Contains("state: online, cause: none", Value(lines[11], "device says"));

        // What looks like an access key is the id, never the secret; no password either.
        var ids = lines.Take(11).Where(l => l.GetProperty("name").GetString() is "register" or "replace").Select(l => Value(l, "DeviceAccessKeyId"));
        Assert.IsEmpty(AccessKey().Matches(run.Output).Select(m => m.Value).Except(ids).ToList());
        Assert.DoesNotMatchRegex(Password(), run.Output);
    }

    // What its reader writes into Application.cs must not break it: a product that sleeps, and one that measures nothing.
    [TestMethod]
    [DataRow("thermometer", "\"temperature\":")]
    [DataRow("relay", "none: Application.Measure adds nothing; what the device announces instead")]
    public async Task The_demo_takes_other_products(string product, string shows)
    {
        var run = await ToolRun.StartAsync("", "demo", "--product", product);
        Assert.AreEqual(0, run.ExitCode, run.Error);
        Assert.Contains(shows, run.Output);
        Assert.Contains("All 12 steps succeeded", run.Output);
    }

    [TestMethod]
    public async Task The_demo_names_the_step_that_failed()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("the folder for temporary files is set another way there");
        }

        using var folder = new TestFolder();
        var start = ToolRun.StartInfo("demo");
        start.Environment["TMPDIR"] = folder.PathOf("not-there");
        (await ToolRun.StartAsync("", start)).AssertRefused(1, "demo failed at step 3 (boot)");
    }

    [TestMethod]
    public async Task On_80_columns_lines_break_between_words_and_keep_gives_commands_that_work()
    {
        await using var window = await TerminalWindow.StartAsync(80, "demo", "--keep");
        var screen = await window.ExpectAsync("Ctrl-C ends them");
        screen = await window.ExpectAsync("nanomqtt monitor --port");
        foreach (var what in (string[])["hand the settings to the device over its serial line; it checks\n                 and stores them", "switch it off and on: now it knows only what its flash"])
        {
            Assert.Contains(what, screen);
        }

        var profile = System.Text.RegularExpressions.Regex.Match(screen, @"NANOMQTT_PROFILE=(\S+demo\.json)").Groups[1].Value;
        var run = await ToolRun.StartAsync("", "send", "--profile", profile, "GID_Demo@@@0001", "ping");
        Assert.AreEqual("GID_Demo@@@0001  ok\n", run.Output, run.Error);
        await window.PressAsync("C-c");
        await window.ExpectAsync("[exit 0]");
        Assert.IsFalse(File.Exists(profile));
    }

    private static string Value(JsonElement step, string name) => step.GetProperty("values").GetProperty(name).GetString()!;

    [GeneratedRegex("DC\\.[A-Za-z0-9]{22}")]
    private static partial Regex AccessKey();

    [GeneratedRegex("[A-Za-z0-9+/]{27}=")]
    private static partial Regex Password();
}
