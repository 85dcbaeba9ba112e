using System.CommandLine;
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

    private readonly Option<FileInfo?> _profile = new("--profile")
    {
        Description = "JSON file of mode 600 with accessKeyId and accessKeySecret, and if wanted endpoint, region and instance. "
            + "Without it the keys come from NANOMQTT_ACCESS_KEY_ID and NANOMQTT_ACCESS_KEY_SECRET, or the same with ALIBABA_CLOUD_.",
    };

    private readonly Option<bool> _insecure = new("--insecure") { Description = "Let secrets cross a network in plain, in a lab of your own." };

    /// <summary>PEM file of the authority to trust.</summary>
    public Option<FileInfo?> CertificateAuthority { get; } = TrustedAuthority.Option();

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_endpoint, _region, _instance, _profile, CertificateAuthority, _insecure])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Reads what was given.</summary>
    /// <param name="parsed">The command line.</param>
    /// <returns>A client, its instance and its keys.</returns>
    /// <exception cref="ToolException">Something is missing or wrong.</exception>
    public ServerApiTarget Read(ParseResult parsed)
    {
        var profile = ReadProfile(parsed);
        var instance = parsed.GetValue(_instance) ?? profile?.Instance
            ?? throw new ToolException(ExitCodes.Usage, "--instance: is missing");
        return Read(parsed, profile, instance);
    }

    /// <summary>Reads what was given, for calls that say themselves about which instance they are.</summary>
    /// <param name="parsed">The command line.</param>
    /// <returns>A client and its keys; its instance is empty unless one was given.</returns>
    /// <exception cref="ToolException">Something is missing or wrong.</exception>
    public ServerApiTarget ReadForAnyInstance(ParseResult parsed)
    {
        var profile = ReadProfile(parsed);
        return Read(parsed, profile, parsed.GetValue(_instance) ?? profile?.Instance ?? "");
    }

    /// <summary>Reads the instance alone, for what needs no API.</summary>
    /// <param name="parsed">The command line.</param>
    /// <returns>The instance ID, or null.</returns>
    public string? ReadInstance(ParseResult parsed) => parsed.GetValue(_instance);

    private ProfileFile? ReadProfile(ParseResult parsed) => parsed.GetValue(_profile) is { } file ? ProfileFile.Read(file.FullName) : null;

    private ServerApiTarget Read(ParseResult parsed, ProfileFile? profile, string instance)
    {
        var isInsecureAllowed = parsed.GetValue(_insecure);
        var endpoint = EndpointOf(parsed, profile, isInsecureAllowed);
        var keys = AccountKeysSource.Read(profile, Environment.GetEnvironmentVariable);
        var authority = TrustedAuthority.Read(parsed.GetValue(CertificateAuthority));
        return new ServerApiTarget(new ServerApiClient(endpoint, keys, authority, TimeProvider.System), instance, keys, authority, isInsecureAllowed);
    }

    private Uri EndpointOf(ParseResult parsed, ProfileFile? profile, bool isInsecureAllowed) => (parsed.GetValue(_endpoint), parsed.GetValue(_region)) switch
    {
        (not null, not null) => throw new ToolException(ExitCodes.Usage, "--endpoint and --region: give one of them"),
        ({ } url, _) => ServerApiEndpoint.Parse(url, isInsecureAllowed),
        (_, { } region) => ServerApiEndpoint.OfRegion(region),
        _ when profile is { Endpoint: { } url } => ServerApiEndpoint.Parse(url, isInsecureAllowed),
        _ when profile is { Region: { } region } => ServerApiEndpoint.OfRegion(region),
        _ => throw new ToolException(ExitCodes.Usage, "--endpoint: is missing; give the URL of the server API, or a --region of the vendor's"),
    };
}
