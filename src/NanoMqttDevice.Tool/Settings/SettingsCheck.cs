using NanoMqttDevice.Settings;

namespace NanoMqttDevice.Tool.Settings;

/// <summary>The device's rules for one setting, applied to an option of the command line.</summary>
internal static class SettingsCheck
{
    /// <summary>Checks a value.</summary>
    /// <param name="option">What the user called it.</param>
    /// <param name="field">The field.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ToolException">It breaks a rule of the field.</exception>
    public static void Require(string option, SettingsField field, string value)
    {
        var staged = new StagedSettings(new DeviceSettings());
        var error = staged.Set(field, value);
        staged.Settings.Wipe();
        if (error != SettingsError.None)
        {
            throw new ToolException(ExitCodes.Usage, $"{option}: {SettingsErrorText.RuleOf(error)}");
        }
    }
}
