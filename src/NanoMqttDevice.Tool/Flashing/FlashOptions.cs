namespace NanoMqttDevice.Tool.Flashing;

/// <summary>What is to be flashed, already checked.</summary>
internal sealed record FlashOptions
{
    /// <summary>The board.</summary>
    public required Board Board { get; init; }

    /// <summary>Its serial port.</summary>
    public required string Port { get; init; }

    /// <summary>True to bring nanoFramework's own firmware onto the chip.</summary>
    public bool Update { get; init; } = true;

    /// <summary>True to have the chip identified before anything is written through the boot loader.</summary>
    public bool Identify { get; init; } = true;

    /// <summary>Version of nanoFramework's firmware; null for the newest.</summary>
    public string? FirmwareVersion { get; init; }

    /// <summary>True to erase the whole flash first.</summary>
    public bool MassErase { get; init; }

    /// <summary>Full path of the application image; null for none.</summary>
    public string? Image { get; init; }

    /// <summary>Address to deploy to through the boot loader; null to deploy through the running device.</summary>
    public string? Address { get; init; }

    /// <summary>Full path of the certificate authorities; null to leave those on the device.</summary>
    public string? Ca { get; init; }

    /// <summary>Name of the Wi-Fi network; null to leave the one on the device.</summary>
    public string? WifiSsid { get; init; }

    /// <summary>Its password.</summary>
    public string? WifiPassword { get; init; }

    /// <summary>How long each step may take; null for a limit of its own.</summary>
    public TimeSpan? Limit { get; init; }

    /// <summary>How long a device is given to start after an update.</summary>
    public TimeSpan BootWait { get; init; } = TimeSpan.FromSeconds(3);
}
