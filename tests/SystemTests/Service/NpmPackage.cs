using System.Text.RegularExpressions;

namespace NanoMqttDevice.SystemTests.Service;

/// <summary>A package of npm's that a test needs.</summary>
internal static partial class NpmPackage
{
    /// <summary>
    /// Installs a package into the user's temporary files, once for all runs: it stays there, and is never part of this repository.
    /// Where that cannot be done the test is skipped.
    /// </summary>
    /// <param name="package">Its name.</param>
    /// <param name="version">Its exact version.</param>
    /// <returns>The folder for NODE_PATH.</returns>
    public static async Task<string> InstallAsync(string package, string version)
    {
        var npm = InstalledProgram.Require("npm", "Debian: apt-get install npm");
        var name = NotForFiles().Replace(package, "-").Trim('-');
        var folder = Path.Combine(Path.GetTempPath(), $"nanomqtt-npm-{Environment.UserName}-{name}-{version}");
        var modules = Path.Combine(folder, "node_modules");

        if (!File.Exists(Path.Combine(modules, package, "package.json")))
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), "{\"private\":true}");
            var (exitCode, output) = await InstalledProgram.RunAsync(
                npm, ["install", "--prefix", folder, "--no-audit", "--no-fund", "--ignore-scripts", $"{package}@{version}"]);

            if (exitCode != 0)
            {
                throw InstalledProgram.Missing($"{package} {version}", output);
            }
        }

        return modules;
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotForFiles();
}
