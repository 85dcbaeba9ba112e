using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Service;

namespace NanoMqttDevice.Tool.Commands;

/// <summary>The options of <c>nanomqtt service</c> that concern ports, TLS and what the vendor leaves open.</summary>
internal sealed class TransportOptions
{
    private readonly Option<int?> _tlsPort = Port("--tls-port", "TCP port for TLS; the vendor's is 8883.");
    private readonly Option<int?> _webSocketPort = Port("--ws-port", "TCP port for WebSocket on the path /mqtt; the vendor's is 80.");
    private readonly Option<int?> _webSocketTlsPort = Port("--wss-port", "TCP port for secure WebSocket; the vendor's is 443.");
    private readonly Option<FileInfo?> _certificate = new("--tls-certificate")
    {
        Description = "PEM file of the certificate for TLS; without it the service is its own certificate authority.",
    };

    private readonly Option<FileInfo?> _key = new("--tls-key") { Description = "PEM file of the certificate's key." };
    private readonly Option<string[]> _names = new("--tls-name")
    {
        Description = "Host name or IP address in the certificate that the service makes. May be given several times.",
    };

    private readonly Option<FileInfo?> _authorityOut = new("--tls-ca-out")
    {
        Description = "File that receives the certificate of the service's own authority, for devices to trust.",
    };

    private readonly Option<FileInfo?> _sessions = new("--session-database")
    {
        Description = "SQLite file that keeps sessions and offline messages; beside --database without it.",
    };

    private readonly Option<string[]> _grants = new("--grant")
    {
        Description = "HOLDER=FILTER=R|W|RW: what an access key id, a client ID or * may use. May be given several times; without it, everything.",
    };

    private readonly Option<int> _refusalCode = new("--refusal-code")
    {
        Description = "CONNACK return code of a refused login, 4 or 5.",
        DefaultValueFactory = _ => 5,
    };

    private readonly Option<bool> _disconnectChanged = new("--disconnect-changed")
    {
        Description = "Disconnect a client whose credential is refreshed, registered anew or unregistered.",
    };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])
        [
            _tlsPort, _webSocketPort, _webSocketTlsPort, _certificate, _key, _names, _authorityOut, _sessions, _grants, _refusalCode,
            _disconnectChanged,
        ])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Puts what the user gave into the service's options.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">The options so far.</param>
    /// <returns>The options. The caller disposes their certificate.</returns>
    /// <exception cref="ToolException">An option breaks its rule.</exception>
    public ServiceOptions Apply(ParseResult parsed, ServiceOptions options) => options with
    {
        TlsPort = parsed.GetValue(_tlsPort),
        WebSocketPort = parsed.GetValue(_webSocketPort),
        WebSocketTlsPort = parsed.GetValue(_webSocketTlsPort),
        TlsCertificate = ReadCertificate(parsed.GetValue(_certificate), parsed.GetValue(_key)),
        TlsNames = parsed.GetValue(_names) ?? [],
        SessionDatabasePath = parsed.GetValue(_sessions)?.FullName,
        Grants = parsed.GetValue(_grants) is { Length: > 0 } grants ? [.. grants.Select(ReadGrant)] : null,
        RefusalCode = parsed.GetValue(_refusalCode),
        CredentialChangeEffect = parsed.GetValue(_disconnectChanged) ? CredentialChangeEffect.Disconnect : CredentialChangeEffect.StayOnline,
    };

    /// <summary>Writes the authority's certificate where the user wants it.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="service">The service, started.</param>
    /// <exception cref="ToolException">There is none.</exception>
    public void WriteAuthority(ParseResult parsed, MqttService service)
    {
        if (parsed.GetValue(_authorityOut) is { } file)
        {
            File.WriteAllText(
                file.FullName,
                service.CertificateAuthorityPem
                    ?? throw new ToolException(ExitCodes.Usage, "--tls-ca-out: needs --tls-port or --wss-port, and no --tls-certificate"));
        }
    }

    /// <summary>The name on the command line of one of the service's options; null when it is not one of these.</summary>
    /// <param name="serviceOption">The property's name.</param>
    /// <returns>The name, with its hyphens.</returns>
    public static string? NameOf(string? serviceOption) => serviceOption switch
    {
        nameof(ServiceOptions.TlsPort) => "--tls-port",
        nameof(ServiceOptions.WebSocketPort) => "--ws-port",
        nameof(ServiceOptions.WebSocketTlsPort) => "--wss-port",
        nameof(ServiceOptions.TlsNames) => "--tls-name",
        nameof(ServiceOptions.Grants) => "--grant",
        nameof(ServiceOptions.RefusalCode) => "--refusal-code",
        nameof(ServiceOptions.SessionDatabasePath) => "--session-database",
        _ => null,
    };

    private static Option<int?> Port(string name, string description) => new(name)
    {
        Description = description + " 0 takes a free one; none without it.",
    };

    private static TopicGrant ReadGrant(string text)
    {
        var parts = text.Split('=');

        return parts.Length == 3 && TokenType.TryParse(parts[2], out var actions)
            ? new TopicGrant(parts[0], parts[1], actions)
            : throw new ToolException(ExitCodes.Usage, "--grant: must be HOLDER=FILTER=R, W or RW");
    }

    private static X509Certificate2? ReadCertificate(FileInfo? certificate, FileInfo? key)
    {
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
