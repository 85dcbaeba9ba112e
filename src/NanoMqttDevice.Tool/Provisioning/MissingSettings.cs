using NanoMqttDevice.Settings;
using NanoMqttDevice.Tool.Settings;
using NanoMqttDevice.Tool.Terminal;
using Spectre.Console;

namespace NanoMqttDevice.Tool.Provisioning;

/// <summary>Asks for settings that are missing.</summary>
internal static class MissingSettings
{
    /// <summary>Asks for a value: on a terminal for any, otherwise for the secret alone, a line of standard input.</summary>
    /// <param name="field">The field.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <returns>Its value, of the right form; null when there is nobody to ask.</returns>
    public static async Task<string?> AskAsync(SettingsField field, CancellationToken cancellationToken)
    {
        var name = SettingsFields.NameOf(field);
        if (SettingsFields.IsSecret(field))
        {
            return await SecretInput.ReadLineAsync(name, cancellationToken).ConfigureAwait(false);
        }

        if (!Question.IsPossible)
        {
            return null;
        }

        if (field == SettingsField.Mode)
        {
            var modes = new SelectionPrompt<string>().Title("mode").AddChoices("DeviceCredential", "Signature", "Token");
            return await Question.AskAsync(modes, cancellationToken).ConfigureAwait(false);
        }

        var prompt = new TextPrompt<string>($"{name}:").Validate(value =>
        {
            var error = new StagedSettings(new DeviceSettings()).Set(field, value);
            return error == SettingsError.None ? ValidationResult.Success() : ValidationResult.Error(Markup.Escape(SettingsErrorText.Of(error)));
        });
        return await Question.AskAsync(prompt, cancellationToken).ConfigureAwait(false);
    }
}
