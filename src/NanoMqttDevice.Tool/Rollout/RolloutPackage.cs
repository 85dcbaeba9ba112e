using System.Buffers.Binary;
using System.Security.Cryptography;
using NanoMqttDevice.Tool.Updates;
using NanoMqttDevice.Updates;

namespace NanoMqttDevice.Tool.Rollout;

/// <summary>A package that is rolled out: its offer, and its blocks.</summary>
internal sealed class RolloutPackage
{
    private readonly byte[] _bytes;

    private RolloutPackage(byte[] bytes, PackageHeader header)
    {
        _bytes = bytes;
        Header = header;
        Tag = BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(bytes.AsSpan(0, header.Size)));
    }

    /// <summary>Its header.</summary>
    public PackageHeader Header { get; }

    /// <summary>What requests and blocks carry.</summary>
    public uint Tag { get; }

    /// <summary>The command that offers it.</summary>
    public string Offer => "update " + Convert.ToBase64String(_bytes, 0, Header.Size);

    /// <summary>Reads a package.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="publicKey">The update key to check it with; null to leave that to the devices.</param>
    /// <returns>The package.</returns>
    /// <exception cref="ToolException">It cannot be read or is no whole package.</exception>
    public static RolloutPackage Read(string path, byte[]? publicKey)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCodes.Usage, $"PACKAGE: {e.Message}");
        }

        return Of(bytes, publicKey) ?? throw new ToolException(
            ExitCodes.Usage, $"PACKAGE: '{path}' is no whole package{(publicKey is null ? "" : ", or not one of that key")}; 'nanomqtt update pack' makes one");
    }

    /// <summary>Takes a package.</summary>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="publicKey">The update key to check it with; null to leave that to the devices.</param>
    /// <returns>The package; null when it is none, is not whole, or is not signed by that key.</returns>
    public static RolloutPackage? Of(byte[] bytes, byte[]? publicKey)
    {
        var header = PackageHeader.Parse(bytes, bytes.Length);
        var isWhole = header is not null && bytes.Length == header.OffsetFor(isHost: true) + header.HostAssemblySize
            && (publicKey is null || PackageFile.Check(bytes, publicKey) == PackageError.None);
        return isWhole ? new RolloutPackage(bytes, header!) : null;
    }

    /// <summary>Gives the message with a block.</summary>
    /// <param name="tag">The tag that was asked with.</param>
    /// <param name="offset">Where the block starts.</param>
    /// <param name="size">How many bytes are wanted.</param>
    /// <returns>The message; null when no such block is in the package.</returns>
    public byte[]? FindBlock(uint tag, int offset, int size)
    {
        if (tag != Tag || offset < 0 || size is < 1 or > BlockReceiver.BlockSize || offset > _bytes.Length - size)
        {
            return null;
        }

        var message = new byte[BlockReceiver.BlockHeaderSize + size];
        message[0] = BlockReceiver.Mark;
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(1), tag);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(5), offset);
        _bytes.AsSpan(offset, size).CopyTo(message.AsSpan(BlockReceiver.BlockHeaderSize));
        return message;
    }
}
