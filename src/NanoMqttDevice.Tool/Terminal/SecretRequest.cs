using NanoMqttDevice.Settings;

namespace NanoMqttDevice.Tool.Terminal;

/// <summary>Requests that hold a secret themselves, in place of the line after them.</summary>
internal static class SecretRequest
{
    /// <summary>Tells such a request.</summary>
    /// <param name="line">The request.</param>
    /// <returns>True if it is to be remembered nowhere.</returns>
    public static bool Is(string line) => line.Split(' ', 3) is ["set", var field, _] && SettingsFields.IsSecret(SettingsFields.Find(field));
}
