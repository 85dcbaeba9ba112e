using System.Text;
using NanoMqttDevice.Simulator;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.Commands;

/// <summary>The Wi-Fi of <c>nanomqtt device</c>: one network in range, which the board knows or not.</summary>
internal static class DeviceWifi
{
    /// <summary>Name and password of the network when none is given.</summary>
    public const string DefaultNetwork = "simulated";

    /// <summary>Environment variable that may hold the network's password.</summary>
    public const string PasswordVariable = "NANOMQTT_WIFI_PASSWORD";

    private const int MaxSsid = 32;

    /// <summary>Makes it.</summary>
    /// <param name="ssid">Name of the network.</param>
    /// <param name="passwordFile">File with its password, or null for <see cref="PasswordVariable"/>. Empty stands for an open network.</param>
    /// <param name="isNew">True when the board knows no network yet.</param>
    /// <returns>The Wi-Fi.</returns>
    /// <exception cref="ToolException">No network can have that name, or the file cannot be read.</exception>
    public static SimulatedWifi Create(string ssid, FileInfo? passwordFile, bool isNew)
    {
        if (Encoding.UTF8.GetByteCount(ssid) is 0 or > MaxSsid || ssid.Any(char.IsControl))
        {
            throw new ToolException(ExitCodes.Usage, $"--wifi-network: has 1 to {MaxSsid} bytes and no control character");
        }

        var wifi = new SimulatedWifi(ssid, ReadPassword(passwordFile));
        if (isNew)
        {
            wifi.Forget();
        }

        return wifi;
    }

    private static string ReadPassword(FileInfo? file) => file is null
        ? Environment.GetEnvironmentVariable(PasswordVariable) ?? DefaultNetwork
        : SecretFile.ReadWhole("--wifi-password-file", file.FullName).TrimEnd('\r', '\n');
}
