using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Updates;

namespace NanoMqttDevice.Tool.Updates;

/// <summary>A package before it is signed. Core's <c>Updates/SPEC.md</c> gives its bytes.</summary>
internal sealed record PackageDraft
{
    /// <summary>Where the number stands that makes the signature quick to check.</summary>
    public const int ChoiceOffset = 90;

    private const int FixedSize = 96;

    /// <summary>Name of the product.</summary>
    public required string Product { get; init; }

    /// <summary>Its class.</summary>
    public required string ClassName { get; init; }

    /// <summary>Its release.</summary>
    public required int Release { get; init; }

    /// <summary>Heap that must be free.</summary>
    public required int NeededHeap { get; init; }

    /// <summary>What it was compiled against.</summary>
    public required IReadOnlyList<LibraryVersion> Libraries { get; init; }

    /// <summary>Beginnings of the names of its boards.</summary>
    public required IReadOnlyList<string> Boards { get; init; }

    /// <summary>The .pe.</summary>
    public required byte[] Assembly { get; init; }

    /// <summary>The .dll for .NET 10; empty when there is none.</summary>
    public required byte[] HostAssembly { get; init; }

    /// <summary>The next public key, or empty.</summary>
    public required byte[] NextKey { get; init; }

    /// <summary>Gives the header: what is signed.</summary>
    /// <param name="signatureSize">Size of the signature that will stand behind it.</param>
    /// <returns>Its bytes.</returns>
    /// <exception cref="ToolException">Something in it breaks a rule.</exception>
    public byte[] ToHeader(int signatureSize)
    {
        var header = new byte[FixedSize].ToList();
        AddText(header, "--product", Product, PackageHeader.MaxNameSize);
        AddText(header, "--class", ClassName, PackageHeader.MaxTextSize);
        header.Add((byte)Libraries.Count);
        foreach (var library in Libraries)
        {
            AddText(header, "--assembly", library.Name, PackageHeader.MaxTextSize);
            foreach (var number in new[] { library.Major, library.Minor, library.Build, library.Revision })
            {
                header.AddRange([(byte)number, (byte)(number >> 8)]);
            }
        }

        header.Add((byte)Boards.Count);
        foreach (var board in Boards)
        {
            AddText(header, "--board", board, PackageHeader.MaxTextSize);
        }

        header.Add((byte)(NextKey.Length == 0 ? 0 : 1));
        header.AddRange(NextKey);
        var bytes = header.ToArray();
        "NMDP"u8.CopyTo(bytes);
        bytes[4] = PackageHeader.Form;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(6), (ushort)bytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), Release);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), NeededHeap);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), Assembly.Length);
        SHA256.HashData(Assembly, bytes.AsSpan(20));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(52), HostAssembly.Length);
        if (HostAssembly.Length > 0)
        {
            SHA256.HashData(HostAssembly, bytes.AsSpan(56));
        }

        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(88), (ushort)signatureSize);

        // What the device would not read is not signed.
        return PackageHeader.Parse(bytes, bytes.Length) is not null
            ? bytes
            : throw new ToolException(ExitCodes.Usage, $"the header of the package has {bytes.Length} bytes, at most {PackageHeader.MaxSize} fit, "
                + "or more than 8 libraries or 16 boards are named");
    }

    private static void AddText(List<byte> header, string option, string text, int maxSize)
    {
        if (text.Length == 0 || text.Length > maxSize || text.Any(c => c is <= ' ' or > '~'))
        {
            throw new ToolException(ExitCodes.Usage, $"{option}: must have 1 to {maxSize} characters, ASCII without spaces");
        }

        header.Add((byte)text.Length);
        header.AddRange(Encoding.ASCII.GetBytes(text));
    }
}
