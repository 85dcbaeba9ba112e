namespace NanoMqttDevice.Simulator;

/// <summary>A symbolic link that gives a serial port a stable name, for as long as this object lives.</summary>
public sealed class SerialLink : IDisposable
{
    private readonly string _path;
    private string _target;

    /// <summary>Makes the link; a link that is there, even a broken one, is replaced.</summary>
    /// <param name="path">Path of the link.</param>
    /// <param name="portName">The port it leads to.</param>
    /// <exception cref="IOException">Something that is no link has this path, or its folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public SerialLink(string path, string portName)
    {
        _path = Path.GetFullPath(path);
        _target = portName;
        Point(portName);
    }

    /// <summary>Makes the link lead to another port.</summary>
    /// <param name="portName">The port.</param>
    /// <exception cref="IOException">Something that is no link has its path by now, or its folder cannot be written.</exception>
    public void Point(string portName)
    {
        var file = new FileInfo(_path);
        if (file.LinkTarget is null && (file.Exists || Directory.Exists(_path)))
        {
            throw new IOException($"{_path}: is there already and no link, so it is not replaced");
        }

        // Made aside and moved: at no time there is no link.
        var aside = $"{_path}.{Environment.ProcessId}.new";
        File.Delete(aside);
        File.CreateSymbolicLink(aside, portName);
        File.Move(aside, _path, overwrite: true);
        _target = portName;
    }

    /// <summary>Removes the link, unless it was made to lead elsewhere by others.</summary>
    public void Dispose()
    {
        if (new FileInfo(_path).LinkTarget == _target)
        {
            File.Delete(_path);
        }
    }
}
