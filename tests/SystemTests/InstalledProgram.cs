using System.Diagnostics;

namespace NanoMqttDevice.SystemTests;

/// <summary>Programs that nobody here wrote. Where one is not installed its tests are skipped; on a build server they fail.</summary>
internal static class InstalledProgram
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    /// <summary>Finds a program.</summary>
    /// <param name="name">Its file name.</param>
    /// <param name="howToInstall">What to do when it is missing.</param>
    /// <returns>Its path.</returns>
    public static string Require(string name, string howToInstall)
    {
        return Find(name) ?? throw Missing(name, howToInstall);
    }

    /// <summary>Finds a program that has a library.</summary>
    /// <param name="names">Where to look for it: names and paths.</param>
    /// <param name="check">Arguments with which it succeeds only if it has the library.</param>
    /// <param name="library">The library's name.</param>
    /// <param name="howToInstall">What to do when it is missing.</param>
    /// <returns>Its path.</returns>
    public static string RequireWith(string[] names, string[] check, string library, string howToInstall)
    {
        return names.Select(Find).FirstOrDefault(path => path is not null && Succeeds(path, check))
            ?? throw Missing(library, howToInstall);
    }

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="arguments">Its command line.</param>
    /// <param name="input">What it gets on standard input.</param>
    /// <param name="environment">Variables it gets beside ours.</param>
    /// <returns>Its exit code and all that it printed.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string program,
        IEnumerable<string> arguments,
        string input = "",
        params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(_limit);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);

        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} does not end");
        }

        return (process.ExitCode, await output + await error);
    }

    /// <summary>What ends a test whose program is missing: as skipped, on a build server as failed.</summary>
    /// <param name="name">What is missing.</param>
    /// <param name="howToInstall">What to do.</param>
    /// <returns>To be thrown.</returns>
    public static UnitTestAssertException Missing(string name, string howToInstall)
    {
        var message = $"{name} is not installed ({howToInstall})";
        return Environment.GetEnvironmentVariable("CI") == "true"
            ? new AssertFailedException(message)
            : new AssertInconclusiveException(message);
    }

    private static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Append("/usr/sbin")
        .Append("/usr/local/sbin")
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    private static bool Succeeds(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        return process.WaitForExit(_limit) && process.ExitCode == 0;
    }
}
