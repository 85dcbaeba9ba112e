using System.Security.Cryptography;
using System.Text;

namespace NanoMqttDevice.Tool.Settings;

/// <summary>
/// Remembers in a simulated device's flash folder which settings file it was given last. A file that has not changed since is not stored again: the
/// device may have got newer settings meanwhile, a rotated credential for example, and the old ones would put it off line.
/// </summary>
/// <param name="flashFolder">The flash folder.</param>
internal sealed class StoredSettings(string flashFolder)
{
    private readonly string _path = Path.Combine(flashFolder, "given-settings.sha256");

    /// <summary>Tells whether a file is the one that was given last.</summary>
    /// <param name="settingsFile">Path of the settings file.</param>
    /// <returns>True when it has not changed.</returns>
    public bool IsLast(string settingsFile) => File.Exists(_path) && File.ReadAllText(_path).Trim() == DigestOf(settingsFile);

    /// <summary>Remembers a file.</summary>
    /// <param name="settingsFile">Path of the settings file.</param>
    public void Remember(string settingsFile) => SecretFile.Write(_path, DigestOf(settingsFile) + "\n");

    // Of what the file means, not of its bytes: spaces and the order of its names say nothing.
    private static string DigestOf(string settingsFile)
    {
        var values = SettingsFile.ReadValues(settingsFile).OrderBy(v => v.Key).Select(v => $"{(int)v.Key}={v.Value}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(values))));
    }
}
