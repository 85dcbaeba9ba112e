using NanoMqttDevice.Settings;
using NanoMqttDevice.Simulator;
using NanoMqttDevice.Storage;
using NanoMqttDevice.Tool.Flashing;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.Provisioning;

/// <summary>
/// Settings for a board whose only cable belongs to the debugger: the very record that an empty device would write, put into its flash by nanoff.
/// </summary>
/// <remarks>
/// What lies on the board cannot be read this way, so the record begins anew with sequence 1. It is written first, and what could count in its
/// place is deleted after it: wherever this breaks off, the device finds whole settings, the old ones or the new ones.
/// </remarks>
internal static class FileProvisioning
{
    /// <summary>Makes settings of values.</summary>
    /// <param name="values">Values by field, of the right form.</param>
    /// <param name="ask">Asks for a value that is missing; gives null when there is nobody to ask.</param>
    /// <param name="cancellationToken">Ends the questions.</param>
    /// <returns>Settings that keep every rule.</returns>
    /// <exception cref="ToolException">A field is missing, or does not go with another.</exception>
    public static async Task<DeviceSettings> CompleteAsync(
        IReadOnlyDictionary<SettingsField, string> values, Func<SettingsField, CancellationToken, Task<string?>> ask, CancellationToken cancellationToken)
    {
        var staged = new StagedSettings(new DeviceSettings());
        foreach (var (field, value) in values)
        {
            staged.Set(field, value);
        }

        var shown = Enumerable.Range(1, SettingsFields.Last).Cast<SettingsField>().ToDictionary(f => f, f => staged.Show(f) ?? SettingsDifference.NotSet);
        foreach (var field in SettingsDifference.Missing(values, shown).Where(f => shown[f] == SettingsDifference.NotSet))
        {
            if (await ask(field, cancellationToken).ConfigureAwait(false) is { } value)
            {
                staged.Set(field, value);
            }
        }

        return SettingsRules.Check(staged.Settings) is var error and not SettingsError.None
            ? throw new ToolException(ExitCodes.Usage, SettingsErrorText.Of(error))
            : staged.Settings;
    }

    /// <summary>Writes the record.</summary>
    /// <param name="folder">Folder that receives it.</param>
    /// <param name="settings">Settings that keep every rule; they are wiped.</param>
    /// <returns>Path of its file, of mode 600.</returns>
    /// <exception cref="ToolException">It cannot be written.</exception>
    public static string WriteRecord(string folder, DeviceSettings settings)
    {
        var result = new SettingsStore(new FolderFlash(folder)).Save(settings);
        settings.Wipe();
        return result == StoreResult.Ok
            ? Path.Combine(folder, "settings.0")
            : throw new ToolException(ExitCodes.Failed, $"the record cannot be written to {folder}: {StoreResults.WordOf(result)}");
    }

    /// <summary>Plans the runs of nanoff.</summary>
    /// <param name="port">Serial port of the board.</param>
    /// <param name="record">Path of the record.</param>
    /// <param name="wifi">Name and password of the network; null to leave the one on the board.</param>
    /// <returns>The steps.</returns>
    public static IReadOnlyList<FlashStep> Plan(string port, string record, (string Ssid, string Password)? wifi)
    {
        var files = DeploymentTemplate.Fill(
            FlashFiles.SettingsDeployment, new Dictionary<string, string> { ["port"] = port, ["settings"] = record });
        var settings = new FlashStep
        {
            Name = "settings",
            What = "the settings record to I:\\settings.0, and what lies beside it away",
            Arguments = [FlashPlan.NoVersionCheck, "--filedeployment"],
            FileName = "settings.json",
            FileText = files,
            Limit = TimeSpan.FromMinutes(2),
            Judge = result => StepVerdict.OfFiles(result, files),
            Stores = true,
        };
        return wifi is { } network ? [settings, NetworkStep.Create(port, network.Ssid, network.Password)] : [settings];
    }
}
