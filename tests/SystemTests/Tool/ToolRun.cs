using System.Diagnostics;

namespace NanoMqttDevice.SystemTests.Tool;

/// <summary>What a run of the tool printed and how it ended.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    /// <summary>Runs the tool as a user does, in a process of its own.</summary>
    /// <param name="input">What it gets on standard input.</param>
    /// <param name="arguments">Its command line.</param>
    /// <returns>How it went.</returns>
    public static Task<ToolRun> StartAsync(string input, params string[] arguments) => StartAsync(input, StartInfo(arguments));

    /// <summary>Runs the tool in surroundings of its own.</summary>
    /// <param name="input">What it gets on standard input.</param>
    /// <param name="start">From <see cref="StartInfo"/>, changed.</param>
    /// <returns>How it went.</returns>
    public static async Task<ToolRun> StartAsync(string input, ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(_limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            Assert.Fail($"'{string.Join(' ', start.ArgumentList)}' does not end");
        }

        if (start.ArgumentList.Contains("--json"))
        {
            JsonPromise.Check(await output);
        }

        return new ToolRun(process.ExitCode, await output, await error);
    }

    /// <summary>Starts the tool and leaves it running.</summary>
    /// <param name="arguments">Its command line.</param>
    /// <returns>The process.</returns>
    public static Process Start(params string[] arguments) => Process.Start(StartInfo(arguments))!;

    /// <summary>How the tool is started.</summary>
    /// <param name="arguments">Its command line.</param>
    /// <returns>What may still be changed.</returns>
    public static ProcessStartInfo StartInfo(params string[] arguments) =>
        new("dotnet", [Path.Combine(AppContext.BaseDirectory, "nanomqtt.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,

            // Whoever runs the tests may have profiles of his own.
            Environment = { ["NANOMQTT_PROFILES"] = Path.Combine(AppContext.BaseDirectory, "no-profiles") },
        };

    /// <summary>Fails unless it ended with one line that says a thing.</summary>
    /// <param name="exitCode">Expected exit code.</param>
    /// <param name="says">Expected part of the line.</param>
    public void AssertRefused(int exitCode, string says)
    {
        Assert.AreEqual(exitCode, ExitCode, Error);
        Assert.Contains(says, Error);
        Assert.StartsWith("nanomqtt: ", Error);
        Assert.HasCount(1, Error.TrimEnd().Split('\n'), Error);
    }

    /// <summary>Fails unless it ended, after lines that tell the steps, with one that says a thing.</summary>
    /// <param name="exitCode">Expected exit code.</param>
    /// <param name="says">Expected part of the last line.</param>
    public void AssertFailed(int exitCode, string says)
    {
        Assert.AreEqual(exitCode, ExitCode, Error);
        var last = Error.TrimEnd().Split('\n')[^1];
        Assert.StartsWith("nanomqtt: ", last);
        Assert.Contains(says, last);
    }
}
