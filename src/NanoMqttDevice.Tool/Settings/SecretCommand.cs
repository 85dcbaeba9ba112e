using System.ComponentModel;
using System.Diagnostics;

namespace NanoMqttDevice.Tool.Settings;

/// <summary>
/// A secret from the platform's keeper of secrets, through the program that the platform has for it: <c>secret-tool lookup …</c>,
/// <c>security find-generic-password -w …</c>, <c>pass …</c>. The secret comes on its standard output and is written nowhere.
/// </summary>
internal static class SecretCommand
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(2);

    /// <summary>Runs it.</summary>
    /// <param name="command">The program and its arguments; no shell is in between.</param>
    /// <returns>The first line that it prints.</returns>
    /// <exception cref="ToolException">It cannot be run, fails, or prints nothing.</exception>
    public static string Run(IReadOnlyList<string> command)
    {
        try
        {
            // It may ask for the keeper's own password, on the terminal that is there.
            using var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true })!;
            var line = process.StandardOutput.ReadLine();
            process.StandardOutput.ReadToEnd();
            if (!process.WaitForExit(_limit))
            {
                process.Kill();
                throw Failed(command, $"does not end within {_limit.TotalMinutes:0} minutes");
            }

            return process.ExitCode == 0 && !string.IsNullOrEmpty(line)
                ? line
                : throw Failed(command, process.ExitCode == 0 ? "prints nothing" : $"ends with exit code {process.ExitCode}");
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            throw Failed(command, $"cannot be run: {e.Message}");
        }
    }

    private static ToolException Failed(IReadOnlyList<string> command, string why) =>
        new(ExitCodes.Usage, $"accessKeySecretCommand: '{command[0]}' {why}");
}
