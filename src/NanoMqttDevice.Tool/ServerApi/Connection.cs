using System.Globalization;

namespace NanoMqttDevice.Tool.ServerApi;

/// <summary>
/// What a command knows of the service without being told by an option of its own. A profile that the command line names counts before the
/// environment; the one in use counts after it.
/// </summary>
internal sealed class Connection
{
    private const string Prefix = "NANOMQTT_";

    private readonly ProfileContent _profile;
    private readonly bool _isNamed;
    private readonly Func<string, string?> _environment;

    private Connection(ProfileContent profile, bool isNamed, Func<string, string?> environment)
    {
        _profile = profile;
        _isNamed = isNamed;
        _environment = environment;
    }

    /// <summary>URL of the server API.</summary>
    public string? Endpoint => EndpointAndRegion.Endpoint;

    /// <summary>The vendor's region; null when there is an endpoint.</summary>
    public string? Region => EndpointAndRegion.Region;

    /// <summary>Instance ID.</summary>
    public string? Instance => First("INSTANCE", _profile.Instance);

    /// <summary>PEM file of the authority to trust.</summary>
    public string? Ca => First("CA", _profile.Ca);

    /// <summary>Host name of the MQTT side.</summary>
    public string? MqttEndpoint => First("MQTT_ENDPOINT", _profile.MqttEndpoint);

    /// <summary>Its TCP port.</summary>
    public string? MqttPort => First("MQTT_PORT", _profile.MqttPort?.ToString(CultureInfo.InvariantCulture));

    /// <summary>on or off.</summary>
    public string? Tls => First("TLS", _profile.Tls switch { true => "on", false => "off", null => null });

    /// <summary>Parent topic.</summary>
    public string? ParentTopic => First("PARENT_TOPIC", _profile.ParentTopic);

    // They go together: a region of one place must not meet an endpoint of another.
    private (string? Endpoint, string? Region) EndpointAndRegion
    {
        get
        {
            var profile = (_profile.Endpoint, _profile.Endpoint is null ? _profile.Region : null);
            var environment = (Get("ENDPOINT"), Get("ENDPOINT") is null ? Get("REGION") : null);
            var (one, other) = _isNamed ? (profile, environment) : (environment, profile);
            return one is (null, null) ? other : one;
        }
    }

    /// <summary>Reads it.</summary>
    /// <param name="named">The profile that the command line names, by name or path; null for none.</param>
    /// <param name="environment">Reads a variable of the environment.</param>
    /// <returns>What is known.</returns>
    /// <exception cref="ToolException">The profile is not there or cannot be read.</exception>
    public static Connection Read(string? named, Func<string, string?> environment)
    {
        var profiles = new Profiles(environment);
        var other = environment(Profiles.NameVariable) is { Length: > 0 } name ? name : profiles.Current;
        var chosen = named ?? other;
        return new Connection(chosen is null ? new ProfileContent() : profiles.Read(chosen), named is not null, environment);
    }

    /// <summary>Takes the account's keys.</summary>
    /// <returns>The keys.</returns>
    /// <exception cref="ToolException">There are none, or half of them.</exception>
    public AccountKeys Keys() => AccountKeysSource.Read(_profile, _isNamed, _environment);

    private string? First(string variable, string? ofProfile) => _isNamed ? ofProfile ?? Get(variable) : Get(variable) ?? ofProfile;

    private string? Get(string variable) => _environment(Prefix + variable) is { Length: > 0 } value ? value : null;
}
