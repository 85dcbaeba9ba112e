namespace NanoMqttDevice.Tool.Flashing;

/// <summary>One entry of <c>flash/boards.json</c>: what flashing has to know of a board.</summary>
internal sealed record Board
{
    /// <summary>Name on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>The chip, as nanoff and Espressif write it: <c>ESP32-S3</c>.</summary>
    public required string Chip { get; init; }

    /// <summary>Which boards are meant.</summary>
    public required string Description { get; init; }

    /// <summary>Name of the firmware: nanoff's <c>--target</c>.</summary>
    public required string Target { get; init; }

    /// <summary>How the firmware knows such boards: its table is checked against this.</summary>
    public required BoardFirmware Firmware { get; init; }

    /// <summary>Targets that nanoff may propose for such a chip; any other means that another chip is connected.</summary>
    public required IReadOnlyList<string> IdentifiedAs { get; init; }

    /// <summary>Where the deployment partition begins, for example <c>0x1B0000</c>.</summary>
    public required string DeploymentAddress { get; init; }

    /// <summary>How large the partition is on the smallest flash such boards have; null when not known.</summary>
    public string? DeploymentSize { get; init; }

    /// <summary>Where the device's command line is.</summary>
    public required BoardUart Uart { get; init; }

    /// <summary>Pin of the LED; null when there is none that is simply on or off.</summary>
    public int? Led { get; init; }

    /// <summary>True when the LED shines at a high level.</summary>
    public bool IsLedActiveHigh { get; init; } = true;

    /// <summary>Pin that an external watchdog listens to; null when there is none.</summary>
    public int? WatchdogPin { get; init; }

    /// <summary>Pin of the button that erases the settings when it is held for ten seconds; null when there is none.</summary>
    public int? Button { get; init; }

    /// <summary>USB ids that such boards show themselves with, as <c>vendor:product</c> in small hexadecimal digits.</summary>
    public required IReadOnlyList<string> UsbIds { get; init; }

    /// <summary>What its user should know.</summary>
    public string? Note { get; init; }

    /// <summary>Size of the deployment partition in bytes; null when not known.</summary>
    public long? DeploymentBytes => DeploymentSize is null ? null : HexNumber.Parse(DeploymentSize);
}
