using System.CommandLine;
using System.Globalization;
using System.Net;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Tool.ServerApi;

namespace NanoMqttDevice.Tool.Settings;

/// <summary>The options that say where the MQTT side of the service is, for commands whose <c>--endpoint</c> is the server API.</summary>
internal sealed class MqttTargetOptions
{
    private const int PlainPort = 1883;
    private const int TlsPort = 8883;

    private readonly Option<string?> _host = new("--mqtt-endpoint")
    {
        Description = "Host name of the service's MQTT side; {instance}.mqtt.aliyuncs.com without it.",
    };

    private readonly Option<int?> _port = new("--mqtt-port") { Description = "Its TCP port: 8883 with TLS, 1883 without." };

    private readonly Option<string?> _tls = new("--tls") { Description = "on or off; on without it." };

    private readonly Option<string?> _parentTopic = new("--parent-topic") { Description = "Parent topic, created at the service beforehand." };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_host, _port, _tls, _parentTopic])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Reads where to connect to.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="connection">What is known beside options.</param>
    /// <param name="instance">Instance ID, from which the vendor's host name comes; null when there is none.</param>
    /// <returns>The target.</returns>
    /// <exception cref="ToolException">A value breaks its rule, or there is neither a host name nor an instance.</exception>
    public MqttTarget Read(ParseResult parsed, Connection connection, string? instance)
    {
        var values = ReadValues(parsed, connection);
        var isTls = values.GetValueOrDefault(SettingsField.Tls, "on") == "on";
        return new MqttTarget(
            values.GetValueOrDefault(SettingsField.Endpoint) ?? VendorHost(instance ?? throw new ToolException(ExitCodes.Usage, "--mqtt-endpoint: is missing")),
            values.TryGetValue(SettingsField.Port, out var port) ? int.Parse(port, CultureInfo.InvariantCulture) : isTls ? TlsPort : PlainPort,
            isTls);
    }

    /// <summary>Reads the parent topic.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="connection">What is known beside options.</param>
    /// <returns>The parent topic.</returns>
    /// <exception cref="ToolException">It is missing or breaks its rule.</exception>
    public string ReadParentTopic(ParseResult parsed, Connection connection) => ReadValues(parsed, connection).GetValueOrDefault(SettingsField.ParentTopic)
        ?? throw new ToolException(ExitCodes.Usage, "--parent-topic: is missing");

    /// <summary>Reads what belongs into a device's settings: what was given, and for a file that is new what is known, or the vendor's host.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="connection">What is known beside options.</param>
    /// <param name="instance">Instance ID.</param>
    /// <param name="isNew">True when there are no settings yet.</param>
    /// <returns>Values by field.</returns>
    /// <exception cref="ToolException">A value breaks its rule.</exception>
    public Dictionary<SettingsField, string> ReadSettings(ParseResult parsed, Connection connection, string instance, bool isNew)
    {
        var values = ReadValues(parsed, isNew ? connection : null);
        if (isNew)
        {
            var target = Read(parsed, connection, instance);
            values[SettingsField.Endpoint] = target.Host;
            values[SettingsField.Port] = target.Port.ToString(CultureInfo.InvariantCulture);
            values[SettingsField.Tls] = target.IsTls ? "on" : "off";
        }

        return values;
    }

    /// <summary>Reads what was given, and nothing else.</summary>
    /// <param name="parsed">The command line.</param>
    /// <returns>Values by field.</returns>
    /// <exception cref="ToolException">A value breaks its rule.</exception>
    public Dictionary<SettingsField, string> ReadGiven(ParseResult parsed) => ReadValues(parsed, null);

    /// <summary>Refuses to let a secret cross a network in plain.</summary>
    /// <param name="target">Where it is to go.</param>
    /// <param name="isInsecureAllowed">True when the user has said so.</param>
    /// <exception cref="ToolException">It would be readable on the way.</exception>
    public static void RequireConfidential(MqttTarget target, bool isInsecureAllowed)
    {
        var isHere = target.Host == "localhost" || (IPAddress.TryParse(target.Host, out var address) && IPAddress.IsLoopback(address));
        if (!target.IsTls && !isHere && !isInsecureAllowed)
        {
            throw new ToolException(ExitCodes.Usage, "--tls off: secrets can be read on the way; use TLS, or add --insecure in a lab of your own");
        }
    }

    private static string VendorHost(string instance) => $"{instance}.mqtt.aliyuncs.com";

    private Dictionary<SettingsField, string> ReadValues(ParseResult parsed, Connection? connection)
    {
        (Option Option, SettingsField Field, string? Value)[] given =
        [
            (_host, SettingsField.Endpoint, parsed.GetValue(_host) ?? connection?.MqttEndpoint),
            (_port, SettingsField.Port, parsed.GetValue(_port)?.ToString(CultureInfo.InvariantCulture) ?? connection?.MqttPort),
            (_tls, SettingsField.Tls, parsed.GetValue(_tls) ?? connection?.Tls),
            (_parentTopic, SettingsField.ParentTopic, parsed.GetValue(_parentTopic) ?? connection?.ParentTopic),
        ];
        var values = new Dictionary<SettingsField, string>();
        foreach (var (option, field, value) in given)
        {
            if (value is null)
            {
                continue;
            }

            SettingsCheck.Require(option.Name, field, value);
            values[field] = value;
        }

        return values;
    }
}
