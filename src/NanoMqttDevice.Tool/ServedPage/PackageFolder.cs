using System.Collections.Concurrent;
using NanoMqttDevice.Page.Links;
using NanoMqttDevice.Security;
using NanoMqttDevice.Tool.Rollout;

namespace NanoMqttDevice.Tool.ServedPage;

/// <summary>The packages in a folder, <c>*.nmdp</c>; each is read and checked once, as long as it does not change.</summary>
/// <param name="path">Path of the folder.</param>
/// <param name="keys">The update keys; none to leave the check to the devices.</param>
internal sealed class PackageFolder(string path, IReadOnlyList<byte[]> keys)
{
    private const string Pattern = "*.nmdp";

    // What is longer is no package, and is not read to find that out.
    private const int MaxSize = 4 * 1024 * 1024;

    private readonly ConcurrentDictionary<string, (DateTime Written, UpdatePackage Package)> _known = new(StringComparer.Ordinal);

    /// <summary>Lists them.</summary>
    /// <returns>The packages, the highest release first.</returns>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public IReadOnlyList<UpdatePackage> List() =>
    [
        .. new DirectoryInfo(path).EnumerateFiles(Pattern).Select(Find).OrderByDescending(p => p.Release).ThenBy(p => p.File, StringComparer.Ordinal),
    ];

    /// <summary>Reads one, to roll it out.</summary>
    /// <param name="name">Its file name.</param>
    /// <returns>The package.</returns>
    /// <exception cref="ToolException">It is none, or none of the update keys has signed it.</exception>
    public RolloutPackage Read(string name)
    {
        var file = PathOf(name);
        return keys.Count == 0 || KeyOf(file) is not null
            ? RolloutPackage.Read(file, null)
            : throw new ToolException(ExitCodes.Usage, $"{name} is no whole package, or not one of the update keys that the page was started with");
    }

    /// <summary>Gives the path of a file in the folder.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Its path.</returns>
    /// <exception cref="ToolException">It is no name of a file in it.</exception>
    public string PathOf(string name) => name.Length > 0 && name[0] != '.' && name == Path.GetFileName(name)
        ? Path.Combine(path, name)
        : throw new ToolException(ExitCodes.Usage, $"'{name}' is no file of the folder with packages");

    private UpdatePackage Find(FileInfo file)
    {
        if (_known.TryGetValue(file.Name, out var known) && known.Written == file.LastWriteTimeUtc && known.Package.Size == file.Length)
        {
            return known.Package;
        }

        var package = Look(file);
        _known[file.Name] = (file.LastWriteTimeUtc, package);
        return package;
    }

    private UpdatePackage Look(FileInfo file)
    {
        var none = new UpdatePackage(file.Name, "", 0, file.Length);
        try
        {
            if (file.Length > MaxSize || RolloutPackage.Of(File.ReadAllBytes(file.FullName), null) is not { Header: var header })
            {
                return none;
            }

            var key = KeyOf(file.FullName);
            return none with
            {
                Product = header.Product,
                Release = header.Release,
                Boards = header.Boards,
                Trust = keys.Count == 0 ? PackageTrust.Unchecked : key is null ? PackageTrust.Stranger : PackageTrust.Trusted,
                Fingerprint = key is null ? "" : UpdateKey.ShowFingerprint(key),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is being written, or another's: it is looked at again when it has changed.
            return none;
        }
    }

    private byte[]? KeyOf(string file)
    {
        var bytes = keys.Count == 0 ? [] : File.ReadAllBytes(file);
        return keys.FirstOrDefault(key => RolloutPackage.Of(bytes, key) is not null);
    }
}
