using System.Text;

namespace NanoMqttDevice.Tool.Settings;

/// <summary>A file that holds secrets: it is read only when nobody but its owner can read it (mode 600), as ssh does with keys.</summary>
internal static class SecretFile
{
    private const long MaxLength = 64 * 1024;

    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Reads it.</summary>
    /// <param name="option">The option that names it, for the message.</param>
    /// <param name="path">Its path.</param>
    /// <param name="maxLength">Most bytes it may have.</param>
    /// <returns>Its text, without white space around it.</returns>
    /// <exception cref="ToolException">It is not there, others can read it, it is empty or far too long.</exception>
    public static string Read(string option, string path, long maxLength = MaxLength)
    {
        try
        {
            // Asked of the open file: what is checked is what is read.
            using var stream = File.OpenRead(path);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(stream.SafeFileHandle) & Others) != 0)
            {
                throw new ToolException(ExitCodes.Usage, $"{option}: others can read '{path}'; chmod 600 it");
            }

            if (stream.Length > maxLength)
            {
                throw new ToolException(ExitCodes.Usage, $"{option}: '{path}' has more than {maxLength} bytes");
            }

            using var reader = new StreamReader(stream);
            var text = reader.ReadToEnd().Trim();
            return text.Length > 0 ? text : throw new ToolException(ExitCodes.Usage, $"{option}: '{path}' is empty");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCodes.Usage, $"{option}: {e.Message}");
        }
    }

    /// <summary>Writes one. Beside the old file first: at no moment is there half a file, or one that others can read, or none where there was one.</summary>
    /// <param name="path">Path of the file, which is replaced.</param>
    /// <param name="text">Its text.</param>
    public static void Write(string path, string text)
    {
        var fresh = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        File.Delete(fresh);
        using (var stream = new FileStream(fresh, options))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(fresh, path, overwrite: true);
    }
}
