using System.Globalization;

namespace NanoMqttDevice.Tool.Serial;

/// <summary>Finds the program that has a serial port open. Only Linux tells.</summary>
internal static class PortOwner
{
    private const string Processes = "/proc";

    /// <summary>Looks for another program.</summary>
    /// <param name="port">Name of the port, or a link to it.</param>
    /// <returns>Its name and process ID, for example <c>minicom (process 4711)</c>; null when none is known.</returns>
    public static string? Find(string port)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var path = File.ResolveLinkTarget(port, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(port);
        return FindWhere(target => target == path, path);
    }

    /// <summary>Looks for another program that has something open.</summary>
    /// <param name="isMeant">Tells of what a file descriptor leads to whether it is that.</param>
    /// <param name="port">Name of the port, when it is one.</param>
    /// <returns>Its name and process ID; null when none is known.</returns>
    public static string? FindWhere(Func<string, bool> isMeant, string? port = null)
    {
        foreach (var folder in Directory.EnumerateDirectories(Processes))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) && id != Environment.ProcessId && Has(folder, isMeant, port))
            {
                return $"{NameOf(folder)} (process {id})";
            }
        }

        return null;
    }

    private static bool Has(string folder, Func<string, bool> isMeant, string? port)
    {
        try
        {
            var files = Directory.EnumerateFiles(Path.Combine(folder, "fd")).ToList();
            return files.Any(f => TargetOf(f) is { } target && isMeant(target)) && !(port is not null && files.Any(f => IsOtherEnd(folder, f, port)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended, or is another user's: then it cannot be told.
            return false;
        }
    }

    // Who made a pseudo-terminal may keep its near end open too; the port is no less free for that.
    private static bool IsOtherEnd(string folder, string file, string path)
    {
        if (TargetOf(file) is not ("/dev/ptmx" or "/dev/pts/ptmx"))
        {
            return false;
        }

        var info = File.ReadLines(Path.Combine(folder, "fdinfo", Path.GetFileName(file)));
        return info.Any(l => l.StartsWith("tty-index:", StringComparison.Ordinal) && $"/dev/pts/{l["tty-index:".Length..].Trim()}" == path);
    }

    private static string? TargetOf(string file)
    {
        try
        {
            return new FileInfo(file).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string NameOf(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "comm")).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "a program";
        }
    }
}
