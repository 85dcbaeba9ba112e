using System.CommandLine;
using NanoMqttDevice.Service;

namespace NanoMqttDevice.Tool.Commands;

/// <summary>The options of <c>nanomqtt service</c> that concern ports, TLS and what the vendor leaves open.</summary>
internal sealed class TransportOptions
{
    private readonly Option<int?> _tlsPort = Port("--tls-port", "TCP port for TLS; the vendor's is 8883.");
    private readonly Option<int?> _webSocketPort = Port("--ws-port", "TCP port for WebSocket on the path /mqtt; the vendor's is 80.");
    private readonly Option<int?> _webSocketTlsPort = Port("--wss-port", "TCP port for secure WebSocket; the vendor's is 443.");
    private readonly CertificateOptions _certificate = new();
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
            _tlsPort, _webSocketPort, _webSocketTlsPort, _names, _authorityOut, _sessions, _refusalCode, _disconnectChanged,
        ])
        {
            command.Options.Add(option);
        }

        _certificate.AddTo(command);
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
        TlsCertificate = _certificate.Read(parsed),
        TlsNames = parsed.GetValue(_names) ?? [],
        SessionDatabasePath = parsed.GetValue(_sessions)?.FullName,
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
        nameof(ServiceOptions.RefusalCode) => "--refusal-code",
        nameof(ServiceOptions.SessionDatabasePath) => "--session-database",
        _ => null,
    };

    private static Option<int?> Port(string name, string description) => new(name)
    {
        Description = description + " 0 takes a free one; none without it.",
    };
}
