using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace NanoMqttDevice.Tool.Updates;

/// <summary>Makes a rename last through a power cut: on Unix that takes a sync of the folder, which .NET has no call for.</summary>
internal static partial class FolderSync
{
    private const int ReadOnly = 0;

    /// <summary>Writes a folder's entries to the disk. Windows does so by itself (NTFS logs renames).</summary>
    /// <param name="folder">Path of the folder.</param>
    /// <exception cref="IOException">It failed.</exception>
    public static void Run(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var handle = new SafeFileHandle(Open(folder, ReadOnly), ownsHandle: true);
        if (handle.IsInvalid || Sync(handle) != 0)
        {
            throw new IOException($"'{folder}' could not be written to the disk (error {Marshal.GetLastPInvokeError()})");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(SafeFileHandle file);
}
