using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Updates;

namespace NanoMqttDevice.Tool.Updates;

/// <summary>A product as the nanoFramework build leaves it: the .pe for the board, and beside it the .dll that it was made from.</summary>
/// <param name="Bytes">The .pe.</param>
/// <param name="Libraries">What it was compiled against.</param>
/// <param name="Classes">Full names of the classes that derive from <c>DeviceApplication</c>.</param>
internal sealed record ProductAssembly(byte[] Bytes, IReadOnlyList<LibraryVersion> Libraries, IReadOnlyList<string> Classes)
{
    private const string BaseClass = "DeviceApplication";
    private const int MaxSize = 256 * 1024;

    /// <summary>Reads both files.</summary>
    /// <param name="path">Path of the .pe.</param>
    /// <returns>The product.</returns>
    /// <exception cref="ToolException">One of them is missing or is something else.</exception>
    public static ProductAssembly Read(string path)
    {
        const string Option = "--assembly";
        var bytes = ReadFile(Option, path);
        if (!bytes.AsSpan().StartsWith("NFMRK1"u8))
        {
            throw new ToolException(ExitCodes.Usage, $"{Option}: '{path}' is no assembly of nanoFramework; give the .pe that its build leaves");
        }

        var dll = Path.ChangeExtension(path, ".dll");
        using var stream = new MemoryStream(ReadFile(Option, dll));
        var (libraries, classes) = Describe(Option, dll, stream);
        return libraries.Any(l => l.Name == PackageTarget.CoreName)
            ? new ProductAssembly(bytes, libraries, classes)
            : throw new ToolException(ExitCodes.Usage, $"{Option}: '{dll}' does not use {PackageTarget.CoreName}; it is no product");
    }

    /// <summary>Reads the product for .NET 10.</summary>
    /// <param name="path">Path of the .dll.</param>
    /// <param name="className">The class that must be in it.</param>
    /// <returns>The file.</returns>
    /// <exception cref="ToolException">It is missing or is something else.</exception>
    public static byte[] ReadHost(string path, string className)
    {
        const string Option = "--host-assembly";
        var bytes = ReadFile(Option, path);
        using var stream = new MemoryStream(bytes);
        return Describe(Option, path, stream).Classes.Contains(className)
            ? bytes
            : throw new ToolException(ExitCodes.Usage, $"{Option}: '{path}' has no class {className} that derives from {BaseClass}");
    }

    private static (List<LibraryVersion> Libraries, List<string> Classes) Describe(string option, string path, Stream stream)
    {
        try
        {
            using var file = new PEReader(stream);
            var metadata = file.GetMetadataReader();
            var libraries = metadata.AssemblyReferences.Select(metadata.GetAssemblyReference).Select(r => new LibraryVersion(
                metadata.GetString(r.Name), r.Version.Major, r.Version.Minor, Math.Max(0, r.Version.Build), Math.Max(0, r.Version.Revision)));
            var classes = metadata.TypeDefinitions.Select(metadata.GetTypeDefinition)
                .Where(t => IsProduct(metadata, t))
                .Select(t => t.Namespace.IsNil ? metadata.GetString(t.Name) : $"{metadata.GetString(t.Namespace)}.{metadata.GetString(t.Name)}");
            return ([.. libraries], [.. classes]);
        }
        catch (Exception e) when (e is BadImageFormatException or InvalidOperationException)
        {
            throw new ToolException(ExitCodes.Usage, $"{option}: '{path}' is no .NET assembly");
        }
    }

    private static bool IsProduct(MetadataReader metadata, TypeDefinition type) =>
        type.BaseType.Kind == HandleKind.TypeReference
        && metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)type.BaseType).Name) == BaseClass;

    private static byte[] ReadFile(string option, string path)
    {
        try
        {
            var size = new FileInfo(path).Length;
            return size is > 0 and <= MaxSize
                ? File.ReadAllBytes(path)
                : throw new ToolException(ExitCodes.Usage, $"{option}: '{path}' has {size} bytes; a product has 1 to {MaxSize}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCodes.Usage, $"{option}: {e.Message}");
        }
    }
}
