using System.CommandLine;
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
        var json = CommonOptions.Json();
        var command = new Command("provision", "Bring a device online over its serial line: Wi-Fi, settings, credential. Run again, it writes nothing.") { port };
        settings.AddTo(command);
        wifi.AddTo(command);
        command.Options.Add(wait);
        command.Options.Add(noWait);
        command.Options.Add(json);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var request = new ProvisionRequest
            {
                Values = settings.Read(parsed),
                Wifi = wifi.Read(parsed),
                Ask = MissingSettings.Ask,
                OnlineLimit = LimitOf(parsed.GetValue(wait), parsed.GetValue(noWait)),
            };
            await OverSerialAsync(parsed.GetValue(port) ?? PortChoice.Find(), request, parsed.GetValue(json), cancellationToken).ConfigureAwait(false);
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

    private static TimeSpan? LimitOf(int? seconds, bool noWait) => (seconds, noWait) switch
    {
        (not null, true) => throw new ToolException(ExitCodes.Usage, "--wait and --no-wait: give one of them"),
        (_, true) => null,
        (null, _) => ProvisionRequest.DefaultOnlineLimit,
        ( >= 1 and <= 3600, _) => TimeSpan.FromSeconds(seconds.Value),
        _ => throw new ToolException(ExitCodes.Usage, "--wait: must be a whole number from 1 to 3600 seconds"),
    };
}
