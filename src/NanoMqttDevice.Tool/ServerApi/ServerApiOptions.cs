using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.ServerApi;

/// <summary>The options of every command that calls the server API.</summary>
internal sealed class ServerApiOptions
{
    private readonly Option<string?> _endpoint = new("--endpoint")
    {
        Description = "URL of the server API, the stand-in's for example; http is for this machine only.",
    };

    private readonly Option<string?> _region = new("--region") { Description = "The vendor's region, for example cn-hangzhou, in place of --endpoint." };

    private readonly Option<string?> _instance = new("--instance") { Description = "Instance ID." };

    private readonly Option<string?> _profile = new("--profile")
    {
        Description = "Name of a profile ('nanomqtt profile list'), or a JSON file of mode 600 with accessKeyId and accessKeySecret, and if wanted endpoint, "
            + "region, instance and others. Without it come the environment, NANOMQTT_ACCESS_KEY_ID and NANOMQTT_ACCESS_KEY_SECRET or the same with "
            + "ALIBABA_CLOUD_, and the profile in use.",
    };

    private readonly Option<bool> _insecure = new("--insecure") { Description = "Let secrets cross a network in plain, in a lab of your own." };

    private readonly Option<FileInfo?> _ca = TrustedAuthority.Option();

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_endpoint, _region, _instance, _profile, _ca, _insecure])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Makes the options.</summary>
    public ServerApiOptions()
    {
        _profile.CompletionSources.Add(_ => new Profiles(Environment.GetEnvironmentVariable).List().Select(n => new System.CommandLine.Completions.CompletionItem(n)));
    }

    /// <summary>Reads what is known of the service beside options.</summary>
    /// <param name="parsed">The command line.</param>
    /// <returns>The profile and the environment.</returns>
    /// <exception cref="ToolException">The profile is not there or cannot be read.</exception>
    public Connection ReadConnection(ParseResult parsed) => Connection.Read(parsed.GetValue(_profile), Environment.GetEnvironmentVariable);

    /// <summary>Reads what was given.</summary>
    /// <param name="parsed">The command line.</param>
    /// <returns>A client, its instance and its keys.</returns>
    /// <exception cref="ToolException">Something is missing or wrong.</exception>
    public ServerApiTarget Read(ParseResult parsed)
    {
        var connection = ReadConnection(parsed);
        return Read(parsed, connection, InstanceOf(parsed, connection));
    }

    /// <summary>Reads what was given, for calls that say themselves about which instance they are.</summary>
    /// <param name="parsed">The command line.</param>
    /// <returns>A client and its keys; its instance is empty unless one was given.</returns>
    /// <exception cref="ToolException">Something is missing or wrong.</exception>
    public ServerApiTarget ReadForAnyInstance(ParseResult parsed)
    {
        var connection = ReadConnection(parsed);
        return Read(parsed, connection, parsed.GetValue(_instance) ?? connection.Instance ?? "");
    }

    /// <summary>Reads what an application server on the MQTT side needs; the server API may be unknown.</summary>
    /// <param name="parsed">The command line.</param>
    /// <returns>The account. The caller disposes it.</returns>
    /// <exception cref="ToolException">Something is missing or wrong.</exception>
    public AccountTarget ReadAccount(ParseResult parsed)
    {
        var connection = ReadConnection(parsed);
        var isInsecureAllowed = parsed.GetValue(_insecure);
        var hasEndpoint = parsed.GetValue(_endpoint) is not null || parsed.GetValue(_region) is not null
            || connection.Endpoint is not null || connection.Region is not null;
        return new AccountTarget(
            connection,
            connection.Keys(),
            InstanceOf(parsed, connection),
            ReadAuthority(parsed, connection),
            hasEndpoint ? EndpointOf(parsed, connection, isInsecureAllowed) : null,
            isInsecureAllowed);
    }

    /// <summary>Reads the instance alone, for what needs no API.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="connection">What is known beside options.</param>
    /// <returns>The instance ID, or null.</returns>
    public string? ReadInstance(ParseResult parsed, Connection connection) => parsed.GetValue(_instance) ?? connection.Instance;

    /// <summary>Reads the authority alone, for what needs no API.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="connection">What is known beside options.</param>
    /// <returns>The authority to trust; null for the system's. The caller disposes it.</returns>
    /// <exception cref="ToolException">Its file cannot be read.</exception>
    public X509Certificate2? ReadAuthority(ParseResult parsed, Connection connection) =>
        TrustedAuthority.Read(parsed.GetValue(_ca) ?? (connection.Ca is { } path ? new FileInfo(path) : null));

    private string InstanceOf(ParseResult parsed, Connection connection) => ReadInstance(parsed, connection)
        ?? throw new ToolException(ExitCodes.Usage, "--instance: is missing");

    private ServerApiTarget Read(ParseResult parsed, Connection connection, string instance)
    {
        var isInsecureAllowed = parsed.GetValue(_insecure);
        var endpoint = EndpointOf(parsed, connection, isInsecureAllowed);
        var keys = connection.Keys();
        var authority = ReadAuthority(parsed, connection);
        return new ServerApiTarget(
            new ServerApiClient(endpoint, keys, authority, TimeProvider.System), instance, keys, authority, connection, isInsecureAllowed);
    }

    private Uri EndpointOf(ParseResult parsed, Connection connection, bool isInsecureAllowed) => (parsed.GetValue(_endpoint), parsed.GetValue(_region)) switch
    {
        (not null, not null) => throw new ToolException(ExitCodes.Usage, "--endpoint and --region: give one of them"),
        ({ } url, _) => ServerApiEndpoint.Parse(url, isInsecureAllowed),
        (_, { } region) => ServerApiEndpoint.OfRegion(region),
        _ when connection.Endpoint is { } url => ServerApiEndpoint.Parse(url, isInsecureAllowed),
        _ when connection.Region is { } region => ServerApiEndpoint.OfRegion(region),
        _ => throw new ToolException(ExitCodes.Usage, "--endpoint: is missing; give the URL of the server API, or a --region of the vendor's"),
    };
}
