using System.CommandLine;
using NanoMqttDevice.Tool.BrokerConfig;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.Commands;

/// <summary>The options that tell a broker where the processes of <c>nanomqtt auth</c> are.</summary>
internal sealed class AuthenticationServiceOptions
{
    private readonly Option<string[]> _urls = new("--auth")
    {
        Description = "Address of a nanomqtt auth, http(s)://host:port. May be given several times: then HAProxy stands before them.",
        DefaultValueFactory = _ => ["http://127.0.0.1:8090"],
    };

    private readonly Option<string> _balancer = new("--auth-balancer")
    {
        Description = "Where HAProxy listens before several --auth, and where the broker asks.",
        DefaultValueFactory = _ => "127.0.0.1:8089",
    };

    private readonly Option<FileInfo?> _secret = new("--authenticate-secret")
    {
        Description = $"File of mode 600 with what nanomqtt auth wants to be sent; {ServiceStateOptions.AuthenticateVariable} in the environment does the same.",
    };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Options.Add(_urls);
        command.Options.Add(_balancer);
        command.Options.Add(_secret);
    }

    /// <summary>Reads them.</summary>
    /// <param name="parsed">The command line.</param>
    /// <returns>Where the broker asks.</returns>
    /// <exception cref="ToolException">One of them breaks its rule.</exception>
    public AuthenticationService Read(ParseResult parsed)
    {
        var secret = parsed.GetValue(_secret) is { } file
            ? SecretFile.Read(_secret.Name, file.FullName)
            : Environment.GetEnvironmentVariable(ServiceStateOptions.AuthenticateVariable) is { Length: > 0 } value ? value : null;
        if (secret is not null && !secret.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '~'))
        {
            throw new ToolException(ExitCodes.Usage, $"{_secret.Name}: must have letters, digits, '-', '_', '.' and '~' only: it stands in addresses");
        }

        return new AuthenticationService([.. parsed.GetValue(_urls)!.Select(ReadUrl)], Endpoint.Check(_balancer.Name, parsed.GetValue(_balancer)!), secret);
    }

    private Uri ReadUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            && url is { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" }
            ? url
            : throw new ToolException(ExitCodes.Usage, $"{_urls.Name}: must be http://host:port or https://host:port, without a path");
}
