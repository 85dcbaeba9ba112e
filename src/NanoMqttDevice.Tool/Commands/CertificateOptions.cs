using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NanoMqttDevice.Tool.Commands;

/// <summary>The options for a given certificate.</summary>
internal sealed class CertificateOptions
{
    private readonly Option<FileInfo?> _certificate = new("--tls-certificate")
    {
        Description = "PEM file of the certificate for TLS; without it the service is its own certificate authority.",
    };

    private readonly Option<FileInfo?> _key = new("--tls-key") { Description = "PEM file of the certificate's key." };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Options.Add(_certificate);
        command.Options.Add(_key);
    }

    /// <summary>Reads the certificate with its key.</summary>
    /// <param name="parsed">The command line.</param>
    /// <returns>The certificate, to be disposed; null when none is given.</returns>
    /// <exception cref="ToolException">One of the two is missing or cannot be used.</exception>
    public X509Certificate2? Read(ParseResult parsed)
    {
        var (certificate, key) = (parsed.GetValue(_certificate), parsed.GetValue(_key));
        if (certificate is null && key is null)
        {
            return null;
        }

        if (certificate is null || key is null)
        {
            throw new ToolException(ExitCodes.Usage, "--tls-certificate and --tls-key: give both or neither");
        }

        try
        {
            using var pem = X509Certificate2.CreateFromPemFile(certificate.FullName, key.FullName);

            // Windows does not use a key that only lives in memory.
            return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new ToolException(ExitCodes.Usage, string.Create(CultureInfo.InvariantCulture, $"--tls-certificate, --tls-key: {e.Message}"));
        }
    }
}
