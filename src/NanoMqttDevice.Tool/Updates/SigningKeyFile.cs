using System.Globalization;
using System.Text.Json;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.Updates;

/// <summary>
/// The file of a signing key, of mode 600. An index is written as used, and that is on the disk, before it is given out: a crash or a power cut at any
/// moment loses an index at most, and two programs at once get different ones.
/// </summary>
/// <param name="option">The option that names it, for messages.</param>
/// <param name="path">Its path.</param>
internal sealed class SigningKeyFile(string option, string path)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(20);
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        IgnoreReadOnlyProperties = true,
        WriteIndented = true,
    };

    // A link would be replaced by the rename, and the file behind it would keep the old state.
    private readonly string _path = (File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null) ?? Path.GetFullPath(path);

    /// <summary>Makes the file; one that is there is never overwritten.</summary>
    /// <param name="key">The key.</param>
    public void Create(SigningKey key)
    {
        using var only = Lock();
        RequireAbsent();
        Write(key);
    }

    /// <summary>Refuses when the file is there.</summary>
    /// <exception cref="ToolException">It is there.</exception>
    public void RequireAbsent()
    {
        if (File.Exists(_path))
        {
            throw new ToolException(ExitCodes.Usage, $"{option}: '{path}' is there; a key is never overwritten");
        }
    }

    /// <summary>Reads the key.</summary>
    /// <returns>The key as it is now.</returns>
    /// <exception cref="ToolException">It is not there, others can read it, or it is damaged.</exception>
    public SigningKey Read()
    {
        var text = SecretFile.Read(option, _path);
        SigningKey? key;
        try
        {
            key = JsonSerializer.Deserialize<SigningKey>(text, _json);
        }
        catch (JsonException)
        {
            // Its message could hold what the file holds.
            key = null;
        }

        return key is { Height: 10 or 15 } && IsHex(key.Identifier, 16) && IsHex(key.Seed, 32) && IsHex(key.PublicKey, 56)
            && key.Next >= 0 && key.Next <= key.Signatures
            ? key
            : throw new ToolException(ExitCodes.Usage, $"{option}: '{path}' is no signing key, or is damaged; never restore an old copy of one, "
                + "it would use indices again");
    }

    /// <summary>Takes the next index out of the key for ever.</summary>
    /// <returns>The key, and its index.</returns>
    /// <exception cref="ToolException">No signature is left, or the file is in use or cannot be written.</exception>
    public (SigningKey Key, int Index) Reserve()
    {
        using var only = Lock();
        var key = Read();
        if (key.Left == 0)
        {
            throw new ToolException(ExitCodes.Failed, $"{option}: all {key.Signatures} signatures of '{path}' are used; "
                + "a package that was signed earlier can have brought the next key (--next-key), otherwise set one over the serial line");
        }

        var index = key.Next;
        key = key with { Next = index + 1 };
        Write(key);
        return (key, index);
    }

    private static bool IsHex(string text, int size) => text.Length == 2 * size && text.All(char.IsAsciiHexDigit);

    private void Write(SigningKey key)
    {
        SecretFile.Write(_path, JsonSerializer.Serialize(key, _json));
        FolderSync.Run(Path.GetDirectoryName(_path)!);
    }

    // Beside the key and not the key itself, which is replaced. The system lets go of it when the program ends, however it ends.
    private FileStream Lock()
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var begin = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(_path + ".lock", options);
            }
            catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException)
                && TimeProvider.System.GetElapsedTime(begin) < _patience)
            {
                Thread.Sleep(_pause);
            }
            catch (IOException e)
            {
                throw new ToolException(ExitCodes.Failed, string.Create(
                    CultureInfo.InvariantCulture, $"{option}: '{path}' cannot be locked, another program may sign with it: {e.Message}"));
            }
        }
    }
}
