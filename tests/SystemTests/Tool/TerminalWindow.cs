using System.Diagnostics;
using System.Globalization;

namespace NanoMqttDevice.SystemTests.Tool;

/// <summary>The tool on a real terminal: a window of tmux that is typed on and looked at. It ends with the test.</summary>
internal sealed class TerminalWindow : IAsyncDisposable
{
    // Its own interrupt is passed over, as an interactive shell's is; the tool's is not.
    private const string Shell = "trap : INT; \"$@\"; printf '\\n[exit %d]\\n' $?; exec sleep 600";

    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    private readonly string _tmux;
    private readonly string _socket = $"nanomqtt-test-{Guid.NewGuid():N}";

    private TerminalWindow(string tmux)
    {
        _tmux = tmux;
    }

    /// <summary>Starts the tool in a window of 24 lines.</summary>
    /// <param name="columns">Its width.</param>
    /// <param name="arguments">The tool's command line.</param>
    /// <returns>The window.</returns>
    public static Task<TerminalWindow> StartAsync(int columns, params string[] arguments) => StartAsync(columns, ToolRun.StartInfo(arguments));

    /// <summary>Starts a program in a window of 24 lines.</summary>
    /// <param name="columns">Its width.</param>
    /// <param name="start">The program and its surroundings.</param>
    /// <returns>The window.</returns>
    public static async Task<TerminalWindow> StartAsync(int columns, ProcessStartInfo start)
    {
        var window = new TerminalWindow(InstalledProgram.Require("tmux", "apt-get install tmux"));
        string[] size = ["-x", columns.ToString(CultureInfo.InvariantCulture), "-y", "24"];
        var environment = start.Environment.Where(v => v.Key.StartsWith("NANOMQTT_", StringComparison.Ordinal))
            .SelectMany(v => new[] { "-e", $"{v.Key}={v.Value}" });
        await window.TmuxAsync(
            ["-f", "/dev/null", "new-session", "-d", .. size, .. environment, "sh", "-c", Shell, "sh", start.FileName, .. start.ArgumentList]);
        return window;
    }

    /// <summary>Types text as it is.</summary>
    /// <param name="text">The text.</param>
    public Task TypeAsync(string text) => TmuxAsync("send-keys", "-l", "--", text);

    /// <summary>Presses keys by their names, for example <c>Enter</c>, <c>Tab</c> or <c>C-c</c>.</summary>
    /// <param name="keys">The names.</param>
    public Task PressAsync(params string[] keys) => TmuxAsync(["send-keys", .. keys]);

    /// <summary>Waits until the window shows something.</summary>
    /// <param name="text">A part of it; lines are joined by LF, without spaces at their ends.</param>
    /// <returns>All that the window shows then.</returns>
    public async Task<string> ExpectAsync(string text)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var screen = await ScreenAsync();
            if (screen.Contains(text, StringComparison.Ordinal))
            {
                return screen;
            }

            Assert.IsLessThan(_limit, watch.Elapsed, $"'{text}' does not show up:\n{screen}");
            await Task.Delay(50);
        }
    }

    /// <summary>What the window shows, with what has moved out at its top.</summary>
    /// <returns>Its lines.</returns>
    public async Task<string> ScreenAsync() => string.Join('\n', (await TmuxAsync("capture-pane", "-p", "-S", "-200")).Split('\n').Select(l => l.TrimEnd()));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await TmuxAsync("kill-server");

    private async Task<string> TmuxAsync(params string[] arguments)
    {
        var (exitCode, output) = await InstalledProgram.RunAsync(_tmux, ["-L", _socket, .. arguments]);
        Assert.AreEqual(0, exitCode, output);
        return output;
    }
}
