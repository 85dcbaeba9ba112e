namespace NanoMqttDevice.Tool;

/// <summary>What the tool's exit code says; the README has the same table.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>A step failed; the message names it.</summary>
    public const int Failed = 1;

    /// <summary>The command line, a settings file or a value is wrong.</summary>
    public const int Usage = 2;

    /// <summary>A port or a flash folder is in use, or a port may not be opened or listened on.</summary>
    public const int PortInUse = 3;

    /// <summary>The broker or the server API cannot be reached, or the device does not stay online.</summary>
    public const int NotReached = 4;

    /// <summary>The broker refused the login.</summary>
    public const int Refused = 5;

    /// <summary>The device has no settings, or none that can be used.</summary>
    public const int NotProvisioned = 6;

    /// <summary>nanoff, which flashes, is not installed.</summary>
    public const int NanoffMissing = 7;

    /// <summary>Flashing failed; the message names the step and says what is left on the board.</summary>
    public const int FlashFailed = 8;

    /// <summary>The device does not answer, or was unplugged.</summary>
    public const int NoAnswer = 9;

    /// <summary>The device cannot join the Wi-Fi network.</summary>
    public const int WifiFailed = 10;

    /// <summary>Some devices of a fleet failed or are left; the result file says which.</summary>
    public const int FleetIncomplete = 11;

    /// <summary>The server API refused a call; the message has the vendor's code.</summary>
    public const int ApiRefused = 12;

    /// <summary>The device did not take its new credential; the message says where that is kept.</summary>
    public const int NotRotated = 13;

    /// <summary>The token is not valid.</summary>
    public const int TokenInvalid = 14;

    /// <summary>Some logins of a load run failed, or devices came back too many at once; the report says why.</summary>
    public const int LoadFailed = 15;

    /// <summary>A device answered a command with another word than ok; the message has it.</summary>
    public const int CommandRefused = 16;

    /// <summary>Stopped by Ctrl-C before it was done; 128 and the number of SIGINT, as in every shell.</summary>
    public const int Interrupted = 130;

    /// <summary>Stopped by SIGTERM before it was done.</summary>
    public const int Terminated = 143;

    /// <summary>Says what a code means.</summary>
    /// <param name="code">The code.</param>
    /// <returns>In one sentence.</returns>
    public static string Describe(int code) => code switch
    {
        Ok => "Done",
        Failed => "A step failed; the message names it",
        Usage => "The command line, a settings file or a value is wrong",
        PortInUse => "A port or a flash folder is in use, or a port may not be opened or listened on",
        NotReached => "The broker or the server API cannot be reached, or the device does not stay online",
        Refused => "The broker refused the login",
        NotProvisioned => "The device has no settings, or none that can be used",
        NanoffMissing => "nanoff, which flashes, is not installed",
        FlashFailed => "Flashing failed; the message names the step and says what is left on the board",
        NoAnswer => "The device does not answer, or was unplugged",
        WifiFailed => "The device cannot join the Wi-Fi network",
        FleetIncomplete => "Some devices of a fleet failed or are left; the result file says which",
        ApiRefused => "The server API refused a call; the message has the vendor's code",
        NotRotated => "The device did not take its new credential; the message says where that is kept",
        TokenInvalid => "The token is not valid",
        LoadFailed => "Some logins of a load run failed, or devices came back too many at once; the report says why",
        CommandRefused => "A device answered a command with another word than ok; the message has it",
        Interrupted => "Stopped by Ctrl-C before it was done; 128 and the number of SIGINT, as in every shell",
        Terminated => "Stopped by SIGTERM before it was done",
        _ => throw new ArgumentOutOfRangeException(nameof(code)),
    };
}
