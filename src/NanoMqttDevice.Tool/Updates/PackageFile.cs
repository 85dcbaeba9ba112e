using NanoMqttDevice.Updates;

namespace NanoMqttDevice.Tool.Updates;

/// <summary>Reads packages.</summary>
internal static class PackageFile
{
    /// <summary>Checks a package as the device does, and what the device does not look at: the assembly for .NET 10, and that nothing is behind it.</summary>
    /// <param name="package">Its bytes.</param>
    /// <param name="publicKey">The update key.</param>
    /// <returns>What is wrong with it.</returns>
    public static PackageError Check(byte[] package, byte[] publicKey)
    {
        if (PackageHeader.Parse(package, package.Length) is not { } header)
        {
            return PackageError.Form;
        }

        var check = new PackageCheck();
        check.Begin(header, isHost: false, publicKey, (offset, buffer, count) =>
        {
            if (count > package.Length - offset)
            {
                return false;
            }

            package.AsSpan(offset, count).CopyTo(buffer);
            return true;
        });
        while (!check.Step())
        {
        }

        if (check.Error != PackageError.None)
        {
            return check.Error;
        }

        var host = package.AsSpan(header.AssemblyOffset + header.AssemblySize);
        return host.Length == header.HostAssemblySize
            && (host.Length == 0 || System.Security.Cryptography.SHA256.HashData(host).AsSpan().SequenceEqual(header.HostAssemblyDigest))
            ? PackageError.None
            : PackageError.Digest;
    }
}
