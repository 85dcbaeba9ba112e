using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NanoMqttDevice.Provisioning;

namespace NanoMqttDevice.Tool.Settings;

/// <summary>The certificate authority to trust for TLS, from a file.</summary>
internal static class TrustedAuthority
{
    /// <summary>The option <c>--ca</c>.</summary>
    /// <returns>An option for one command.</returns>
    public static Option<FileInfo?> Option() => new("--ca")
    {
        Description = "PEM file with the certificate authority to trust for TLS; the system's without it.",
    };

    /// <summary>Reads it.</summary>
    /// <param name="file">The file; null gives null.</param>
    /// <returns>The certificate, or null for those of the system.</returns>
    /// <exception cref="ToolException">It cannot be read or is none.</exception>
    public static X509Certificate2? Read(FileInfo? file)
    {
        try
        {
            return file is null ? null : X509Certificate2.CreateFromPem(File.ReadAllText(file.FullName));
        }
        catch (CryptographicException)
        {
            throw new ToolException(ExitCodes.Usage, $"{file!.FullName}: is no PEM file with a certificate");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCodes.Usage, e.Message);
        }
    }
}
