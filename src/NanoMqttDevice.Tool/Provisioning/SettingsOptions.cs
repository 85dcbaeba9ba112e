using System.CommandLine;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.Provisioning;

/// <summary>The settings of a device on the command line: a file, one option for each field that is no secret, and a file for the secret.</summary>
internal sealed class SettingsOptions
{
    private readonly Option<FileInfo?> _file = new("--settings")
    {
        Description = "JSON file with settings, those of 'service --settings-out' for example; an option counts more.",
    };

    private readonly Option<string?> _secretFile = new("--secret-file")
    {
        Description = "File that holds the secret; - for a line of standard input. Asked for on a terminal when it is missing.",
    };

    private readonly Dictionary<SettingsField, Option<string?>> _fields;

    public SettingsOptions()
    {
        _fields = Enumerable.Range(1, SettingsFields.Last).Cast<SettingsField>().Where(f => !SettingsFields.IsSecret(f))
            .ToDictionary(f => f, f => new Option<string?>(NameOf(f)) { Description = DescriptionOf(f) });
    }

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Options.Add(_file);
        command.Options.Add(_secretFile);
        foreach (var option in _fields.Values)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Reads what was given.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="cancellationToken">Ends a wait for standard input.</param>
    /// <returns>Values by field, each of the right form.</returns>
    /// <exception cref="ToolException">A file cannot be read, or a value has the wrong form.</exception>
    public async Task<Dictionary<SettingsField, string>> ReadAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var values = parsed.GetValue(_file) is { } file
            ? new Dictionary<SettingsField, string>(SettingsFile.ReadValues(file.FullName))
            : [];
        foreach (var (field, option) in _fields)
        {
            if (parsed.GetValue(option) is { } value)
            {
                values[field] = value;
                SettingsCheck.Require(NameOf(field), field, value);
            }
        }

        if (parsed.GetValue(_secretFile) is { } path)
        {
            values[SettingsField.Secret] = await SecretInput.ReadFileAsync(_secretFile.Name, path, "secret", cancellationToken).ConfigureAwait(false);
            SettingsCheck.Require("--secret-file", SettingsField.Secret, values[SettingsField.Secret]);
        }

        return values;
    }

    // The serial port is --port.
    private static string NameOf(SettingsField field) => field == SettingsField.Port ? "--mqtt-port" : "--" + SettingsFields.NameOf(field);

    private static string DescriptionOf(SettingsField field) => field switch
    {
        SettingsField.Mode => "DeviceCredential, Signature or Token.",
        SettingsField.Endpoint => "Host name of the service.",
        SettingsField.Port => "TCP port of the service: 1883, 8883 with TLS.",
        SettingsField.Tls => "on or off.",
        SettingsField.Instance => "Instance ID.",
        SettingsField.ClientId => "Client ID, GroupId@@@DeviceId.",
        SettingsField.AccessKeyId => "DeviceAccessKeyId, or AccessKey ID.",
        SettingsField.ParentTopic => "Parent topic.",
        SettingsField.UpdateKey => "Public key that checks updates, as 'update key show' prints it; without one the device takes no updates.",
        SettingsField.Keepalive => "Keepalive in seconds, 10 to 480.",
        _ => "Seconds between two telemetry messages.",
    };
}
