using System.CommandLine;
using NanoMqttDevice.Tool.Output;
using NanoMqttDevice.Tool.Rollout;

namespace NanoMqttDevice.Tool.Commands;

/// <summary><c>nanomqtt update status</c> and <c>pause</c>: what a rollout's result says, and how to make its run pause.</summary>
internal static class UpdateStatusCommand
{
    /// <summary>Makes <c>status</c>.</summary>
    /// <returns>The command.</returns>
    public static Command CreateStatus()
    {
        var file = ResultArgument();
        var json = CommonOptions.Json();
        var command = new Command("status", "Show which devices of a rollout have ended and how, also while it runs.") { file, json };
        command.SetAction(parsed =>
        {
            var isJson = parsed.GetValue(json);
            var path = Find(parsed.GetValue(file)!);
            var entries = RolloutResult.Read(path, null);
            foreach (var entry in entries.Where(e => isJson || e.State != RolloutState.Updated))
            {
                var state = entry.State.ToString().ToLowerInvariant();
                Console.Out.WriteLine(isJson
                    ? JsonLines.Of(JsonTypes.UpdateDevice, new { entry.ClientId, entry.Wave, State = state, Cause = entry.Cause.Length > 0 ? entry.Cause : null })
                    : SafeText.Of($"{state,-7} {entry.ClientId}{(entry.Cause.Length > 0 ? "  " + entry.Cause : "")}"));
            }

            if (!isJson)
            {
                var summary = RolloutSummary.Of(entries, "");
                Console.Out.WriteLine($"{summary.Devices} devices have ended: {summary.Updated} updated, {summary.Failed} failed, {summary.Silent} silent{LeftOf(path, entries)}");
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    /// <summary>Makes <c>pause</c>.</summary>
    /// <returns>The command.</returns>
    public static Command CreatePause()
    {
        var file = ResultArgument();
        var command = new Command("pause", "Make a running rollout end when the devices that are under way have ended; 'update roll' goes on with it.") { file };
        command.SetAction(parsed =>
        {
            File.WriteAllText(RolloutResult.PauseOf(Find(parsed.GetValue(file)!)), "");
            Console.Error.WriteLine("nanomqtt: the rollout pauses as soon as the devices that are under way have ended");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static string LeftOf(string path, IReadOnlyCollection<RolloutEntry> entries)
    {
        if (RolloutPlan.Read(path) is not { } plan)
        {
            return "";
        }

        var ended = entries.Select(e => e.ClientId).ToHashSet(StringComparer.Ordinal);
        var state = RolloutResult.IsHeld(path) ? "running" : plan.End ?? "broken off";
        return $"; {plan.ClientIds.Count(id => !ended.Contains(id))} left; {state}";
    }

    private static Argument<FileInfo> ResultArgument() => new("RESULT") { Description = "CSV file that 'update roll' writes, PACKAGE.result.csv if not told otherwise." };

    private static string Find(FileInfo file) => file.Exists ? file.FullName : throw new ToolException(ExitCodes.Usage, $"RESULT: there is no file {file}");
}
