namespace NanoMqttDevice.Tool.Flashing;

/// <summary>A folder for files with secrets: only its owner can read it, and it ends with the run.</summary>
internal sealed class PrivateFolder : IDisposable
{
    private const string Prefix = "nanomqtt-flash-";

    // Made with mode 700 where there are modes.
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory(Prefix);

    /// <summary>What such a folder is called where none is made.</summary>
    public static string Example => System.IO.Path.Combine(System.IO.Path.GetTempPath(), Prefix + "XXXXXX");

    /// <summary>Its path.</summary>
    public string Path => _folder.FullName;

    /// <summary>Writes a file of mode 600.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="text">Its text.</param>
    public void Write(string name, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(System.IO.Path.Combine(Path, name), options);
        writer.Write(text);
    }

    /// <summary>Deletes a file.</summary>
    /// <param name="name">Its name.</param>
    public void Delete(string name) => File.Delete(System.IO.Path.Combine(Path, name));

    public void Dispose() => _folder.Delete(recursive: true);
}
