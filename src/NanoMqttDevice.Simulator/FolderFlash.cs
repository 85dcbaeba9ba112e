using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Simulator;

/// <summary>Flash as a folder: files of mode 600 in a folder of mode 700, each replaced as a whole.</summary>
public sealed class FolderFlash : IFlash
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const int Size = 262144;
    private const int BlockSize = 4096;

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

    /// <summary>That of a board of 4 MB less what is in the folder, in blocks of littlefs.</summary>
    public int FreeSpace => Size - (2 * BlockSize)
        - new DirectoryInfo(_folder).EnumerateFiles().Sum(f => (int)Math.Min(Size, ((f.Length / BlockSize) + 1) * BlockSize));

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
    public int Read(string name, int offset, byte[] buffer, int count)
    {
        var path = PathOf(name);
        if (!File.Exists(path))
        {
            return 0;
        }

        using var file = File.OpenRead(path);
        file.Position = offset;
        return file.ReadAtLeast(buffer.AsSpan(0, count), count, throwOnEndOfStream: false);
    }

    /// <inheritdoc/>
    public void Append(string name, byte[] data, int offset, int count)
    {
        using var file = new FileStream(PathOf(name), Options(FileMode.Append));
        file.Write(data, offset, count);
        file.Flush(flushToDisk: true);
    }

    /// <inheritdoc/>
    public void Write(string name, byte[] data, int count)
    {
        // Replaced by renaming, as littlefs does it: the old file or the new one.
        var path = PathOf(name);
        using (var file = new FileStream(path + ".new", Options(FileMode.Create)))
        {
            file.Write(data, 0, count);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
    }

    /// <inheritdoc/>
    public void Delete(string name) => File.Delete(PathOf(name));

    private static FileStreamOptions Options(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return options;
    }

    private string PathOf(string name) => Path.Combine(_folder, name);
}
