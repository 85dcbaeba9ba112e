using System.Diagnostics;

namespace NanoMqttDevice.SystemTests.Service;

/// <summary>A file system of a few megabytes in memory, which a test can fill. Only root can mount one: for others the test is skipped.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nanomqtt-disk-").FullName;

    private SmallDisk()
    {
    }

    private string Filler => PathOf("filler");

    public static SmallDisk Mount(int megabytes)
    {
        var disk = new SmallDisk();

        if (!OperatingSystem.IsLinux() || !Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=700", "none", disk._folder))
        {
            Directory.Delete(disk._folder);
            Assert.Inconclusive("a file system can be mounted by root on Linux only");
        }

        return disk;
    }

    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>Takes all that is free.</summary>
    public void Fill()
    {
        using var file = new FileStream(Filler, FileMode.Append);
        var block = new byte[4096];

        try
        {
            while (true)
            {
                file.Write(block);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // That is what was wanted: what is buffered still has no place, and is let go.
            file.SetLength(file.Length);
        }
    }

    public void Free() => File.Delete(Filler);

    public void Dispose()
    {
        // Lazily: a service that a failed test left open may still hold it.
        Run("umount", "-l", _folder);
        Directory.Delete(_folder);
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
