using System.Text;

namespace NanoMqttDevice.Tool.Flashing;

/// <summary>What a Wi-Fi network's name and password may be; nanoff checks neither.</summary>
internal static class WifiRules
{
    /// <summary>Checks a name.</summary>
    /// <param name="ssid">The name.</param>
    /// <exception cref="ToolException">No network can have it.</exception>
    public static void CheckSsid(string ssid)
    {
        if (Encoding.UTF8.GetByteCount(ssid) is 0 or > 32)
        {
            throw new ToolException(ExitCodes.Usage, "--wifi-ssid: has 1 to 32 bytes");
        }

        if (ssid.Any(char.IsControl))
        {
            throw new ToolException(ExitCodes.Usage, "--wifi-ssid: has no control character");
        }
    }

    /// <summary>Checks a password of WPA2.</summary>
    /// <param name="password">The password.</param>
    /// <exception cref="ToolException">No network can have it.</exception>
    public static void CheckPassword(string password)
    {
        if (password.Length is < 8 or > 63)
        {
            throw new ToolException(ExitCodes.Usage, "wifi-password: has 8 to 63 characters");
        }

        if (password.Any(c => c is < ' ' or > '~'))
        {
            throw new ToolException(ExitCodes.Usage, "wifi-password: has printable ASCII characters only");
        }
    }
}
