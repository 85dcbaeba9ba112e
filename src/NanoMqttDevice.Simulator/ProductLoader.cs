using System.Reflection;
using System.Runtime.Loader;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Simulator;

/// <summary>
/// Loads products as a PC does: the assembly for .NET 10, in a context of its own, so that two devices of one program share nothing of it, and that it
/// goes with the device it was loaded for.
/// </summary>
public sealed class ProductLoader : IProductLoader
{
    private static readonly Assembly _core = typeof(IProductLoader).Assembly;

    /// <inheritdoc/>
    public bool IsHost => true;

    /// <inheritdoc/>
    public LibraryVersion? FindLibrary(string name)
    {
        var core = _core.GetName();
        return name == core.Name && core.Version is { } version
            ? new LibraryVersion(name, version.Major, version.Minor, version.Build, version.Revision)
            : null;
    }

    /// <inheritdoc/>
    public object? Load(byte[] assembly, string className)
    {
        // What the product uses, Core first of all, is found where this program's own libraries are.
        var context = new AssemblyLoadContext($"product {className}", isCollectible: true);
        using var bytes = new MemoryStream(assembly);
        var type = context.LoadFromStream(bytes).GetType(className);
        return type is null ? null : Activator.CreateInstance(type);
    }
}
