using System.Text;

namespace NanoMqttDevice.Tool.Flashing;

/// <summary>What a Wi-Fi network's name and password may be; nanoff checks neither.</summary>
internal static class WifiRules
{
    /// <summary>Checks a name.</summary>
    /// <param name="ssid">The name.</param>
    /// <param name="option">What it was given with.</param>
    /// <exception cref="ToolException">No network can have it.</exception>
    public static void CheckSsid(string ssid, string option) => Require(RuleOfSsid(ssid), option);

    /// <summary>Checks a password of WPA2.</summary>
    /// <param name="password">The password.</param>
    /// <exception cref="ToolException">No network can have it.</exception>
    public static void CheckPassword(string password) => Require(RuleOfPassword(password), "wifi-password");

    /// <summary>Tells which rule a name breaks.</summary>
    /// <param name="ssid">The name.</param>
    /// <returns>The rule, or null.</returns>
    public static string? RuleOfSsid(string ssid) => Encoding.UTF8.GetByteCount(ssid) is 0 or > 32
        ? "has 1 to 32 bytes"
        : ssid.Any(char.IsControl) ? "has no control character" : null;

    /// <summary>Tells which rule a password of WPA2 breaks.</summary>
    /// <param name="password">The password.</param>
    /// <returns>The rule, or null.</returns>
    public static string? RuleOfPassword(string password) => password.Length is < 8 or > 63
        ? "has 8 to 63 characters"
        : password.Any(c => c is < ' ' or > '~') ? "has printable ASCII characters only" : null;

    private static void Require(string? rule, string name)
    {
        if (rule is not null)
        {
            throw new ToolException(ExitCodes.Usage, $"{name}: {rule}");
        }
    }
}
