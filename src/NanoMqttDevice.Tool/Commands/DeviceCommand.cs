using System.CommandLine;
using System.Globalization;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Runtime;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Simulator;
using NanoMqttDevice.Storage;
using NanoMqttDevice.Tool.Messages;
using NanoMqttDevice.Tool.Output;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.Commands;

/// <summary><c>nanomqtt device</c>: one simulated device against any broker.</summary>
internal static class DeviceCommand
{
    public static Command Create()
    {
        var flash = new Option<DirectoryInfo>("--flash") { Description = "Folder that is the device's flash.", Required = true };
        var settings = new Option<FileInfo?>("--settings") { Description = "JSON file with settings to store first; one that was stored before and has not changed is not stored again." };
        var ca = TrustedAuthority.Option();
        var once = new Option<bool>("--once") { Description = "End with the first login, or the first that fails." };
        var link = new Option<FileInfo?>("--serial-link") { Description = "Link to the device's serial port, made for as long as it runs: a name that stays." };
        var baud = new Option<int>("--baud")
        {
            Description = "Pace of the serial port in bits a second; 0 for as fast as it goes.",
            DefaultValueFactory = _ => DeviceSerial.DefaultBaud,
        };
        var network = new Option<string>("--wifi-network")
        {
            Description = "Wi-Fi network in range, which the board has joined before.",
            DefaultValueFactory = _ => DeviceWifi.DefaultNetwork,
        };
        var password = new Option<FileInfo?>("--wifi-password-file")
        {
            Description = $"File with its password; without it {DeviceWifi.PasswordVariable} of the environment, or '{DeviceWifi.DefaultNetwork}'.",
        };
        var isNew = new Option<bool>("--wifi-new") { Description = "The board knows no network yet: it is told over its serial port." };
        var mac = new Option<string>("--mac")
        {
            Description = "MAC, twelve hexadecimal digits, that tells it from others.",
            DefaultValueFactory = _ => SimulatedBoard.DefaultMac,
        };
        var showMessages = new Option<bool>("--show-messages") { Description = "Show the messages that the device publishes and gets, too; secrets in them stay hidden." };
        var product = DeviceProduct.Option();
        var press = new Option<int[]>("--press") { Description = "GPIO that Enter pulls low for a moment, as a button does. Lines 'pin 5 low', 'pin 5' set and tell any." };
        var board = new Option<string>("--board")
        {
            Description = "Board whose LED, button and serial port take pins from the product, as in 'flash'.",
            DefaultValueFactory = _ => "esp32-devkitc",
        };
        var json = CommonOptions.Json();
        var command = new Command("device", "Run one simulated device until Ctrl-C; its mind is the firmware's. Its serial port is one of this PC.")
        {
            flash, settings, ca, once, product, press, board, link, baud, network, password, isNew, mac, showMessages, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            // Ctrl-C is caught once this has returned a task, and it must remove the link.
            await Task.Yield();
            var isJson = parsed.GetValue(json);
            var folder = parsed.GetValue(flash)!.FullName;
            var pace = DeviceSerial.CheckBaud(parsed.GetValue(baud));
            var isOnce = parsed.GetValue(once);
            var pins = DevicePins.Of(parsed.GetValue(board)!);
            var options = new SimulatedDeviceOptions
            {
                Application = DeviceProduct.Find(parsed.GetValue(product)!),
                Pins = pins.CreateController,
                FlashFolder = folder,
                CertificateAuthority = TrustedAuthority.Read(parsed.GetValue(ca)),
                Mac = CheckMac(parsed.GetValue(mac)!),
                Wifi = DeviceWifi.Create(parsed.GetValue(network)!, parsed.GetValue(password), parsed.GetValue(isNew)),
            };
            var store = new FolderFlash(folder);
            using var own = FlashFolderLock.Take(folder);
            if (parsed.GetValue(settings) is { } file)
            {
                await StoreAsync(options, store, file.FullName).ConfigureAwait(false);
            }

            using var serial = DeviceSerial.Open(
                parsed.GetValue(link),
                pace,
                port => Say(isJson, new { Time = Now(), Action = "serial", Port = port, Link = parsed.GetValue(link)?.FullName }, $"serial: {port}"));
            var ended = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var device = new SimulatedDevice(serial is null ? options : options with { Serial = serial.Line });
            device.Booted += result =>
            {
                Say(isJson, new { Time = Now(), Action = "boot", Settings = StoreResults.WordOf(result), ClientId = device.Mind?.ClientId }, $"boot: settings {StoreResults.WordOf(result)}");
                if (result == StoreResult.Ok)
                {
                    return;
                }

                if (isOnce || serial is null)
                {
                    ended.TrySetException(new ToolException(ExitCodes.NotProvisioned, $"{folder}: {Explain(result)}"));
                    return;
                }

                var advice = result is StoreResult.Empty or StoreResult.Corrupt ? ", or over its serial port" : "";
                Console.Error.WriteLine($"nanomqtt device: {folder}: {Explain(result)}{advice}");
            };
            device.StatusChanged += status =>
            {
                Say(isJson, StatusOf(status), status.ToString());
                if (isOnce && ExitCodeOf(status) is { } code)
                {
                    ended.TrySetResult(code);
                }
            };
            device.Slept += milliseconds => Say(isJson, new { Time = Now(), Action = "sleep", Milliseconds = milliseconds }, $"sleep: {milliseconds / 1000.0:0.0} s");
            pins.Written += (pin, isHigh) => SayPin(isJson, pin, isHigh);
            if (parsed.GetValue(showMessages))
            {
                device.MessagePassed += message => Console.Out.WriteLine(LineOf(message, device.Mind?.ClientId ?? "", isJson));
            }

            device.Identified += () => Say(isJson, new { Time = Now(), Action = "identify" }, "identify: here I am");
            device.Start();
            var input = new DevicePins(pins, parsed.GetValue(press) ?? []);
            _ = Task.Run(
                () => input.FollowAsync(Console.In, (pin, isHigh) => SayPin(isJson, pin, isHigh), wrong => Console.Error.WriteLine($"nanomqtt device: {wrong}")),
                CancellationToken.None);
            await using (cancellationToken.Register(() => ended.TrySetResult(isOnce ? Interruption.ExitCode : ExitCodes.Ok)).ConfigureAwait(false))
            {
                var code = await ended.Task.ConfigureAwait(false);
                return code == ExitCodes.Ok || cancellationToken.IsCancellationRequested
                    ? code
                    : throw new ToolException(code, $"not online: {device.Status}; the device would try again in {device.Status.NextTry / 1000.0:0.0} s");
            }
        });
        return command;
    }

    private static string LineOf(DeviceMessage message, string clientId, bool isJson)
    {
        var entry = WatchedEntry.Of(Now(), message.Topic, message.Payload, message.Topic.Split('/', 2)[0], clientId);
        return isJson ? entry.ToJson(message.IsSent ? "sent" : "received") : entry.ToString();
    }

    private static void SayPin(bool isJson, int pin, bool isHigh) =>
        Say(isJson, new { Time = Now(), Action = "pin", Pin = pin, IsHigh = isHigh }, $"pin: GPIO {pin} {(isHigh ? "high" : "low")}");

    private static string CheckMac(string mac) => mac.Length == 12 && mac.All(char.IsAsciiHexDigit)
        ? mac.ToUpperInvariant()
        : throw new ToolException(ExitCodes.Usage, "--mac: must be twelve hexadecimal digits");

    private static async Task StoreAsync(SimulatedDeviceOptions options, FolderFlash flash, string path)
    {
        var folder = options.FlashFolder;
        var store = new SettingsStore(flash);
        var given = new StoredSettings(folder);
        var settings = SettingsFile.Read(path);
        if (given.IsLast(path) && store.Load() is { } stored)
        {
            if (!IsSame(stored, settings))
            {
                Console.Error.WriteLine($"nanomqtt device: {path} was stored before, and the device has got other settings since, which it keeps; "
                    + $"to go back to the file, remove {folder}, or hand it over with 'nanomqtt provision'");
            }

            stored.Wipe();
            settings.Wipe();
            return;
        }

        await DeviceProductSettings.StoreAsync(options, SettingsFile.ReadProductValues(path)).ConfigureAwait(false);
        var result = store.Save(settings);
        if (result is not (StoreResult.Ok or StoreResult.Unchanged))
        {
            throw new ToolException(ExitCodes.NotProvisioned, $"{folder}: {Explain(result)}");
        }

        given.Remember(path);
    }

    private static bool IsSame(DeviceSettings one, DeviceSettings other)
    {
        byte[] first = new byte[SettingsRecord.MaxSize], second = new byte[SettingsRecord.MaxSize];
        var isSame = first.AsSpan(0, SettingsRecord.Encode(one, first)).SequenceEqual(second.AsSpan(0, SettingsRecord.Encode(other, second)));
        Array.Clear(first);
        Array.Clear(second);
        return isSame;
    }

    private static string Explain(StoreResult result) => result switch
    {
        StoreResult.Empty => "holds no settings, the device is unprovisioned; give some with --settings",
        StoreResult.Corrupt => "holds no settings that can be read, the device is unprovisioned; give new ones with --settings",
        StoreResult.NewerVersion => "holds settings of a newer firmware, which this one leaves alone",
        _ => "cannot be read or written",
    };

    private static int? ExitCodeOf(DeviceStatus status) => status.State switch
    {
        SupervisorState.Online => ExitCodes.Ok,
        SupervisorState.Refused => ExitCodes.Refused,
        SupervisorState.Waiting => status.Cause == OfflineCause.Refused ? ExitCodes.Refused : ExitCodes.NotReached,
        _ => null,
    };

    private static object StatusOf(DeviceStatus status) => new
    {
        Time = Now(),
        Action = "status",
        State = SupervisorStates.WordOf(status.State),
        Cause = OfflineCauses.WordOf(status.Cause),
        Connack = status.ReturnCode,
        NextTryMs = status.NextTry,
    };

    private static DateTimeOffset Now() => TimeProvider.System.GetUtcNow();

    private static void Say(bool isJson, object value, string line) => Console.Out.WriteLine(isJson
        ? JsonLines.Of(JsonTypes.Device, value)
        : string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetLocalNow():HH:mm:ss.fff}  {line}"));
}
