using System.Text.Json;
using NanoMqttDevice.Simulator;

namespace NanoMqttDevice.SystemTests.Tool;

[TestClass]
public sealed class MonitorCommandTests
{
    [TestMethod]
    public async Task The_log_is_shown_with_times_and_goes_on_when_the_board_goes_away_and_comes_back()
    {
        if (!PseudoTerminal.IsSupported)
        {
            Assert.Inconclusive("a simulated serial port needs Linux");
        }

        using var folder = new TestFolder();
        using var monitor = await PlugInAsync(folder, async () => await StartAsync(folder.PathOf("tty")));
        Assert.AreEqual("gone", (await ReadAsync(monitor)).GetProperty("state").GetString());
        using var again = await PlugInAsync(folder, () => Task.FromResult(monitor));
        Assert.AreEqual("gone", (await ReadAsync(monitor)).GetProperty("state").GetString());
        monitor.Kill();
        await monitor.WaitForExitAsync();
    }

    [TestMethod]
    public async Task Ctrl_C_is_the_normal_end_and_a_port_that_is_not_there_is_told()
    {
        if (!PseudoTerminal.IsSupported)
        {
            Assert.Inconclusive("a simulated serial port needs Linux");
        }

        using var terminal = new PseudoTerminal();
        await using (var window = await TerminalWindow.StartAsync(80, "monitor", "--port", terminal.PortName, "--listen-only"))
        {
            await window.ExpectAsync($"-- {terminal.PortName} is open");
            terminal.Write("rst:0x1 (POWERON)\r\n\u001b[31mred\r\n"u8.ToArray(), 33);
            var screen = await window.ExpectAsync("\\u001B[31mred");
            Assert.MatchesRegex(@"\d\d:\d\d:\d\d\.\d\d\d  rst:0x1 \(POWERON\)", screen);
            await window.PressAsync("C-c");
            await window.ExpectAsync("[exit 0]");
        }

        (await ToolRun.StartAsync("", "monitor", "--port", "/dev/nowhere")).AssertRefused(2, "--port: /dev/nowhere is not there");
    }

    // A board that is plugged in, says where it stands, and is pulled out.
    private static async Task<System.Diagnostics.Process> PlugInAsync(TestFolder folder, Func<Task<System.Diagnostics.Process>> begin)
    {
        using var terminal = new PseudoTerminal();
        using var link = new SerialLink(folder.PathOf("tty"), terminal.PortName);
        var monitor = await begin();
        Assert.AreEqual("open", (await ReadAsync(monitor)).GetProperty("state").GetString());
        terminal.Write("* unprovisioned none 0\r\n"u8.ToArray(), 24);
        var line = await ReadAsync(monitor);
        Assert.AreEqual("log", line.GetProperty("type").GetString());
        Assert.AreEqual("* unprovisioned none 0", line.GetProperty("line").GetString());
        return monitor;
    }

    private static Task<System.Diagnostics.Process> StartAsync(string port) => Task.FromResult(ToolRun.Start("monitor", "--port", port, "--json"));

    private static async Task<JsonElement> ReadAsync(System.Diagnostics.Process monitor)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return JsonDocument.Parse((await monitor.StandardOutput.ReadLineAsync(limit.Token))!).RootElement;
    }
}
