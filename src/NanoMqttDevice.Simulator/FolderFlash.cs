using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Simulator;

/// <summary>Flash as a folder: files of mode 600 in a folder of mode 700, each replaced as a whole.</summary>
public sealed class FolderFlash : IFlash
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _folder;

    /// <summary>Opens the folder, which is made if it is not there.</summary>
    /// <param name="folder">Path of the folder.</param>
    /// <exception cref="IOException">It is no folder, or cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public FolderFlash(string folder)
    {
        _folder = folder;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    /// <inheritdoc/>
    public int Read(string name, byte[] buffer)
    {
        var path = PathOf(name);
        if (!File.Exists(path))
        {
            return -1;
        }

        using var file = File.OpenRead(path);
        file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return checked((int)file.Length);
    }

    /// <inheritdoc/>
    public void Write(string name, byte[] data, int count)
    {
        // Replaced by renaming, as littlefs does it: the old file or the new one.
        var path = PathOf(name);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var file = new FileStream(path + ".new", options))
        {
            file.Write(data, 0, count);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
    }

    /// <inheritdoc/>
    public void Delete(string name) => File.Delete(PathOf(name));

    private string PathOf(string name) => Path.Combine(_folder, name);
}
