using System.CommandLine;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Tool.Flashing;
using NanoMqttDevice.Tool.Output;
using NanoMqttDevice.Tool.Provisioning;
using NanoMqttDevice.Tool.Serial;

namespace NanoMqttDevice.Tool.Commands;

/// <summary><c>nanomqtt provision</c>: one device over its serial line, from flashed to online.</summary>
internal static class ProvisionCommand
{
    public static Command Create()
    {
        var settings = new SettingsOptions();
        var wifi = new WifiOptions();
        var port = new Option<string?>("--port") { Description = "Serial port of the device's command line; without it the only one that can be meant." };
        var noWait = new Option<bool>("--no-wait") { Description = "End when the settings are stored; do not wait until the device is online." };
        var wait = new Option<int?>("--wait")
        {
            Description = $"Seconds the device may take until it is online; {ProvisionRequest.DefaultOnlineLimit.TotalSeconds:0} without it.",
        };
        var via = new Option<string>("--via")
        {
            Description = "serial: over the device's command line. files: through nanoff, for a board whose only cable belongs to the debugger.",
            DefaultValueFactory = _ => "serial",
        };
        via.AcceptOnlyFromAmong("serial", "files");
        var json = CommonOptions.Json();
        var command = new Command("provision", "Bring a device online over its serial line: Wi-Fi, settings, credential. Run again, it writes nothing.") { port, via };
        settings.AddTo(command);
        wifi.AddTo(command);
        command.Options.Add(wait);
        command.Options.Add(noWait);
        command.Options.Add(json);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(via) == "files")
            {
                if (settings.ReadProduct(parsed).Count > 0)
                {
                    throw new ToolException(ExitCodes.Usage, "--app: which settings a product has is known on the device alone; set them over its serial line, or by command");
                }

                await ThroughFilesAsync(
                    parsed.GetValue(port), await settings.ReadAsync(parsed, cancellationToken).ConfigureAwait(false), wifi.Read(parsed), parsed.GetValue(json), cancellationToken).ConfigureAwait(false);
                return ExitCodes.Ok;
            }

            var request = new ProvisionRequest
            {
                Values = await settings.ReadAsync(parsed, cancellationToken).ConfigureAwait(false),
                ProductValues = settings.ReadProduct(parsed),
                Wifi = wifi.Read(parsed),
                Ask = MissingSettings.AskAsync,
                OnlineLimit = LimitOf(parsed.GetValue(wait), parsed.GetValue(noWait)),
            };
            await OverSerialAsync(parsed.GetValue(port) ?? await PortChoice.FindAsync(cancellationToken).ConfigureAwait(false), request, parsed.GetValue(json), cancellationToken).ConfigureAwait(false);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static async Task OverSerialAsync(string port, ProvisionRequest request, bool isJson, CancellationToken cancellationToken)
    {
        await using var line = new DeviceLine(PortChannel.Open(port));
        var run = new ProvisionRun(line, request, TimeProvider.System);
        var report = new StepReport(run.Steps, isJson);
        try
        {
            var result = await run.RunAsync(report, cancellationToken).ConfigureAwait(false);
            report.Summary(result.FactsOn(port));
        }
        catch (ToolException e)
        {
            report.Fail(e.Message);
            throw new ToolException(e.ExitCode, $"provision failed at step {report.Number} ({report.Name}): {e.Message}");
        }
    }

    private static async Task ThroughFilesAsync(
        string? port, Dictionary<SettingsField, string> values, WifiRequest? wifi, bool isJson, CancellationToken cancellationToken)
    {
        var settings = await FileProvisioning.CompleteAsync(values, MissingSettings.AskAsync, cancellationToken).ConfigureAwait(false);
        var clientId = settings.ClientId;
        var nanoff = Nanoff.Find();
        var name = port ?? await PortChoice.FindAsync(cancellationToken).ConfigureAwait(false);
        if (!SerialPortFinder.IsThere(name))
        {
            throw new ToolException(ExitCodes.Usage, $"--port: {name} is not there{SerialPortFinder.OthersThere()}");
        }

        var password = wifi is null ? null : await wifi.Password(cancellationToken).ConfigureAwait(false);
        if (password is { Length: 0 })
        {
            throw new ToolException(ExitCodes.Usage, "--wifi-open: nanoff's network deployment here is for WPA2; join an open network over the serial line");
        }

        using var folder = new PrivateFolder();
        var record = FileProvisioning.WriteRecord(folder.Path, settings);
        var steps = FileProvisioning.Plan(name, record, wifi is null ? null : (wifi.Ssid, password!));
        var report = NanoffRun.ReportOf(steps.Count, isJson);
        await new NanoffRun("provision", name, TimeSpan.Zero, password, steps, nanoff, report).RunAsync(cancellationToken).ConfigureAwait(false);
        report.Summary([new("port", name), new("clientId", clientId), new("settings", "written"), new("wifi", wifi is null ? "not asked" : "written")]);
        Console.Error.WriteLine("nanomqtt: press the reset button (EN) of the board so that it starts with what was written; its LED tells how far it comes");
    }

    private static TimeSpan? LimitOf(int? seconds, bool noWait) => (seconds, noWait) switch
    {
        (not null, true) => throw new ToolException(ExitCodes.Usage, "--wait and --no-wait: give one of them"),
        (_, true) => null,
        (null, _) => ProvisionRequest.DefaultOnlineLimit,
        ( >= 1 and <= 3600, _) => TimeSpan.FromSeconds(seconds.Value),
        _ => throw new ToolException(ExitCodes.Usage, "--wait: must be a whole number from 1 to 3600 seconds"),
    };
}
