using System.Security.Cryptography;
using NanoMqttDevice.Tool.Output;

namespace NanoMqttDevice.Tool.Settings;

/// <summary>A login as a configuration of other people's clients.</summary>
/// <param name="Target">Where the broker is.</param>
/// <param name="Ca">PEM file of the authority to trust; null for the system's.</param>
/// <param name="ClientId">Client ID.</param>
/// <param name="UserName">User name.</param>
/// <param name="Password">Password.</param>
internal sealed record ClientConfiguration(MqttTarget Target, string? Ca, string ClientId, string UserName, string Password)
{
    /// <summary>The clients there is one for.</summary>
    public static IReadOnlyList<string> Clients { get; } = ["mosquitto", "mqtt-explorer", "paho"];

    /// <summary>Gives it.</summary>
    /// <param name="client">One of <see cref="Clients"/>.</param>
    /// <returns>The text of its file.</returns>
    public string For(string client) => client switch
    {
        "mosquitto" => Mosquitto(),
        "mqtt-explorer" => MqttExplorer(),
        _ => Paho(),
    };

    /// <summary>Says how the file is used.</summary>
    /// <param name="client">One of <see cref="Clients"/>.</param>
    /// <param name="file">The file.</param>
    /// <returns>One line.</returns>
    public static string UseOf(string client, string file) => client switch
    {
        "mosquitto" => $"XDG_CONFIG_HOME=DIR mosquitto_sub -t TOPIC, with {file} as DIR/mosquitto_sub (mosquitto_pub likewise)",
        "mqtt-explorer" => $"take {file} into ConnectionManager_connections of MQTT Explorer's settings.json",
        _ => $"paho.mqtt.publish.single(TOPIC, PAYLOAD, **json.load(open('{file}')))",
    };

    // One option a line, as mosquitto_sub(1) reads them.
    private string Mosquitto()
    {
        string[] tls = !Target.IsTls ? [] : Ca is null ? ["--tls-use-os-certs"] : [$"--cafile {Ca}"];
        string[] lines = [$"-h {Target.Host}", $"-p {Target.Port}", "-V mqttv311", $"-i {ClientId}", $"-u {UserName}", $"-P {Password}", .. tls];
        return string.Join('\n', lines) + "\n";
    }

    // The keyword arguments of paho.mqtt.publish.single and paho.mqtt.subscribe.simple.
    private string Paho()
    {
        var all = new OrderedDictionary<string, object>
        {
            ["hostname"] = Target.Host,
            ["port"] = Target.Port,
            ["client_id"] = ClientId,
            ["auth"] = new Dictionary<string, string> { ["username"] = UserName, ["password"] = Password },
        };
        if (Target.IsTls)
        {
            all["tls"] = Ca is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["ca_certs"] = Ca };
        }

        return JsonLines.Text(all) + "\n";
    }

    private string MqttExplorer()
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        return JsonLines.Text(new Dictionary<string, object>
        {
            [id] = new
            {
                ConfigVersion = 1,
                Id = id,
                Name = ClientId,
                Type = "mqtt",
                Protocol = "mqtt",
                Target.Host,
                Target.Port,
                Encryption = Target.IsTls,
                CertValidation = true,
                ClientId,
                Username = UserName,
                Password,
                Subscriptions = Array.Empty<object>(),
            },
        }) + "\n";
    }
}
