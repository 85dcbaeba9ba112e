using NanoMqttDevice.Tool.Serial;

namespace NanoMqttDevice.Tool.Commands;

/// <summary>Keeps a flash folder to one simulated device, as a board's flash belongs to one board.</summary>
internal sealed class FlashFolderLock : IDisposable
{
    private const string Name = "device.lock";

    private readonly FileStream _file;

    private FlashFolderLock(FileStream file)
    {
        _file = file;
    }

    /// <summary>Takes the folder, which must be there.</summary>
    /// <param name="folder">Path of the folder.</param>
    /// <returns>Gives it back; so does the end of the process, however it ends.</returns>
    /// <exception cref="ToolException">Another device has it.</exception>
    public static FlashFolderLock Take(string folder)
    {
        var path = Path.Combine(folder, Name);
        try
        {
            return new FlashFolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException) && File.Exists(path))
        {
            var owner = PortOwner.Find(path) is { } program ? $": {program}" : "";
            throw new ToolException(ExitCodes.PortInUse, $"--flash: {folder} is the flash of another device that runs{owner}; give each device its own");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
