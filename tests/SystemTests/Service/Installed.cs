namespace NanoMqttDevice.SystemTests.Service;

/// <summary>Programs that a test needs and that may not be installed.</summary>
internal static class Installed
{
    /// <summary>Finds a program, or ends the test as skipped; on a build server that is a failure.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="package">The Debian package that has it.</param>
    /// <param name="folders">Where to look beside the PATH.</param>
    /// <returns>Its path.</returns>
    public static string Find(string program, string package, params string[] folders)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Concat(folders)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

        if (path is null)
        {
            Skip($"{program} is not installed (Debian: apt-get install {package})");
        }

        return path!;
    }

    /// <summary>Ends the test as skipped, on a build server as failed.</summary>
    /// <param name="message">What is missing, and how to get it.</param>
    public static void Skip(string message)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(message);
        }

        Assert.Inconclusive(message);
    }
}
