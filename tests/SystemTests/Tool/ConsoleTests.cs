using NanoMqttDevice.Runtime;
using NanoMqttDevice.Simulator;
using NanoMqttDevice.SystemTests.Devices;
using NanoMqttDevice.Tool.Terminal;

namespace NanoMqttDevice.SystemTests.Tool;

[TestClass]
public sealed class ConsoleTests
{
    [TestMethod]
    public async Task Piped_requests_are_answered_and_a_secret_on_the_next_line_is_not_shown()
    {
        if (!PseudoTerminal.IsSupported)
        {
            Assert.Inconclusive("a simulated serial port needs Linux");
        }

        using var terminal = new PseudoTerminal();
        await using var device = new TestDevice(serial: terminal);
        device.Device.Start();
        var run = await ToolRun.StartAsync("set client-id GID_Test@@@0001\nset secret\nTopSecret\n\nshow\n", "console", "--port", terminal.PortName);
        Assert.AreEqual(0, run.ExitCode, run.Error);
        Assert.StartsWith("OK\nOK\nmode: ", run.Output);
        Assert.Contains("client-id: GID_Test@@@0001\n", run.Output);
        Assert.Contains("\nsecret: set\n", run.Output);
        Assert.DoesNotContain("TopSecret", run.Output + run.Error);

        run = await ToolRun.StartAsync("set client-id GID_Test\n", "console", "--port", terminal.PortName);
        Assert.AreEqual("ERR 65 client-id\n", run.Output);
        Assert.Contains("client-id: has no separator @@@", run.Error);

        run = await ToolRun.StartAsync("comit\nexit\ncommit\n", "console", "--port", terminal.PortName);
        Assert.AreEqual(1, run.ExitCode);
        Assert.Contains("near: commit", run.Output);
        Assert.EndsWith("ERR 1 command\n", run.Output);
    }

    [TestMethod]
    public async Task On_a_terminal_Tab_completes_and_an_error_is_explained()
    {
        if (!PseudoTerminal.IsSupported)
        {
            Assert.Inconclusive("a simulated serial port needs Linux");
        }

        using var terminal = new PseudoTerminal();
        await using var device = new TestDevice(serial: terminal);
        device.Device.Start();
        await using var window = await TerminalWindow.StartAsync(80, "console", "--port", terminal.PortName);
        await window.ExpectAsync("\n>");
        await window.TypeAsync("stat");
        await window.PressAsync("Tab");
        await window.ExpectAsync("> status");
        await window.PressAsync("Enter");
        await window.ExpectAsync("state: unprovisioned");
        await window.TypeAsync("comit");
        await window.PressAsync("Enter");
        await window.ExpectAsync("nanomqtt: the device has no such request; 'help' lists those it has");
        await window.PressAsync("C-d");
        await window.ExpectAsync("[exit 1]");
    }

    [TestMethod]
    public void Lines_are_edited_with_the_keys_of_every_shell()
    {
        Assert.AreEqual("show", Type("sXhow", Key(ConsoleKey.Home), Key(ConsoleKey.RightArrow), Key(ConsoleKey.Delete)));
        Assert.AreEqual("show", Type("shot", Key(ConsoleKey.Backspace), 'w'));
        Assert.AreEqual("status", Type("tatus", Control(ConsoleKey.A), 's'));
        Assert.AreEqual("set ", Type("set secret", Control(ConsoleKey.W)));
        Assert.AreEqual("et", Type("set", Key(ConsoleKey.Home), Control(ConsoleKey.D)));
        Assert.AreEqual("a", Type("bc", Control(ConsoleKey.U), 'a'));
        Assert.AreEqual("ab", Type("abc", Key(ConsoleKey.LeftArrow), Control(ConsoleKey.K)));
        Assert.AreEqual("", Type("abc", Key(ConsoleKey.Escape), Key(ConsoleKey.Backspace), Key(ConsoleKey.Delete)));
        Assert.AreEqual("ab", Type("a", '\t', 'b'));
    }

    [TestMethod]
    public void Earlier_lines_come_back_with_the_arrow_keys_and_the_one_being_typed_too()
    {
        var history = new LineHistory();
        history.Add("show");
        history.Add("status");
        history.Add("status");
        var editor = new LineEditor(history);
        PushAll(editor, "dr", Key(ConsoleKey.UpArrow));
        Assert.AreEqual("status", editor.Text);
        PushAll(editor, Key(ConsoleKey.UpArrow), Key(ConsoleKey.UpArrow));
        Assert.AreEqual("show", editor.Text);
        PushAll(editor, Key(ConsoleKey.DownArrow), Key(ConsoleKey.DownArrow), Key(ConsoleKey.DownArrow));
        Assert.AreEqual("dr", editor.Text);
    }

    [TestMethod]
    public void Ctrl_D_ends_on_an_empty_line_only()
    {
        var editor = new LineEditor(null);
        Assert.IsFalse(editor.Push(new ConsoleKeyInfo('a', ConsoleKey.A, false, false, false)));
        Assert.IsFalse(editor.Push(Control(ConsoleKey.D)));
        editor.Push(Key(ConsoleKey.Backspace));
        Assert.IsTrue(editor.Push(Control(ConsoleKey.D)));
        Assert.IsTrue(editor.IsEnd);
    }

    [TestMethod]
    [DataRow("set secret TopSecret", true)]
    [DataRow("set token-rw x", true)]
    [DataRow("set secret", false)]
    [DataRow("set client-id x", false)]
    public void A_request_that_holds_a_secret_is_not_remembered(string line, bool isSecret) => Assert.AreEqual(isSecret, SecretRequest.Is(line));

    private static string Type(params object[] keys)
    {
        var editor = new LineEditor(new LineHistory());
        PushAll(editor, keys);
        return editor.Text;
    }

    private static void PushAll(LineEditor editor, params object[] keys)
    {
        foreach (var key in keys)
        {
            switch (key)
            {
                case string text:
                    PushAll(editor, [.. text.Select(c => (object)c)]);
                    break;
                case char c:
                    editor.Push(new ConsoleKeyInfo(c, ConsoleKey.None, false, false, false));
                    break;
                default:
                    editor.Push((ConsoleKeyInfo)key);
                    break;
            }
        }
    }

    private static ConsoleKeyInfo Key(ConsoleKey key) => new('\0', key, false, false, false);

    private static ConsoleKeyInfo Control(ConsoleKey key) => new('\0', key, false, false, true);
}
