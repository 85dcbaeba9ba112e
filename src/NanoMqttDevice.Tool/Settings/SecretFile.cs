using System.Text;

namespace NanoMqttDevice.Tool.Settings;

/// <summary>A file that holds secrets: it is read only when nobody but its owner can read it (mode 600), as ssh does with keys.</summary>
internal static class SecretFile
{
    private const long MaxLength = 64 * 1024;

    // The settings of a device with every field at its longest are shorter.
    private const int MaxSettings = 4096;

    private const string New = ".new";

    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Reads it.</summary>
    /// <param name="option">The option that names it, for the message; null when the file's own name is enough.</param>
    /// <param name="path">Its path.</param>
    /// <param name="maxLength">Most bytes it may have.</param>
    /// <returns>Its text, without white space around it.</returns>
    /// <exception cref="ToolException">It is not there, others can read it, it is empty or far too long.</exception>
    public static string Read(string? option, string path, long maxLength = MaxLength)
    {
        var text = ReadWhole(option, path, maxLength).Trim();
        return text.Length > 0 ? text : throw Wrong(option, $"'{path}' is empty");
    }

    /// <summary>Reads it as it is.</summary>
    /// <param name="option">The option that names it, for the message; null when the file's own name is enough.</param>
    /// <param name="path">Its path.</param>
    /// <param name="maxLength">Most bytes it may have.</param>
    /// <param name="isSecret">Tells of its text whether a secret is in it: only then it must be its owner's alone. Null when one always is.</param>
    /// <returns>Its text.</returns>
    /// <exception cref="ToolException">It is not there, others can read it, or it is far too long.</exception>
    public static string ReadWhole(string? option, string path, long maxLength = MaxLength, Func<string, bool>? isSecret = null)
    {
        try
        {
            // Asked of the open file: what is checked is what is read.
            using var stream = File.OpenRead(path);
            var isOpen = IsReadableByOthers(stream);
            if (isOpen && isSecret is null)
            {
                throw TooOpen(option, path);
            }

            // A pipe, as a shell's <(…) gives one, has no length.
            if (stream.CanSeek && stream.Length > maxLength)
            {
                throw Wrong(option, $"'{path}' has more than {maxLength} bytes");
            }

            using var reader = new StreamReader(stream);
            var text = reader.ReadToEnd();
            return isOpen && isSecret!(text) ? throw TooOpen(option, path) : text;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Wrong(option, e.Message);
        }
    }

    /// <summary>Tries whether one could be written, with as much as it may hold, and leaves everything as it was.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="IOException">It could not; the disk is full, for example.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Try(string path)
    {
        var fresh = path + New;
        try
        {
            WriteNew(fresh, new byte[MaxSettings]);
        }
        finally
        {
            File.Delete(fresh);
        }
    }

    /// <summary>Writes one. Beside the old file first: at no moment is there half a file, or one that others can read, or none where there was one.</summary>
    /// <param name="path">Path of the file, which is replaced.</param>
    /// <param name="text">Its text.</param>
    public static void Write(string path, string text)
    {
        var fresh = path + New;
        WriteNew(fresh, Encoding.UTF8.GetBytes(text));
        File.Move(fresh, path, overwrite: true);
    }

    private static void WriteNew(string path, byte[] bytes)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        File.Delete(path);
        using var stream = new FileStream(path, options);
        stream.Write(bytes);
        stream.Flush(flushToDisk: true);
    }

    // A pipe is nobody's file: who may open it is the shell's matter.
    private static bool IsReadableByOthers(FileStream stream) =>
        !OperatingSystem.IsWindows() && stream.CanSeek && (File.GetUnixFileMode(stream.SafeFileHandle) & Others) != 0;

    private static ToolException TooOpen(string? option, string path) => Wrong(option, $"others can read '{path}'; chmod 600 it");

    private static ToolException Wrong(string? option, string what) => new(ExitCodes.Usage, option is null ? what : $"{option}: {what}");
}
