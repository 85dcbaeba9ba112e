namespace NanoMqttDevice.Tool.Flashing;

/// <summary>What to do about nanoff's error codes.</summary>
internal static class NanoffErrors
{
    private const string Restart = "press the reset button (EN) of the board, wait three seconds and run this again with --no-update";

    /// <summary>Says what a code means and what to do.</summary>
    /// <param name="code">The code; null if nanoff told none.</param>
    /// <returns>A clause without an end.</returns>
    public static string Explain(string? code) => code switch
    {
        "E2000" or "E2001" => $"the device does not answer the debugger; {Restart}",
        "E2002" or "E2003" => $"the device answers but the operation failed; {Restart}",
        "E4000" => "the boot loader does not answer or broke off; hold the BOOT button while this starts, try another cable",
        "E4001" => "no firmware is made for the flash size of this chip; see --board",
        "E4002" or "E4003" or "E4004" => "reading or writing the flash failed; try another cable or port and run this again",
        "E4005" or "E6000" => "the port cannot be opened; end what else uses it, and see that you may (on Linux: group dialout)",
        "E6002" => "another nanoFramework program holds the device; end Visual Studio's or the debugger's session",
        "E9000" or "E6001" => $"nanoff does not take these arguments; is it another version than {Nanoff.Version}?",
        "E9005" => "there is no such target or version; see --fwversion, and 'nanoff --listtargets --platform esp32'",
        "E9006" or "E9007" => "the firmware cannot be downloaded; look at the network connection and run this again",
        "E9008" or "E9009" => "the image or its address is not accepted; see --image and --address",
        _ => "see what it says above",
    };
}
