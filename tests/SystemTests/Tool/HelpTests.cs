using System.CommandLine;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Tool;
using NanoMqttDevice.Tool.Help;
using NanoMqttDevice.Tool.Output;
using NanoMqttDevice.Tool.Terminal;

namespace NanoMqttDevice.SystemTests.Tool;

[TestClass]
public sealed class HelpTests
{
    [TestMethod]
    public async Task Help_has_examples_and_exit_codes()
    {
        var run = await ToolRun.StartAsync("", "rotate", "--help");
        Assert.AreEqual(0, run.ExitCode);
        Assert.Contains("Examples:\n  nanomqtt service --tls-port 8883 --tls-ca-out ca.pem", run.Output);
        Assert.Contains("Exit codes:\n    0  Done\n", run.Output);
        Assert.Contains("   13  The device did not take its new credential", run.Output);
        Assert.Contains("  130  Stopped by Ctrl-C", run.Output);
    }

    [TestMethod]
    public void Every_command_has_them_and_every_example_is_understood()
    {
        var root = CommandTree.Create();
        var paths = PathsOf(root, "").ToList();
        Assert.AreSequenceEqual(paths.Order().ToArray(), CommandHelp.All.Keys.Order().ToArray());
        foreach (var (line, _) in CommandHelp.All.Values.SelectMany(h => h.Examples).Where(e => !e.Line.Contains('…') && !e.Line.Contains("COMMAND")))
        {
            var words = line.Split('|')[^1].Replace("source <(", "").Replace(")", "").Split('>')[0].Trim();
            Assert.StartsWith("nanomqtt ", words);
            var parsed = root.Parse(words["nanomqtt ".Length..], new ParserConfiguration { ResponseFileTokenReplacer = null });
            Assert.IsEmpty(parsed.Errors, line);
        }

        foreach (var code in CommandHelp.All.Values.SelectMany(h => h.ExitCodes).Distinct())
        {
            Assert.AreNotEqual("", ExitCodes.Describe(code));
        }
    }

    [TestMethod]
    [DataRow("'provison'. Did you mean 'provision'? Try 'nanomqtt --help'.", "provison")]
    [DataRow("'aply'. Did you mean 'apply'? Try 'nanomqtt token --help'.", "token", "aply")]
    [DataRow("'--porrt'. Did you mean '--port'? Try 'nanomqtt console --help'.", "console", "--porrt")]
    [DataRow("'xyz'. Try 'nanomqtt --help'.", "xyz")]
    [DataRow("--port: must be a whole number, and 'abc' is none. Try 'nanomqtt service --help'.", "service", "--port", "abc")]
    [DataRow("--rate: must be a number, and 'abc' is none.", "load", "--rate", "abc")]
    public async Task A_typing_error_is_met_with_what_may_be_meant(string says, params string[] arguments)
    {
        var run = await ToolRun.StartAsync("", arguments);
        run.AssertRefused(2, says);
        Assert.DoesNotContain("System.", run.Error);
    }

    [TestMethod]
    public async Task Tab_completes_in_bash()
    {
        var bash = InstalledProgram.Require("bash", "apt-get install bash");
        using var folder = new TestFolder();
        var start = new System.Diagnostics.ProcessStartInfo("env", ["-i", $"PATH={AppContext.BaseDirectory}:/usr/bin:/bin", $"HOME={folder.PathOf("")}",
            .. Dotnet(), "PS1=ready> ", "TERM=xterm", bash, "--norc", "-i"]);
        await using var window = await TerminalWindow.StartAsync(120, start);
        await window.ExpectAsync("ready>");
        await window.TypeAsync("source <(nanomqtt completion bash)");
        await window.PressAsync("Enter");
        await Task.Delay(1500);
        await window.TypeAsync("nanomqtt prov");
        await window.PressAsync("Tab");
        await window.ExpectAsync("ready> nanomqtt provision");
        await window.TypeAsync("--wifi-s");
        await window.PressAsync("Tab");
        await window.ExpectAsync("nanomqtt provision --wifi-ssid");
        await window.PressAsync("C-c");
        await window.TypeAsync("nanomqtt token que");
        await window.PressAsync("Tab");
        await window.ExpectAsync("nanomqtt token query");
    }

    [TestMethod]
    [DataRow("zsh")]
    [DataRow("fish")]
    [DataRow("pwsh")]
    public async Task Other_shells_get_theirs(string shell)
    {
        var run = await ToolRun.StartAsync("", "completion", shell);
        Assert.AreEqual(0, run.ExitCode);
        Assert.Contains("[suggest:", run.Output);
    }

    [TestMethod]
    public async Task The_parser_suggests_what_a_shell_asks_for()
    {
        var run = await ToolRun.StartAsync("", "[suggest:21]", "nanomqtt credential re");
        Assert.Contains("refresh", run.Output);
        Assert.Contains("register", run.Output);
    }

    [TestMethod]
    public void Requests_to_a_device_are_completed_by_its_own_help()
    {
        var completer = new RequestCompleter(["help", "set FIELD [VALUE]", "status", "show", "wifi scan|join SSID", "log on|off"]);
        Assert.AreSequenceEqual(["set", "show", "status"], completer.Complete("s").ToArray());
        Assert.AreSequenceEqual(["clean-session", "client-id"], completer.Complete("set cl").ToArray());
        Assert.AreSequenceEqual(["join", "scan"], completer.Complete("wifi ").ToArray());
        Assert.AreSequenceEqual(["off", "on"], completer.Complete("log o").ToArray());
        Assert.IsEmpty(completer.Complete("wifi join ").ToArray());

        var editor = new LineEditor(null, completer.Complete);
        Type(editor, "st\t");
        Assert.AreEqual("status ", editor.Text);
        editor = new LineEditor(null, completer.Complete);
        Type(editor, "log o\t");
        Assert.AreSequenceEqual(["off", "on"], editor.Choices.ToArray());
    }

    [TestMethod]
    public void Long_lines_break_between_words_alone()
    {
        Assert.AreEqual("one two\n   three\n   fourteencharacters", WordWrap.Of("one two three fourteencharacters", 3, 3, 10));
        Assert.AreEqual("a:\n   {b:1,\n   c:22}", WordWrap.Of("a: {b:1,c:22}", 3, 3, 10));
        Assert.AreEqual("short", WordWrap.Of("short", 0, 3, 10));
    }

    private static string[] Dotnet() => Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root
        ? [$"DOTNET_ROOT={root}"]
        : [$"DOTNET_ROOT={Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "../../.."))}"];

    private static void Type(LineEditor editor, string text)
    {
        foreach (var c in text)
        {
            editor.Push(new ConsoleKeyInfo(c, c == '\t' ? ConsoleKey.Tab : ConsoleKey.None, false, false, false));
        }
    }

    private static IEnumerable<string> PathsOf(Command command, string path) => command.Subcommands
        .SelectMany(c => PathsOf(c, path.Length == 0 ? c.Name : $"{path} {c.Name}")).Append(path);
}
