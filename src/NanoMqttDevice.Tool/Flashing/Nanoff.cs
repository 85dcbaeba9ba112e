using System.Diagnostics;
using System.Text.RegularExpressions;

namespace NanoMqttDevice.Tool.Flashing;

/// <summary>nanoFramework's flasher, run as a process of its own.</summary>
/// <param name="path">Path of the program.</param>
internal sealed partial class Nanoff(string path)
{
    /// <summary>The version whose arguments and words are known here.</summary>
    public const string Version = "2.5.162";

    /// <summary>Keeps nanoff from reporting its use to its makers.</summary>
    public const string NoTelemetry = "NANOFRAMEWORK_TELEMETRY_OPTOUT";

    /// <summary>What to do when it is missing.</summary>
    public const string Install = $"install it with: dotnet tool install -g nanoff --version {Version}";

    private const int MaxLines = 10_000;

    private static readonly TimeSpan _endLimit = TimeSpan.FromSeconds(5);

    /// <summary>Finds nanoff on PATH, or where <c>dotnet tool install -g</c> puts it.</summary>
    /// <returns>The program.</returns>
    /// <exception cref="ToolException">It is not installed.</exception>
    public static Nanoff Find()
    {
        var name = OperatingSystem.IsWindows() ? "nanoff.exe" : "nanoff";
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var tools = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet", "tools");
        return folders.Append(tools).Select(f => Path.Combine(f, name)).FirstOrDefault(File.Exists) is { } path
            ? new Nanoff(path)
            : throw new ToolException(ExitCodes.NanoffMissing, $"nanoff is not installed; {Install}");
    }

    /// <summary>Runs it.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="hide">Hides secrets in a line.</param>
    /// <param name="said">Told each line as it comes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How it went.</returns>
    /// <exception cref="ToolException">It cannot be started.</exception>
    public async Task<NanoffResult> RunAsync(
        IReadOnlyList<string> arguments, TimeSpan limit, Func<string, string> hide, Action<string> said, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(path, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[NoTelemetry] = "1";
        using var process = Start(start);

        // It gets nothing of our standard input, where a password may have been.
        process.StandardInput.Close();
        var lines = new List<string>();
        void Take(string line)
        {
            var clean = hide(Colours().Replace(line, "").Trim());
            if (clean.Length == 0)
            {
                return;
            }

            lock (lines)
            {
                if (lines.Count < MaxLines)
                {
                    lines.Add(clean);
                }

                said(clean);
            }
        }

        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        time.CancelAfter(limit);
        var readers = Task.WhenAll(ReadAsync(process.StandardOutput, Take), ReadAsync(process.StandardError, Take));
        int? exitCode = null;
        try
        {
            await process.WaitForExitAsync(time.Token).ConfigureAwait(false);
            exitCode = process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            var ended = process.WaitForExitAsync(CancellationToken.None);
            await Task.WhenAny(ended, Task.Delay(_endLimit, CancellationToken.None)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }

        // A child of nanoff's may hold its output open; what was said is said.
        await Task.WhenAny(readers, Task.Delay(_endLimit, CancellationToken.None)).ConfigureAwait(false);
        lock (lines)
        {
            return new NanoffResult(exitCode, [.. lines]);
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new ToolException(ExitCodes.NanoffMissing, $"{start.FileName} cannot be started ({e.Message}); {Install}");
        }
    }

    // A carriage return ends a line too: nanoff draws its progress with it.
    private static async Task ReadAsync(StreamReader reader, Action<string> take)
    {
        try
        {
            while (await reader.ReadLineAsync(CancellationToken.None).ConfigureAwait(false) is { } line)
            {
                take(line);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It was ended.
        }
    }

    [GeneratedRegex(@"\x1B\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Colours();
}
