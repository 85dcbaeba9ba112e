using System.Text.RegularExpressions;

namespace NanoMqttDevice.Tool.ServerApi;

/// <summary>The user's profiles by name: files of mode 600 in a folder of theirs, and which one is in use.</summary>
/// <param name="environment">Reads a variable of the environment.</param>
internal sealed partial class Profiles(Func<string, string?> environment)
{
    /// <summary>Environment variable with the folder, in place of the usual one.</summary>
    public const string FolderVariable = "NANOMQTT_PROFILES";

    /// <summary>Environment variable with the profile to use, a name or a path.</summary>
    public const string NameVariable = "NANOMQTT_PROFILE";

    private const string Extension = ".json";
    private const string CurrentFile = "current";

    /// <summary>The folder: <c>nanomqtt/profiles</c> where the platform wants a user's configuration.</summary>
    public string Folder => environment(FolderVariable) is { Length: > 0 } folder
        ? Path.GetFullPath(folder)
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "nanomqtt", "profiles");

    /// <summary>Name of the profile that is in use; null for none.</summary>
    public string? Current => File.Exists(CurrentPath) && File.ReadAllText(CurrentPath).Trim() is { Length: > 0 } name ? name : null;

    private string CurrentPath => Path.Combine(Folder, CurrentFile);

    /// <summary>Checks a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The name.</returns>
    /// <exception cref="ToolException">No profile can have it.</exception>
    public static string CheckName(string name) => NameForm().IsMatch(name)
        ? name
        : throw new ToolException(ExitCodes.Usage, "NAME: has 1 to 64 letters, digits, hyphens and underscores");

    /// <summary>Lists the names.</summary>
    /// <returns>The names in their order.</returns>
    public IReadOnlyList<string> List() => Directory.Exists(Folder)
        ? [.. Directory.EnumerateFiles(Folder, "*" + Extension).Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Tells whether there is such a profile.</summary>
    public bool Has(string name) => File.Exists(PathOf(name));

    /// <summary>Reads a profile.</summary>
    /// <param name="nameOrPath">Its name, or the path of a file.</param>
    /// <returns>The profile.</returns>
    /// <exception cref="ToolException">There is none, or it cannot be read.</exception>
    public ProfileContent Read(string nameOrPath)
    {
        if (!NameForm().IsMatch(nameOrPath) || (!Has(nameOrPath) && File.Exists(nameOrPath)))
        {
            return ProfileFile.Read(nameOrPath);
        }

        return Has(nameOrPath) ? ProfileFile.Read(PathOf(nameOrPath)) : throw NoSuch(nameOrPath);
    }

    /// <summary>Writes a profile.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="content">What stands in it.</param>
    public void Write(string name, ProfileContent content)
    {
        MakeFolder();
        ProfileFile.Write(PathOf(name), content);
    }

    /// <summary>Removes a profile.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ToolException">There is none.</exception>
    public void Remove(string name)
    {
        if (!Has(name))
        {
            throw NoSuch(name);
        }

        var isCurrent = Current == name;
        File.Delete(PathOf(name));
        if (isCurrent)
        {
            File.Delete(CurrentPath);
        }
    }

    /// <summary>Takes a profile into use.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ToolException">There is none.</exception>
    public void Use(string name)
    {
        if (!Has(name))
        {
            throw NoSuch(name);
        }

        File.WriteAllText(CurrentPath, name + "\n");
    }

    private string PathOf(string name) => Path.Combine(Folder, name + Extension);

    private void MakeFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Folder);
        }
        else
        {
            Directory.CreateDirectory(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private ToolException NoSuch(string name)
    {
        var others = List();
        var advice = others.Count > 0 ? $"there are {string.Join(", ", others)}" : "make one with 'nanomqtt profile create NAME'";
        return new ToolException(ExitCodes.Usage, $"there is no profile '{name}'; {advice}");
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}$")]
    private static partial Regex NameForm();
}
