using System.CommandLine;
using System.Threading.Channels;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Tool.Messages;
using NanoMqttDevice.Tool.Output;
using NanoMqttDevice.Tool.ServerApi;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.Commands;

/// <summary><c>nanomqtt watch</c>: what goes on at the service, as it happens.</summary>
internal static class WatchCommand
{
    public static Command Create()
    {
        var group = new Option<string>("--group") { Description = "Group ID in which this tool logs in.", DefaultValueFactory = _ => "GID_Demo" };
        var serverId = new Option<string?>("--as") { Description = "Client ID of the application server; a new one in --group without it." };
        var filters = new Option<string[]>("--topic")
        {
            Description = "Topic filter; what is below the parent topic without it. May be given several times.",
        };
        var kinds = new Option<string[]>("--kind")
        {
            Description = $"Show this kind alone: {string.Join(", ", WatchedEntry.Kinds)}. May be given several times.",
        };
        kinds.AcceptOnlyFromAmong([.. WatchedEntry.Kinds]);
        var clients = new Option<string[]>("--client-id") { Description = "Show what concerns this client ID alone. May be given several times." };
        var text = new Option<string?>("--match") { Description = "Show what has this text in it alone." };
        var count = new Option<int?>("--count") { Description = "End after so many." };
        var duration = new Option<string?>("--for") { Description = "End after that time: a number and s, m, h or d." };
        var api = new ServerApiOptions();
        var mqtt = new MqttTargetOptions();
        var json = CommonOptions.Json();
        var command = new Command(
            "watch",
            "Show telemetry, answers, announcements and requests as they come, and what a service of ours has seen: logins and refusals. Ctrl-C ends it.")
        {
            group, serverId, filters, kinds, clients, text, count, duration,
        };
        api.AddTo(command);
        mqtt.AddTo(command);
        command.Options.Add(json);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var account = api.ReadAccount(parsed);
            var target = mqtt.Read(parsed, account.Connection, account.Instance);
            var parentTopic = mqtt.ReadParentTopic(parsed, account.Connection);
            var own = ServerClientId.OfGroup(parsed.GetValue(group)!, parsed.GetValue(serverId));
            SettingsCheck.Require("--group", SettingsField.ClientId, own);
            var chosen = parsed.GetValue(filters) is { Length: > 0 } given ? given : [$"{parentTopic}/#"];
            var most = parsed.GetValue(count) is { } number
                ? number > 0 ? number : throw new ToolException(ExitCodes.Usage, "--count: must be a whole number from 1")
                : int.MaxValue;
            var isShown = Filter(parsed.GetValue(kinds) ?? [], parsed.GetValue(clients) ?? [], parsed.GetValue(text));
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (parsed.GetValue(duration) is { } time)
            {
                ending.CancelAfter(Duration.Parse("--for", time));
            }

            var entries = Channel.CreateBounded<WatchedEntry>(10_000);
            var watching = MessageFeed.RunAsync(
                () => new ApplicationServer(target, account.Authority, account.Keys.Account, account.Instance, own, parentTopic),
                chosen,
                m => entries.Writer.WriteAsync(WatchedEntry.Of(m, parentTopic), ending.Token).AsTask(),
                told => Console.Error.WriteLine($"nanomqtt: {told.Text}{(told.IsFirst ? "; Ctrl-C ends it" : "")}"),
                mayFailAtFirst: false,
                ending.Token);
            var tracing = account.Endpoint is { } endpoint
                ? TraceAsync(new TraceFeed(endpoint, account.Authority, TimeProvider.System), entries.Writer, ending.Token)
                : Task.CompletedTask;
            _ = watching.ContinueWith(t => entries.Writer.TryComplete(t.Exception?.InnerException), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            try
            {
                await ShowAsync(entries.Reader, isShown, most, parsed.GetValue(json), ending.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or ChannelClosedException { InnerException: null })
            {
                // Stopping is the normal end.
            }
            catch (ChannelClosedException e) when (e.InnerException is ToolException why)
            {
                throw why;
            }

            await ending.CancelAsync().ConfigureAwait(false);
            await Task.WhenAny(Task.WhenAll(watching, tracing)).ConfigureAwait(false);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static async Task ShowAsync(
        ChannelReader<WatchedEntry> entries, Func<WatchedEntry, bool> isShown, int most, bool isJson, CancellationToken cancellationToken)
    {
        for (var shown = 0; shown < most;)
        {
            var entry = await entries.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (isShown(entry))
            {
                shown++;
                Console.Out.WriteLine(isJson ? entry.ToJson() : entry.ToString());
            }
        }
    }

    private static async Task TraceAsync(TraceFeed feed, ChannelWriter<WatchedEntry> entries, CancellationToken cancellationToken)
    {
        var why = await feed.RunAsync(entry => entries.TryWrite(WatchedEntry.Of(entry)), cancellationToken).ConfigureAwait(false);
        Console.Error.WriteLine($"nanomqtt: logins and refusals are not shown: {why}");
    }

    private static Func<WatchedEntry, bool> Filter(string[] kinds, string[] clients, string? text) => entry =>
        (kinds.Length == 0 || kinds.Contains(entry.Kind, StringComparer.Ordinal))
        && (clients.Length == 0 || clients.Contains(entry.ClientId, StringComparer.Ordinal))
        && (text is null || entry.ToString().Contains(text, StringComparison.Ordinal));
}
