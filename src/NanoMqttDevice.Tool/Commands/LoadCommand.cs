using System.CommandLine;
using System.Globalization;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Service;
using NanoMqttDevice.Simulator;
using NanoMqttDevice.Tool.Load;
using NanoMqttDevice.Tool.Output;
using NanoMqttDevice.Tool.ServerApi;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.Commands;

/// <summary><c>nanomqtt load</c>: many devices that log into a broker, or come back after its restart.</summary>
internal static class LoadCommand
{
    private const int MostClients = 1_000_000;
    private const string Stopped = "nanomqtt: stopped; what was measured until then:";

    // M2Mqtt waits as long for a CONNACK.
    private static readonly TimeSpan _deviceLimit = TimeSpan.FromSeconds(30);

    public static Command Create()
    {
        var clients = Clients();
        var rate = new Option<double?>("--rate") { Description = "Logins begun a second; as fast as possible without it." };
        var parallel = new Option<int>("--parallel")
        {
            Description = "Logins under way at once, without --rate.",
            DefaultValueFactory = _ => 64,
        };
        var hold = new Option<string?>("--hold") { Description = "How long all stay connected, for example 30s; without it each disconnects at once." };
        var messages = new Option<int>("--messages") { Description = "QoS 1 messages that each client sends during --hold, to {parent}/telemetry." };
        var keepalive = new Option<int>("--keepalive") { Description = "Keepalive in seconds.", DefaultValueFactory = _ => 90 };
        var pid = new Option<int?>("--pid") { Description = "Process ID of the broker, whose memory is to be watched." };
        var restart = new Option<bool>("--restart")
        {
            Description = "Wait with everybody online until you restart the broker; then they come back as the firmware does, in its own time.",
        };
        var json = CommonOptions.Json();
        var source = new LoadClientOptions();
        var command = new Command("load", "Let many devices log into a broker, and tell how fast and how reliably it lets them in.")
        {
            clients, rate, parallel, hold, messages, keepalive, pid, restart,
        };
        source.AddTo(command);
        command.Options.Add(json);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var count = CheckClients(parsed.GetValue(clients));
            Require(parsed.GetValue(rate) is null or (> 0 and <= 1_000_000), "--rate: must be a number above 0");
            Require(parsed.GetValue(parallel) is >= 1 and <= 10000, "--parallel: must be a whole number from 1 to 10000");
            Require(parsed.GetValue(messages) >= 0, "--messages: must be a whole number");
            Require(parsed.GetValue(keepalive) is >= 10 and <= 480, "--keepalive: must be a whole number from 10 to 480");
            var holdTime = parsed.GetValue(hold) is { } text ? Duration.Parse(hold.Name, text) : TimeSpan.Zero;
            Require(parsed.GetValue(messages) == 0 || holdTime > TimeSpan.Zero, "--messages: needs --hold");
            using var memory = parsed.GetValue(pid) is { } process ? ProcessMemory.Watch(process) : null;
            await using var prepared = await source.PrepareAsync(parsed, count, cancellationToken).ConfigureAwait(false);
            var options = new LoadOptions
            {
                Broker = prepared.Broker,
                Clients = prepared.Clients,
                Rate = parsed.GetValue(rate),
                Parallel = parsed.GetValue(parallel),
                Hold = holdTime,
                Messages = parsed.GetValue(messages),
                Topic = parsed.GetValue(messages) > 0 ? NanoMqttDevice.Messaging.Topics.Telemetry(source.ReadParentTopic(parsed)) : "",
                Keepalive = (ushort)parsed.GetValue(keepalive),
            };
            return parsed.GetValue(restart)
                ? await RestartAsync(options with { LoginLimit = _deviceLimit }, parsed.GetValue(json), cancellationToken).ConfigureAwait(false)
                : await LoginsAsync(options, memory, parsed.GetValue(json), cancellationToken).ConfigureAwait(false);
        });
        command.Subcommands.Add(SimulateRestart());
        return command;
    }

    private static Command SimulateRestart()
    {
        var clients = Clients();
        var outage = new Option<string>("--outage") { Description = "How long the broker is away.", DefaultValueFactory = _ => "30s" };
        var capacity = new Option<int?>("--capacity")
        {
            Description = "Logins a second that broker and authentication serve; those beyond wait, at most 30 s. Without it, any number at once.",
        };
        var seed = new Option<int>("--seed") { Description = "Which jitter; the same one gives the same run.", DefaultValueFactory = _ => 1 };
        var json = CommonOptions.Json();
        var command = new Command("simulate-restart", "Compute in simulated time how devices come back after an outage of their broker.")
        {
            clients, outage, capacity, seed, json,
        };
        command.SetAction(parsed =>
        {
            var count = CheckClients(parsed.GetValue(clients));
            Require(parsed.GetValue(capacity) is null or > 0, "--capacity: must be a whole number above 0");
            var shape = RestartSimulation.Run(
                count, Duration.Parse(outage.Name, parsed.GetValue(outage)!), parsed.GetValue(seed), parsed.GetValue(capacity));
            LoadReport.Print(shape, null, parsed.GetValue(json));
            return LoadReport.IsGentle(shape) ? ExitCodes.Ok : ExitCodes.LoadFailed;
        });
        return command;
    }

    private static async Task<int> LoginsAsync(LoadOptions options, ProcessMemory? memory, bool isJson, CancellationToken cancellationToken)
    {
        using var run = new LoadRun(options);
        var online = 0L;
        LoadResult result;
        var isStopped = false;
        try
        {
            result = await LoadProgress.WatchAsync(
                run.RunAsync(() => online = memory?.Now() ?? 0, cancellationToken),
                () =>
                {
                    var (accepted, failed, lost) = run.Progress;
                    return $"logins: {LoadProgress.Show(accepted)} of {LoadProgress.Show(options.Clients.Count)}, failed: {failed}, lost: {lost}";
                }).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            isStopped = true;
            result = run.Partial();
            Console.Error.WriteLine(Stopped);
        }

        var broker = memory is null ? null : new MemoryResult(MemoryResult.Mb(memory.Start), MemoryResult.Mb(online), MemoryResult.Mb(memory.Peak));
        LoadReport.Print(result, broker, isJson, isStopped);
        return isStopped ? Interruption.ExitCode : result.IsGood ? ExitCodes.Ok : ExitCodes.LoadFailed;
    }

    private static async Task<int> RestartAsync(LoadOptions options, bool isJson, CancellationToken cancellationToken)
    {
        var run = new RestartRun(options, () => new SystemRandom());
        var work = run.RunAsync(cancellationToken);
        _ = run.Ready.ContinueWith(
            _ => Console.Error.WriteLine("nanomqtt: everybody is online; restart the broker now"),
            cancellationToken,
            TaskContinuationOptions.OnlyOnRanToCompletion,
            TaskScheduler.Default);
        ReturnShape shape;
        var isStopped = false;
        try
        {
            shape = await LoadProgress.WatchAsync(
                work,
                () =>
                {
                    var (online, lost, back) = run.Progress;
                    return $"online: {LoadProgress.Show(online)}, lost: {LoadProgress.Show(lost)}, back: {LoadProgress.Show(back)}";
                }).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            isStopped = true;
            shape = run.Partial();
            Console.Error.WriteLine(Stopped);
        }

        LoadReport.Print(shape, new RestartOutage(run.OutageSeconds, run.Failures), isJson, isStopped);
        return isStopped ? Interruption.ExitCode : LoadReport.IsGentle(shape) ? ExitCodes.Ok : ExitCodes.LoadFailed;
    }

    private static Option<int> Clients() => new("--clients") { Description = "How many devices.", DefaultValueFactory = _ => 1000 };

    private static int CheckClients(int clients)
    {
        Require(clients is >= 1 and <= MostClients, string.Create(CultureInfo.InvariantCulture, $"--clients: must be a whole number from 1 to {MostClients}"));
        return clients;
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ToolException(ExitCodes.Usage, otherwise);
        }
    }
}
