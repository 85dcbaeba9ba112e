using NanoMqttDevice.Page.Links;
using NanoMqttDevice.Tool.Rollout;

namespace NanoMqttDevice.Tool.ServedPage;

/// <summary>What is known of a rollout, whoever runs it.</summary>
/// <param name="Path">Path of its result.</param>
/// <param name="Plan">What it is to do.</param>
/// <param name="Entries">The devices of which something is known.</param>
/// <param name="IsRunning">True while a run goes on.</param>
/// <param name="IsElsewhere">True when another program runs it.</param>
/// <param name="Trouble">What keeps it from going on; empty for nothing.</param>
internal sealed record RolloutView(
    string Path, RolloutPlan Plan, IReadOnlyDictionary<string, RolloutEntry> Entries, bool IsRunning, bool IsElsewhere, string Trouble)
{
    private const double Percent = 100;

    /// <summary>Makes what the page shows.</summary>
    /// <param name="name">The rollout's name.</param>
    /// <returns>The rollout.</returns>
    public Page.Links.Rollout Show(string name)
    {
        var ends = RolloutWaves.EndsOf(Plan.Waves, Plan.ClientIds.Count);
        var devices = new List<RolloutDevice>(Plan.ClientIds.Count);
        var waves = new List<RolloutWave>();
        var first = 0;
        foreach (var end in ends)
        {
            var wave = waves.Count + 1;
            var entries = Plan.ClientIds.Skip(first).Take(end - first).Select(id => Entries.GetValueOrDefault(id) ?? new RolloutEntry { ClientId = id }).ToList();
            devices.AddRange(entries.Select(e => new RolloutDevice(e.ClientId, wave, e.State.ToString().ToLowerInvariant(), e.Cause)));
            waves.Add(new RolloutWave(wave, entries.Count, Count(entries, RolloutState.Updated), Count(entries, RolloutState.Failed), Count(entries, RolloutState.Silent)));
            first = end;
        }

        return new Page.Links.Rollout(name, System.IO.Path.GetFileName(Plan.Package), Plan.Release, StageOf(), waves, devices)
        {
            MaxFailed = Math.Round(Plan.MaxFailed * Percent, 2),
            IsElsewhere = IsElsewhere,
            Trouble = Trouble,
        };
    }

    private RolloutStage StageOf() => IsRunning
        ? File.Exists(RolloutResult.PauseOf(Path)) ? RolloutStage.Stopping : RolloutStage.Rolling
        : Plan.End switch
        {
            "done" => RolloutStage.Done,
            "paused" => RolloutStage.Stopped,
            "stopped" => RolloutStage.TooManyFailed,
            _ => RolloutStage.BrokenOff,
        };

    private static int Count(List<RolloutEntry> entries, RolloutState state) => entries.Count(e => e.State == state);
}
