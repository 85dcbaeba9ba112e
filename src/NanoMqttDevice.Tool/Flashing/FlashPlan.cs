namespace NanoMqttDevice.Tool.Flashing;

/// <summary>Which steps bring what is wanted onto a board, and in which order.</summary>
/// <remarks>
/// The application goes last: nanoff restarts the device after it, and its first start then finds the certificates and the network.
/// Each step is a process of its own: in one call nanoff would write the application to an address that is wrong for several chips.
/// </remarks>
internal static class FlashPlan
{
    /// <summary>nanoff asks GitHub for a newer version of itself at every start, and waits for the answer, without it.</summary>
    public const string NoVersionCheck = "--suppressnanoffversioncheck";

    /// <summary>Makes the plan.</summary>
    /// <param name="options">What is wanted.</param>
    /// <param name="table">The boards, to name the right one when another chip is found.</param>
    /// <returns>The steps.</returns>
    public static IReadOnlyList<FlashStep> Create(FlashOptions options, BoardTable table)
    {
        var steps = new List<FlashStep>();
        if (options.Identify && (options.Update || (options.Image is not null && options.Address is not null)))
        {
            steps.Add(Identify(options, table));
        }

        if (options.Update)
        {
            steps.Add(Update(options));
        }

        if (options.Ca is not null)
        {
            steps.Add(Files(options));
        }

        if (options.WifiSsid is not null)
        {
            steps.Add(NetworkStep.Create(options.Port, options.WifiSsid, options.WifiPassword!));
        }

        if (options.Image is not null)
        {
            steps.Add(options.Address is null ? Deploy(options) : DeployThroughBootLoader(options));
        }

        return options.Limit is { } limit ? [.. steps.Select(s => s with { Limit = limit })] : steps;
    }

    // With --target nanoff writes to whatever chip answers, so it is asked first which one that is.
    private static FlashStep Identify(FlashOptions options, BoardTable table) => new()
    {
        Name = "identify",
        What = $"see that the chip is one of {options.Board.Name}; nothing is written",
        Arguments = [NoVersionCheck, "--platform", "esp32", "--serialport", options.Port, "--identifyfirmware"],
        Limit = TimeSpan.FromSeconds(60),
        Judge = result => StepVerdict.OfIdentify(result, options.Board, table),
    };

    // Without --nobackupconfig nanoff reads the partition of I:\ and writes the same bytes back: what would be lost in between needs no
    // writing at all. And with normal verbosity it moves the cursor, which throws when its output is piped.
    private static FlashStep Update(FlashOptions options) => new()
    {
        Name = "update",
        What = $"nanoFramework {options.FirmwareVersion ?? "(newest)"} for {options.Board.Target}, through the boot loader"
            + (options.MassErase ? ", after erasing the whole flash" : "; stored settings and files are left alone"),
        Arguments =
        [
            NoVersionCheck, "--verbosity", "minimal",
            "--platform", "esp32", "--target", options.Board.Target, "--serialport", options.Port, "--update",
            .. options.FirmwareVersion is { } version ? new[] { "--fwversion", version } : [],
            options.MassErase ? "--masserase" : "--nobackupconfig",
        ],
        Limit = TimeSpan.FromMinutes(10),
        Judge = StepVerdict.OfUpdate,
        Erases = options.MassErase,
        Restarts = true,
    };

    private static FlashStep Files(FlashOptions options)
    {
        var text = DeploymentTemplate.Fill(
            FlashFiles.FileDeployment, new Dictionary<string, string> { ["port"] = options.Port, ["ca"] = options.Ca! });
        return new FlashStep
        {
            Name = "files",
            What = $"files on I:\\, the certificate authorities from {options.Ca} among them",
            Arguments = [NoVersionCheck, "--filedeployment"],
            FileName = "files.json",
            FileText = text,
            Limit = TimeSpan.FromMinutes(2),
            Judge = result => StepVerdict.OfFiles(result, text),
        };
    }

    private static FlashStep Deploy(FlashOptions options) => new()
    {
        Name = "deploy",
        What = "the application, to where the running device says",
        Arguments = [NoVersionCheck, "--nanodevice", "--deploy", "--serialport", options.Port, "--image", options.Image!],
        Limit = TimeSpan.FromMinutes(5),
        Judge = StepVerdict.OfDeploy,
    };

    private static FlashStep DeployThroughBootLoader(FlashOptions options) => new()
    {
        Name = "deploy",
        What = $"the application, to {options.Address} through the boot loader",
        Arguments =
        [
            NoVersionCheck, "--platform", "esp32", "--serialport", options.Port,
            "--deploy", "--image", options.Image!, "--address", options.Address!,
        ],
        Limit = TimeSpan.FromMinutes(5),
        Judge = StepVerdict.OfDeployThroughBootLoader,
    };
}
