using System.Globalization;
using System.Text.RegularExpressions;
using CsvHelper;
using CsvHelper.Configuration;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Tool.Flashing;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.Fleet;

/// <summary>A CSV file of devices: the names of the settings as columns, <c>wifi-ssid</c>, <c>wifi-password</c> and <c>mac</c>, and any others.</summary>
/// <param name="Columns">Names of the columns, in their order.</param>
/// <param name="Rows">The devices.</param>
internal sealed partial record FleetFile(IReadOnlyList<string> Columns, IReadOnlyList<FleetRow> Rows)
{
    private const int MostErrors = 20;
    private const long LongestFile = 256 * 1024 * 1024;

    /// <summary>Reads a file and checks all of it.</summary>
    /// <param name="path">Path of the file; its values are parted by commas, semicolons or tabs.</param>
    /// <param name="common">Values that hold where a row has none.</param>
    /// <param name="isRegistered">True when credentials are registered, and rows have none.</param>
    /// <returns>The devices.</returns>
    /// <exception cref="ToolException">It cannot be read, others can read secrets in it, or something in it is wrong; row, column and rule of each are named.</exception>
    public static FleetFile Read(string path, IReadOnlyDictionary<SettingsField, string> common, bool isRegistered)
    {
        var errors = new List<string>();
        FleetFile file;
        try
        {
            using var reader = new StringReader(SecretFile.ReadWhole(null, path, LongestFile, HasSecretColumn));
            file = Read(reader, common, isRegistered, errors);
        }
        catch (CsvHelperException e)
        {
            // Its message may quote a row, in which a secret may stand.
            throw new ToolException(ExitCodes.Usage, $"{path}: row {e.Context?.Parser?.Row}: is no CSV; is a quotation mark missing?");
        }

        if (errors.Count > 0)
        {
            var more = errors.Count > MostErrors ? $"\n  and {errors.Count - MostErrors} more" : "";
            throw new ToolException(
                ExitCodes.Usage, $"{path} has errors, nothing was provisioned:\n  {string.Join("\n  ", errors.Take(MostErrors))}{more}");
        }

        return file;
    }

    private static bool HasSecretColumn(string text) => text.Split('\n', 2)[0].Split(',', ';', '\t').Select(c => c.Trim(' ', '"', '\r'))
        .Any(FleetColumns.IsSecret);

    private static FleetFile Read(TextReader text, IReadOnlyDictionary<SettingsField, string> common, bool isRegistered, List<string> errors)
    {
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            DetectDelimiter = true,
            DetectDelimiterValues = [",", ";", "\t"],
            HasHeaderRecord = false,
            IgnoreBlankLines = true,
        };
        using var parser = new CsvParser(text, configuration);
        var columns = parser.Read() ? parser.Record!.Select(c => c.Trim()).ToList() : [];
        CheckColumns(columns, common, errors);
        var hasColumns = errors.Count == 0;
        var rows = new List<FleetRow>();
        while (hasColumns && parser.Read())
        {
            var record = parser.Record!;
            if (record.All(string.IsNullOrWhiteSpace))
            {
                continue;
            }

            if (record.Length != columns.Count)
            {
                errors.Add($"row {parser.Row}: has {record.Length} columns, the header has {columns.Count}");
                continue;
            }

            rows.Add(ReadRow(parser.Row, columns.Zip(record).ToDictionary(c => c.First, c => c.Second), common, isRegistered, errors));
        }

        if (errors.Count == 0 && rows.Count == 0)
        {
            errors.Add("row 2: there is no device");
        }

        CheckUnique(rows, FleetColumns.ClientId, r => r.Values.GetValueOrDefault(SettingsField.ClientId), errors);
        CheckUnique(rows, FleetColumns.Mac, r => r.Mac, errors);
        if (rows.All(r => r.Values.GetValueOrDefault(SettingsField.Mode) is null or "DeviceCredential"))
        {
            CheckUnique(rows, FleetColumns.AccessKeyId, r => r.Values.GetValueOrDefault(SettingsField.AccessKeyId), errors);
        }

        return new FleetFile(columns, rows);
    }

    private static void CheckColumns(List<string> columns, IReadOnlyDictionary<SettingsField, string> common, List<string> errors)
    {
        foreach (var twice in columns.GroupBy(c => c).Where(g => g.Count() > 1))
        {
            errors.Add($"row 1, column {twice.Key}: is there {twice.Count()} times");
        }

        if (!columns.Contains(FleetColumns.ClientId) && !common.ContainsKey(SettingsField.ClientId))
        {
            errors.Add($"row 1, column {FleetColumns.ClientId}: is missing; columns are named {string.Join(", ", FleetColumns.Settings.Keys)}, "
                + $"{FleetColumns.WifiSsid}, {FleetColumns.WifiPassword}, {FleetColumns.Mac}");
        }
    }

    private static FleetRow ReadRow(
        int number, Dictionary<string, string> columns, IReadOnlyDictionary<SettingsField, string> common, bool isRegistered, List<string> errors)
    {
        void Wrong(string column, string rule) => errors.Add($"row {number}, column {column}: {rule}");

        var values = new Dictionary<SettingsField, string>(common);
        var staged = new StagedSettings(new DeviceSettings());
        foreach (var (field, value) in common)
        {
            staged.Set(field, value);
        }

        var before = errors.Count;
        foreach (var (name, field) in FleetColumns.Settings.Where(c => columns.GetValueOrDefault(c.Key) is { Length: > 0 }))
        {
            values[field] = columns[name];
            if (staged.Set(field, columns[name]) is var error and not SettingsError.None)
            {
                Wrong(name, SettingsErrorText.RuleOf(error));
            }
        }

        if (isRegistered && errors.Count == before)
        {
            CheckRegistered(values, staged, Wrong);
        }

        if (errors.Count == before && SettingsRules.Check(staged.Settings) is var broken and not SettingsError.None)
        {
            Wrong(SettingsFields.NameOf(SettingsFields.FieldOf(broken)), SettingsErrorText.RuleOf(broken));
        }

        staged.Settings.Wipe();
        if (isRegistered)
        {
            values.Remove(SettingsField.AccessKeyId);
            values.Remove(SettingsField.Secret);
        }

        var ssid = columns.GetValueOrDefault(FleetColumns.WifiSsid) is { Length: > 0 } given ? given : null;
        var password = columns.GetValueOrDefault(FleetColumns.WifiPassword) ?? "";
        CheckWifi(ssid, password, Wrong);
        var mac = columns.GetValueOrDefault(FleetColumns.Mac) is { Length: > 0 } text ? MacSeparators().Replace(text, "").ToUpperInvariant() : null;
        if (mac is not null && !Mac().IsMatch(mac))
        {
            Wrong(FleetColumns.Mac, "has twelve hexadecimal digits");
        }

        return new FleetRow { Number = number, Values = values, WifiSsid = ssid, WifiPassword = password, Mac = mac, Columns = columns, ProductValues = ProductOf(columns) };
    }

    // Whether the product has such settings, and takes such values, the device says.
    private static Dictionary<string, string> ProductOf(Dictionary<string, string> columns) => columns
        .Where(c => c.Key.StartsWith(ProductSettings.Prefix, StringComparison.Ordinal) && c.Value.Length > 0)
        .ToDictionary(c => c.Key[ProductSettings.Prefix.Length..], c => c.Value);

    private static void CheckRegistered(Dictionary<SettingsField, string> values, StagedSettings staged, Action<string, string> wrong)
    {
        if (values.GetValueOrDefault(SettingsField.Mode) is not null and not "DeviceCredential")
        {
            wrong("mode", "must be DeviceCredential when credentials are registered");
        }

        foreach (var field in new[] { SettingsField.AccessKeyId, SettingsField.Secret })
        {
            if (values.ContainsKey(field))
            {
                wrong(SettingsFields.NameOf(field), "must be empty when credentials are registered");
            }
        }

        // What will be there by then, so that all other rules can be checked now.
        values[SettingsField.Mode] = "DeviceCredential";
        staged.Set(SettingsField.Mode, "DeviceCredential");
        staged.Set(SettingsField.AccessKeyId, "registered");
        staged.Set(SettingsField.Secret, "registered");
    }

    private static void CheckWifi(string? ssid, string password, Action<string, string> wrong)
    {
        if (ssid is not null && WifiRules.RuleOfSsid(ssid) is { } rule)
        {
            wrong(FleetColumns.WifiSsid, rule);
        }

        if (ssid is null && password.Length > 0)
        {
            wrong(FleetColumns.WifiSsid, "is missing beside a wifi-password");
        }

        if (password.Length > 0 && WifiRules.RuleOfPassword(password) is { } other)
        {
            wrong(FleetColumns.WifiPassword, other);
        }
    }

    private static void CheckUnique(List<FleetRow> rows, string column, Func<FleetRow, string?> value, List<string> errors)
    {
        foreach (var same in rows.Where(r => value(r) is not null).GroupBy(r => value(r)).Where(g => g.Count() > 1))
        {
            errors.Add($"row {same.Last().Number}, column {column}: is the same as in row {same.First().Number}");
        }
    }

    [GeneratedRegex("[:-]")]
    private static partial Regex MacSeparators();

    [GeneratedRegex("^[0-9A-F]{12}$")]
    private static partial Regex Mac();
}
