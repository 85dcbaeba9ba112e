using System.CommandLine;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Tool.Flashing;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.Provisioning;

/// <summary>The Wi-Fi network on the command line.</summary>
internal sealed class WifiOptions
{
    private readonly Option<string?> _ssid = new("--wifi-ssid") { Description = "Wi-Fi network the device is to be on." };
    private readonly Option<string?> _passwordFile = new("--wifi-password-file")
    {
        Description = "File that holds the network's password; - or nothing for a line of standard input, or a hidden prompt on a terminal.",
    };

    private readonly Option<bool> _isOpen = new("--wifi-open") { Description = "The network has no password." };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Options.Add(_ssid);
        command.Options.Add(_passwordFile);
        command.Options.Add(_isOpen);
    }

    /// <summary>Reads what was given.</summary>
    /// <param name="parsed">The command line.</param>
    /// <returns>The network, or null.</returns>
    /// <exception cref="ToolException">The options do not fit together, or no network can have such a name.</exception>
    public WifiRequest? Read(ParseResult parsed)
    {
        var file = parsed.GetValue(_passwordFile);
        var isOpen = parsed.GetValue(_isOpen);
        if (parsed.GetValue(_ssid) is not { } ssid)
        {
            return file is null && !isOpen
                ? null
                : throw new ToolException(ExitCodes.Usage, $"{(isOpen ? "--wifi-open" : "--wifi-password-file")}: give --wifi-ssid too");
        }

        if (file is not null && isOpen)
        {
            throw new ToolException(ExitCodes.Usage, "--wifi-password-file and --wifi-open: give one of them");
        }

        WifiRules.CheckSsid(ssid, "--wifi-ssid");
        return new WifiRequest(ssid, cancellationToken => isOpen ? Task.FromResult("") : PasswordAsync(file, cancellationToken));
    }

    private static async Task<string> PasswordAsync(string? file, CancellationToken cancellationToken)
    {
        var password = file is null
            ? await SecretInput.ReadLineAsync("wifi-password", cancellationToken).ConfigureAwait(false)
            : await SecretInput.ReadFileAsync("--wifi-password-file", file, "wifi-password", cancellationToken).ConfigureAwait(false);
        WifiRules.CheckPassword(password);
        return password;
    }
}
