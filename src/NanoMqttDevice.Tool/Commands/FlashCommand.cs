using System.CommandLine;
using System.Text.RegularExpressions;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Tool.Flashing;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.Commands;

/// <summary><c>nanomqtt flash</c>: firmware, certificate authorities, network and application onto a board, through nanoff.</summary>
internal static partial class FlashCommand
{
    // Stands for the port in a dry run that finds none.
    private const string AnyPort = "PORT";

    // Stands for the password in a dry run.
    private const string Hidden = "****";

    public static Command Create()
    {
        var board = new Option<string>("--board") { Description = "Board, a name from flash/boards.json.", Required = true };
        var port = new Option<string?>("--port") { Description = "Serial port; without it the only one that can be meant." };
        var image = new Option<FileInfo?>("--image") { Description = "Application image, the .bin that the build of NanoMqttDevice leaves." };
        var address = new Option<string?>("--address")
        {
            Description = "Deploy the image through the boot loader, to this address or the board's own; without it through the running device.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var update = new Option<bool>("--update") { Description = "Bring nanoFramework's firmware onto the chip; the default." };
        var noUpdate = new Option<bool>("--no-update") { Description = "Leave nanoFramework's firmware as it is." };
        var fwVersion = new Option<string?>("--fwversion") { Description = "Version of nanoFramework's firmware; the newest without it." };
        var noIdentify = new Option<bool>("--no-identify") { Description = "Do not ask the chip what it is before writing through the boot loader." };
        var massErase = new Option<bool>("--masserase") { Description = "Erase the whole flash first: settings, Wi-Fi network and files are lost." };
        var wifiSsid = new Option<string?>("--wifi-ssid")
        {
            Description = "Wi-Fi network (WPA2); its password comes from standard input or a hidden prompt.",
        };
        var ca = new Option<FileInfo?>("--ca") { Description = "PEM file that becomes I:\\ca.pem; flash/ca.pem without it." };
        var noCa = new Option<bool>("--no-ca") { Description = "Leave I:\\ca.pem on the device as it is." };
        var timeout = new Option<int?>("--timeout") { Description = "Seconds each step may take; 60 to 600 without it, by step." };
        var bootWait = new Option<int>("--boot-wait")
        {
            Description = "Seconds the device is given to start after the update.",
            DefaultValueFactory = _ => 3,
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Print the commands and run none; needs neither nanoff nor a port." };
        var json = CommonOptions.Json();
        var command = new Command(
            "flash", "Flash a board through nanoff: nanoFramework's firmware, certificate authorities, Wi-Fi network, application.")
        {
            board, port, image, address, update, noUpdate, fwVersion, noIdentify, massErase, wifiSsid, ca, noCa, timeout, bootWait, dryRun, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var isUpdate = Choose(parsed.GetValue(update), "--update", parsed.GetValue(noUpdate), "--no-update");
            var isCa = Choose(parsed.GetValue(ca) is not null, "--ca", parsed.GetValue(noCa), "--no-ca");
            var isDryRun = parsed.GetValue(dryRun);
            var table = BoardTable.Load();
            var chosen = table.Find(parsed.GetValue(board)!);
            var options = new FlashOptions
            {
                Board = chosen,
                Port = parsed.GetValue(port) ?? AnyPort,
                Update = isUpdate,
                Identify = !parsed.GetValue(noIdentify),
                FirmwareVersion = parsed.GetValue(fwVersion),
                MassErase = parsed.GetValue(massErase),
                Image = parsed.GetValue(image)?.FullName,
                Address = parsed.GetResult(address) is null ? null : parsed.GetValue(address) ?? chosen.DeploymentAddress,
                Ca = isCa ? parsed.GetValue(ca)?.FullName ?? FlashFiles.PathOf(FlashFiles.Ca) : null,
                WifiSsid = parsed.GetValue(wifiSsid),
                WifiPassword = Hidden,
                Limit = parsed.GetValue(timeout) is { } seconds ? Seconds("--timeout", seconds, 1, 3600) : null,
                BootWait = Seconds("--boot-wait", parsed.GetValue(bootWait), 0, 60),
            };
            Check(options, isDryRun);
            if (isDryRun)
            {
                FlashDryRun.Print(FlashPlan.Create(options with { Port = PortOfDryRun(options) }, table), parsed.GetValue(json));
                return ExitCodes.Ok;
            }

            var nanoff = Nanoff.Find();
            options = options with { Port = PortOf(options, isGiven: parsed.GetValue(port) is not null) };
            options = options with { WifiPassword = options.WifiSsid is null ? null : await ReadPasswordAsync(cancellationToken).ConfigureAwait(false) };
            var steps = FlashPlan.Create(options, table);
            var report = NanoffRun.ReportOf(steps.Count, parsed.GetValue(json));
            await new NanoffRun("flash", options.Port, options.BootWait, options.WifiPassword, steps, nanoff, report).RunAsync(cancellationToken)
                .ConfigureAwait(false);
            report.Summary([new("board", options.Board.Name), new("port", options.Port)]);
            Advise(options);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static void Check(FlashOptions options, bool isDryRun)
    {
        if (!options.Update && (options.MassErase || options.FirmwareVersion is not null))
        {
            var option = options.MassErase ? "--masserase" : "--fwversion";
            throw new ToolException(ExitCodes.Usage, $"{option}: goes with the update; leave --no-update away");
        }

        if (options.FirmwareVersion is { } version && !VersionForm().IsMatch(version))
        {
            throw new ToolException(ExitCodes.Usage, "--fwversion: must have the form 1.17.0 or 1.17.0.123");
        }

        if (options.Address is { } address && (options.Image is null || HexNumber.Parse(address) is null))
        {
            throw new ToolException(ExitCodes.Usage, options.Image is null
                ? "--address: says where the image goes; give --image too"
                : $"--address: must be written like {options.Board.DeploymentAddress}");
        }

        if (options.Image is not null && isDryRun && !File.Exists(options.Image))
        {
            Warn($"--image: {options.Image} is not there yet, and so not checked");
        }
        else if (options.Image is not null)
        {
            DeploymentImage.Check(options.Image, options.Board);
        }

        if (options.Ca is not null && CaFile.Check(options.Ca, DateTimeOffset.UtcNow) is { } warning)
        {
            Warn(warning);
        }

        if (options.WifiSsid is not null)
        {
            WifiRules.CheckSsid(options.WifiSsid, "--wifi-ssid");
        }

        if (!options.Update && options.Ca is null && options.WifiSsid is null && options.Image is null)
        {
            throw new ToolException(ExitCodes.Usage, "nothing is left to do; give --image, --wifi-ssid or --ca, or leave --no-update away");
        }

        if (options.Address is { } other && HexNumber.Parse(other) != HexNumber.Parse(options.Board.DeploymentAddress))
        {
            Warn($"--address: the deployment partition of {options.Board.Name} is at {options.Board.DeploymentAddress}; "
                + "elsewhere the device finds no application");
        }

        if (options.MassErase)
        {
            Warn("--masserase erases the settings record with its credential, the Wi-Fi network, the certificates, every file on I:\\ "
                + "and the application; provision the device again afterwards");
        }
    }

    private static string PortOf(FlashOptions options, bool isGiven)
    {
        if (!isGiven)
        {
            var port = SerialPortFinder.Pick(SerialPortFinder.List(), options.Board);
            Warn($"the board is taken to be on {port}");
            return port.Name;
        }

        return SerialPortFinder.IsThere(options.Port) ? options.Port : throw new ToolException(
            ExitCodes.Usage, $"--port: {options.Port} is not there{SerialPortFinder.OthersThere()}");
    }

    private static string PortOfDryRun(FlashOptions options)
    {
        if (options.Port != AnyPort)
        {
            return options.Port;
        }

        try
        {
            return SerialPortFinder.Pick(SerialPortFinder.List(), options.Board).Name;
        }
        catch (ToolException)
        {
            Warn($"{AnyPort} stands for the serial port, which can be given with --port");
            return AnyPort;
        }
    }

    private static async Task<string> ReadPasswordAsync(CancellationToken cancellationToken)
    {
        var password = await SecretInput.ReadAsync("wifi-password", cancellationToken).ConfigureAwait(false);
        WifiRules.CheckPassword(password);
        return password;
    }

    private static void Advise(FlashOptions options)
    {
        if (options.Image is null)
        {
            Warn("press the reset button (EN) of the board so that it starts with what was written");
        }

        var uart = options.Board.Uart;
        Warn($"the device's command line is on {uart.Port}, TX {uart.Tx}, RX {uart.Rx}. {options.Board.Note}".TrimEnd());
    }

    private static bool Choose(bool yes, string yesName, bool no, string noName) => yes && no
        ? throw new ToolException(ExitCodes.Usage, $"{yesName} and {noName}: give one of them, or neither")
        : !no;

    private static TimeSpan Seconds(string option, int value, int from, int to) => value >= from && value <= to
        ? TimeSpan.FromSeconds(value)
        : throw new ToolException(ExitCodes.Usage, $"{option}: must be a whole number from {from} to {to} seconds");

    private static void Warn(string text) => Console.Error.WriteLine($"nanomqtt: {text}");

    [GeneratedRegex(@"^\d+(\.\d+){1,3}$")]
    private static partial Regex VersionForm();
}
