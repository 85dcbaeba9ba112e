using System.Globalization;
using System.Text.Json;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Tool.Output;

namespace NanoMqttDevice.Tool.Settings;

/// <summary>A device's settings as a JSON file: the names of the serial line in camelCase, for example <c>clientId</c>.</summary>
internal static class SettingsFile
{
    private static readonly string[] _secretNames =
        [.. Enumerable.Range(1, SettingsFields.Last).Cast<SettingsField>().Where(SettingsFields.IsSecret).Select(f => $"\"{NameOf(f)}\"")];

    /// <summary>Reads and checks settings.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>Settings that keep every rule.</returns>
    /// <exception cref="ToolException">The file is not there or not JSON, a name is unknown, a value breaks a rule, or others can read a secret.</exception>
    public static DeviceSettings Read(string path)
    {
        var staged = new StagedSettings(new DeviceSettings());
        foreach (var (field, value) in ReadValues(path))
        {
            staged.Set(field, value);
        }

        if (SettingsRules.Check(staged.Settings) is var broken and not SettingsError.None)
        {
            throw Wrong(path, SettingsErrorText.Of(broken));
        }

        return staged.Settings;
    }

    /// <summary>Reads some settings, each of which has the right form; others may be missing.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>The values by field, as the serial line takes them; empty to clear a field.</returns>
    /// <exception cref="ToolException">The file is not there or not JSON, a name is unknown, a value has the wrong form, or others can read a secret.</exception>
    public static IReadOnlyDictionary<SettingsField, string> ReadValues(string path)
    {
        var staged = new StagedSettings(new DeviceSettings());
        var values = new Dictionary<SettingsField, string>();
        foreach (var (name, value) in Parse(path).Where(p => !IsProduct(p.Name)))
        {
            var field = Enumerable.Range(1, SettingsFields.Last).Cast<SettingsField>().FirstOrDefault(f => NameOf(f) == name);
            if (field == SettingsField.None)
            {
                throw Wrong(path, $"{name}: is no setting; settings are {string.Join(", ", Names())}");
            }

            values[field] = TextOf(path, name, value);
            if (staged.Set(field, values[field]) is var error and not SettingsError.None)
            {
                throw Wrong(path, SettingsErrorText.Of(error));
            }
        }

        staged.Settings.Wipe();
        return values;
    }

    /// <summary>Reads the settings of the product in a file: <c>app.NAME</c>.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>The values by name, without the <c>app.</c></returns>
    /// <exception cref="ToolException">The file is not there or not JSON.</exception>
    public static IReadOnlyDictionary<string, string> ReadProductValues(string path) =>
        Parse(path).Where(p => IsProduct(p.Name)).ToDictionary(p => p.Name[ProductSettings.Prefix.Length..], p => TextOf(path, p.Name, p.Value));

    /// <summary>Writes settings to a file that only its owner can read.</summary>
    /// <param name="path">Path of the file, which is replaced.</param>
    /// <param name="settings">Names in camelCase and values.</param>
    public static void Write(string path, IReadOnlyDictionary<string, object> settings)
    {
        SecretFile.Write(path, JsonLines.Text(settings) + "\n");
    }

    /// <summary>Changes some settings of a file, or makes it; the others stay. It becomes one that only its owner can read.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="values">Values by field; empty takes the field out.</param>
    /// <exception cref="ToolException">What is there is no settings file.</exception>
    public static void Update(string path, IReadOnlyDictionary<SettingsField, string> values)
    {
        var all = File.Exists(path) ? new SortedDictionary<SettingsField, string>(ReadValues(path).ToDictionary()) : [];
        foreach (var (field, value) in values)
        {
            all[field] = value;
        }

        var product = File.Exists(path) ? ReadProductValues(path) : new Dictionary<string, string>();
        Write(path, new OrderedDictionary<string, object>(
            all.Where(v => v.Value.Length > 0).Select(v => KeyValuePair.Create(NameOf(v.Key), Typed(v.Key, v.Value)))
                .Concat(product.Select(p => KeyValuePair.Create<string, object>(ProductSettings.Prefix + p.Key, p.Value)))));
    }

    private static IEnumerable<(string Name, JsonElement Value)> Parse(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(SecretFile.ReadWhole(null, path, isSecret: HoldsSecret));
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw Wrong(path, "it holds no JSON object");
            }

            return [.. document.RootElement.EnumerateObject().Select(p => (p.Name, p.Value.Clone()))];
        }
        catch (JsonException e)
        {
            // Its message may quote what stands there, which may be a secret.
            throw Wrong(path, $"it is not JSON (line {e.LineNumber + 1})");
        }
    }

    // What all devices of a fleet have in common is often no secret, and may be anybody's.
    private static bool HoldsSecret(string text) => _secretNames.Any(name => text.Contains(name, StringComparison.Ordinal));

    private static string TextOf(string path, string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "on",
        JsonValueKind.False => "off",
        JsonValueKind.Null => "",
        _ => throw Wrong(path, $"{name}: must be a text, a number, true or false"),
    };

    private static object Typed(SettingsField field, string value) => field switch
    {
        SettingsField.Port or SettingsField.Keepalive or SettingsField.TelemetryInterval => int.Parse(value, CultureInfo.InvariantCulture),
        SettingsField.Tls => value == "on",
        _ => value,
    };

    private static bool IsProduct(string name) => name.StartsWith(ProductSettings.Prefix, StringComparison.Ordinal);

    private static IEnumerable<string> Names() => Enumerable.Range(1, SettingsFields.Last).Select(i => NameOf((SettingsField)i));

    private static string NameOf(SettingsField field)
    {
        var parts = SettingsFields.NameOf(field).Split('-');
        return parts[0] + string.Concat(parts.Skip(1).Select(p => p == "rw" ? "RW" : char.ToUpperInvariant(p[0]) + p[1..]));
    }

    private static ToolException Wrong(string path, string what) => new(ExitCodes.Usage, $"{path}: {what}");
}
