using System.CommandLine;
using System.Diagnostics;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Tool.Fleet;
using NanoMqttDevice.Tool.Provisioning;
using NanoMqttDevice.Tool.ServerApi;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.Commands;

/// <summary><c>nanomqtt fleet</c>: the devices of a CSV file, board after board, resumable.</summary>
internal static class FleetCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("file")
        {
            Description = "CSV file with a row for each device; columns are named as settings are (client-id, secret, …), wifi-ssid, wifi-password, mac, app.NAME (settings of the product); "
                + "others are kept.",
        };
        var settings = new Option<FileInfo?>("--settings") { Description = "JSON file with settings that all devices have in common." };
        var port = new Option<string[]>("--port")
        {
            Description = "Serial port that boards are plugged into; may be given several times. Without it, each with the USB id of a known board.",
        };
        var result = new Option<FileInfo?>("--result")
        {
            Description = "CSV file of mode 600 with what became of each device, from which a run goes on; FILE.result.csv without it.",
        };
        var release = new Option<string[]>("--release") { Description = "Client ID that another board may have; may be given several times." };
        var noWait = new Option<bool>("--no-wait") { Description = "A device is done when its settings are stored; do not wait until it is online." };
        var idle = new Option<int?>("--idle") { Description = "End when no board has come for that many seconds; without it wait for ever." };
        var register = new Option<bool>("--register") { Description = "Take each device's credential from the server API, and register one where there is none." };
        var api = new ServerApiOptions();
        var json = CommonOptions.Json();
        var command = new Command("fleet", "Provision boards as they are plugged in, each with the next device of a CSV file; run again, it goes on.")
        {
            file, settings, port, result, release, noWait, idle, register,
        };
        api.AddTo(command);
        command.Options.Add(json);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(idle) is < 1 or > 86400)
            {
                throw new ToolException(ExitCodes.Usage, "--idle: must be a whole number from 1 to 86400 seconds");
            }

            var path = parsed.GetValue(file)!.FullName;
            var common = parsed.GetValue(settings) is { } shared ? SettingsFile.ReadValues(shared.FullName) : new Dictionary<SettingsField, string>();
            using var target = parsed.GetValue(register) ? api.ReadForAnyInstance(parsed) : null;
            if (target is { Instance.Length: > 0 } && !common.ContainsKey(SettingsField.Instance))
            {
                common = new Dictionary<SettingsField, string>(common) { [SettingsField.Instance] = target.Instance };
            }

            var fleet = FleetFile.Read(path, common, isRegistered: target is not null);
            var output = parsed.GetValue(result)?.FullName ?? Path.ChangeExtension(path, ".result.csv");
            var options = new FleetOptions
            {
                OnlineLimit = parsed.GetValue(noWait) ? null : ProvisionRequest.DefaultOnlineLimit,
                Registrar = target is null ? null : new ServerApiRegistrar(target.Client),
                IdleLimit = parsed.GetValue(idle) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            };
            return await RunAsync(
                fleet, output, new SystemPorts(parsed.GetValue(port) ?? []), options, parsed.GetValue(release) ?? [], parsed.GetValue(json), cancellationToken)
                .ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        FleetFile fleet,
        string output,
        SystemPorts ports,
        FleetOptions options,
        string[] released,
        bool isJson,
        CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        using var result = FleetResult.Open(output, fleet, TimeProvider.System);
        foreach (var clientId in released)
        {
            Release(result, clientId);
        }

        var report = new FleetReport(fleet.Rows.Count, fleet.Rows.Count(r => result.Get(r.ClientId).IsDone), isJson);
        var run = new FleetRun(fleet, result, ports, options, report, TimeProvider.System);
        var summary = await report.WatchAsync(() => run.RunAsync(cancellationToken)).ConfigureAwait(false);
        report.Summarise(summary, watch.Elapsed.TotalSeconds, output);
        return summary.IsComplete ? ExitCodes.Ok : cancellationToken.IsCancellationRequested ? Interruption.ExitCode : ExitCodes.FleetIncomplete;
    }

    private static void Release(FleetResult result, string clientId)
    {
        var entry = result.Get(clientId);
        if (entry.State == FleetState.Open)
        {
            throw new ToolException(ExitCodes.Usage, $"--release: no board has {clientId}");
        }

        // Its credential stays: the service has given it to the client ID, not to the board.
        result.Put(new FleetEntry { ClientId = clientId, Credential = entry.Credential is { Secret.Length: > 0 } kept ? kept : null });
    }
}
