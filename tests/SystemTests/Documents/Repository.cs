using System.Runtime.CompilerServices;

namespace NanoMqttDevice.SystemTests.Documents;

/// <summary>The checkout that the tests were built in.</summary>
internal static class Repository
{
    /// <summary>Its top folder.</summary>
    public static string Root { get; } = Find();

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path below the top folder.</param>
    /// <returns>Its text.</returns>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string Find([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
