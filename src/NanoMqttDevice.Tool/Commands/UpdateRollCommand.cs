using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Security;
using NanoMqttDevice.Tool.Messages;
using NanoMqttDevice.Tool.Rollout;
using NanoMqttDevice.Tool.ServerApi;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.Commands;

/// <summary><c>nanomqtt update roll</c>: a package to many devices, in waves.</summary>
internal static class UpdateRollCommand
{
    private const int PageSize = 100;

    public static Command Create()
    {
        var package = new Argument<FileInfo>("PACKAGE") { Description = "The package, of 'update pack'." };
        var to = new Option<string>("--to")
        {
            Description = "File with client IDs, one a line, or a CSV file with a column client-id; or a group ID, for all its devices with a credential.",
            Required = true,
        };
        var waves = new Option<string>("--waves")
        {
            Description = "Ends of the waves, as numbers of devices or shares; the last one is always all.",
            DefaultValueFactory = _ => "1,1%,10%,all",
        };
        var parallel = new Option<int>("--parallel") { Description = "Most devices that receive or try at once.", DefaultValueFactory = _ => 100 };
        var maxFailed = new Option<double>("--max-failed")
        {
            Description = "Stop when more than so many per cent of the devices of the waves so far have failed.",
            DefaultValueFactory = _ => 5,
        };
        var key = new Option<string?>("--update-key") { Description = "Public key that the devices have: the package is checked with it first." };
        var result = new Option<FileInfo?>("--result")
        {
            Description = "CSV file with what became of each device, from which a run goes on; PACKAGE.result.csv without it.",
        };
        var serverId = new Option<string?>("--as") { Description = "Client ID of the application server; a new one in the devices' group without it." };
        var api = new ServerApiOptions();
        var mqtt = new MqttTargetOptions();
        var json = CommonOptions.Json();
        var command = new Command("roll", "Roll a package out to devices in waves; stops by itself when too many fail; run again, it goes on.")
        {
            package, to, waves, parallel, maxFailed, key, result, serverId,
        };
        api.AddTo(command);
        mqtt.AddTo(command);
        command.Options.Add(json);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = parsed.GetValue(package)!;
            var rolled = RolloutPackage.Read(path.FullName, ParseKey(parsed.GetValue(key)));
            var options = new RolloutOptions
            {
                Waves = RolloutWaves.Parse(parsed.GetValue(waves)!),
                Parallel = parsed.GetValue(parallel) is var most and >= 1 and <= 10000
                    ? most
                    : throw new ToolException(ExitCodes.Usage, "--parallel: must be a whole number from 1 to 10000"),
                MaxFailed = parsed.GetValue(maxFailed) is var percent and >= 0 and <= 100
                    ? percent / 100
                    : throw new ToolException(ExitCodes.Usage, "--max-failed: must be a number from 0 to 100"),
            };
            using var target = api.Read(parsed);
            var broker = mqtt.Read(parsed, target.Connection, target.Instance);
            var parentTopic = mqtt.ReadParentTopic(parsed, target.Connection);
            var clientIds = await FindAsync(parsed.GetValue(to)!, target, cancellationToken).ConfigureAwait(false);
            var output = parsed.GetValue(result)?.FullName ?? path.FullName + ".result.csv";
            using var kept = RolloutResult.Open(output, rolled.Header.Release, TimeProvider.System);
            File.Delete(RolloutResult.PauseOf(output));
            var plan = new RolloutPlan
            {
                Package = RolloutPlan.NameOf(output, path.FullName),
                Release = rolled.Header.Release,
                ClientIds = clientIds,
                Waves = options.Waves,
                Parallel = options.Parallel,
                MaxFailed = options.MaxFailed,
                Begun = RolloutPlan.Read(output)?.Begun ?? TimeProvider.System.GetUtcNow(),
            };
            plan.Write(output);
            using var server = new ApplicationServer(
                broker, target.Authority, target.Keys.Account, target.Instance, ServerClientId.Of(clientIds[0], parsed.GetValue(serverId)), parentTopic);
            await server.ConnectAsync([Topics.Reply(parentTopic), Topics.Request(parentTopic)], cancellationToken).ConfigureAwait(false);
            var secrets = new DeviceSecrets(target.Instance, null, null, target.Client);
            var seal = new CommandSeal(async (id, token) => await secrets.FindAsync(id, token).ConfigureAwait(false), TimeProvider.System);
            var isJson = parsed.GetValue(json);
            var report = new RolloutReport(clientIds.Count, isJson) { Ended = kept.Put };
            using var run = new RolloutRun(server, seal, rolled, options, report, TimeProvider.System);
            var watch = Stopwatch.StartNew();
            var pause = RolloutResult.PauseOf(output);
            var summary = await report.WatchAsync(() => run.RunAsync(clientIds, kept.Known, () => File.Exists(pause), cancellationToken)).ConfigureAwait(false);
            (plan with { End = summary.End }).Write(output);
            RolloutReport.Summarise(rolled.Header.Release, summary, watch.Elapsed.TotalSeconds, output, isJson);
            return summary.IsComplete ? ExitCodes.Ok : ExitCodes.FleetIncomplete;
        });
        return command;
    }

    private static byte[]? ParseKey(string? text) => text is null
        ? null
        : UpdateKey.Parse(text) ?? throw new ToolException(ExitCodes.Usage, "--update-key: must be the 112 hexadecimal digits that 'update key show' prints");

    private static async Task<IReadOnlyList<string>> FindAsync(string to, ServerApiTarget target, CancellationToken cancellationToken)
    {
        if (File.Exists(to) || !to.StartsWith("GID", StringComparison.Ordinal))
        {
            return ClientIdFile.Read("--to", to);
        }

        var found = new List<string>();
        string? next = null;
        do
        {
            var page = await target.Client.ListAsync(target.Instance, to, PageSize, next, cancellationToken).ConfigureAwait(false);
            found.AddRange(page.ClientIds);
            next = page.NextToken;
        }
        while (next is not null);
        return found.Count > 0
            ? found
            : throw new ToolException(ExitCodes.Usage, string.Create(CultureInfo.InvariantCulture, $"--to: no device of group {to} has a credential"));
    }
}
