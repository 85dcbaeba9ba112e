using System.Security.Cryptography;

namespace NanoMqttDevice.Service;

/// <summary>
/// Looks at a file of instances every second, and puts what stands there in the place of what stood there before. A file that breaks a
/// rule changes nothing: the instances before stay, and the fault is told once. Polling works on every file system, also where a
/// directory is mounted from elsewhere and swapped as a whole.
/// </summary>
public sealed class InstancesWatcher : IDisposable
{
    private static readonly TimeSpan _period = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly Action<string> _told;
    private readonly ITimer _timer;
    private byte[] _digest;
    private string? _fault;

    private InstancesWatcher(string path, InstanceDirectory directory, byte[] digest, TimeProvider time, Action<string> told)
    {
        _path = path;
        Directory = directory;
        _digest = digest;
        _told = told;
        _timer = time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(_period, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The instances as the file has them, or had them last by its rules.</summary>
    public InstanceDirectory Directory { get; }

    /// <summary>Reads the file and begins to watch it.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="time">The clock; the system's when null.</param>
    /// <param name="told">Told of each change and each fault, one line; nobody when null.</param>
    /// <returns>To be disposed.</returns>
    /// <exception cref="ArgumentException">It has another form, or an instance breaks a rule.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static InstancesWatcher Start(string path, TimeProvider? time = null, Action<string>? told = null)
    {
        // The digest first: what is written in between is seen at the next look.
        var digest = Digest(path);
        var directory = new InstanceDirectory(InstancesFile.Read(path));
        return new InstancesWatcher(path, directory, digest, time ?? TimeProvider.System, told ?? (_ => { }));
    }

    /// <summary>Ends watching.</summary>
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        try
        {
            var digest = Digest(_path);

            if (!digest.AsSpan().SequenceEqual(_digest))
            {
                var instances = InstancesFile.Read(_path);
                _digest = digest;
                Directory.Replace(instances);
                _told($"{_path}: read again, {instances.Count} instance(s)");
            }

            _fault = null;
        }
        catch (Exception exception)
        {
            // Whatever it is, what stood there before goes on; a timer's exception would end the process.
            Tell($"{_path}: unchanged, because: {exception.Message}");
        }
        finally
        {
            // Only now: on a slow disk one look would otherwise overtake another.
            _timer.Change(_period, Timeout.InfiniteTimeSpan);
        }
    }

    private void Tell(string fault)
    {
        if (fault != _fault)
        {
            _fault = fault;
            _told(fault);
        }
    }

    private static byte[] Digest(string path)
    {
        using var stream = File.OpenRead(path);
        return SHA256.HashData(stream);
    }
}
