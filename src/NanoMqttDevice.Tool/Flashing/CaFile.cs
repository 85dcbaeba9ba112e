using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace NanoMqttDevice.Tool.Flashing;

/// <summary>The file of certificate authorities that becomes <c>I:\ca.pem</c>.</summary>
internal static class CaFile
{
    // What the firmware reads of it at most (M2MqttClientFactory): it holds the file in a heap of about 100 KB while it connects.
    private const int MaxLength = 8 * 1024;

    /// <summary>Checks a file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="now">The time.</param>
    /// <returns>What the user should know all the same; null if nothing.</returns>
    /// <exception cref="ToolException">A device could not verify any server with it.</exception>
    public static string? Check(string path, DateTimeOffset now)
    {
        var text = Read(path);
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(text);
        }
        catch (CryptographicException)
        {
            throw Wrong(path, "holds a certificate that cannot be read; give the PEM file of the certificate authority again");
        }

        if (certificates.Count == 0)
        {
            throw Wrong(path, "is no PEM file with a certificate; give one that has a line -----BEGIN CERTIFICATE-----");
        }

        if (text.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            throw Wrong(path, "holds a private key, which has no business on a device; give the certificates alone");
        }

        var expired = certificates.Where(c => c.NotAfter.ToUniversalTime() < now.UtcDateTime).ToList();
        if (expired.Count == certificates.Count)
        {
            throw Wrong(path, $"{Describe(expired[0])}; give a certificate authority that is valid");
        }

        return expired.Count == 0 ? null : $"{path}: {string.Join(", ", expired.Select(Describe))}; the others are valid";
    }

    private static string Describe(X509Certificate2 certificate)
    {
        var name = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        var end = certificate.NotAfter.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return $"the certificate '{name}' has expired on {end}";
    }

    private static string Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaxLength)
            {
                throw Wrong(path, $"is larger than {MaxLength / 1024} KB; give only the roots the broker needs, not a whole bundle");
            }

            return File.ReadAllText(path, Encoding.Latin1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCodes.Usage, $"--ca: {e.Message}");
        }
    }

    private static ToolException Wrong(string path, string what) => new(ExitCodes.Usage, $"--ca: {path} {what}");
}
