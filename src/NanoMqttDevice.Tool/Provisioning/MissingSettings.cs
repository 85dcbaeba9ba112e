using NanoMqttDevice.Settings;
using NanoMqttDevice.Tool.Settings;
using Spectre.Console;

namespace NanoMqttDevice.Tool.Provisioning;

/// <summary>Asks for settings that are missing.</summary>
internal static class MissingSettings
{
    /// <summary>Asks for a value: on a terminal for any, otherwise for the secret alone, a line of standard input.</summary>
    /// <param name="field">The field.</param>
    /// <returns>Its value, of the right form; null when there is nobody to ask.</returns>
    public static string? Ask(SettingsField field)
    {
        var name = SettingsFields.NameOf(field);
        if (SettingsFields.IsSecret(field))
        {
            return SecretInput.ReadLine(name);
        }

        if (Console.IsInputRedirected || Console.IsErrorRedirected)
        {
            return null;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        if (field == SettingsField.Mode)
        {
            return console.Prompt(new SelectionPrompt<string>().Title("mode").AddChoices("DeviceCredential", "Signature", "Token"));
        }

        return console.Prompt(new TextPrompt<string>($"{name}:").Validate(value =>
        {
            var error = new StagedSettings(new DeviceSettings()).Set(field, value);
            return error == SettingsError.None ? ValidationResult.Success() : ValidationResult.Error(Markup.Escape(SettingsErrorText.Of(error)));
        }));
    }
}
