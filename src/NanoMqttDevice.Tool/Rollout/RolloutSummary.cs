namespace NanoMqttDevice.Tool.Rollout;

/// <summary>What became of a rollout.</summary>
/// <param name="Devices">How many devices there are.</param>
/// <param name="Updated">How many run the release.</param>
/// <param name="Failed">How many have refused it or taken it back.</param>
/// <param name="Silent">How many did not answer or not come back.</param>
/// <param name="Left">How many were not offered it, or not to the end.</param>
/// <param name="End">Why it has ended: <c>done</c>, <c>stopped</c> because too many failed, <c>paused</c>.</param>
internal sealed record RolloutSummary(int Devices, int Updated, int Failed, int Silent, int Left, string End)
{
    /// <summary>True when every device runs the release.</summary>
    public bool IsComplete => Updated == Devices;

    /// <summary>Counts.</summary>
    /// <param name="entries">The devices.</param>
    /// <param name="end">Why it has ended.</param>
    /// <returns>The summary.</returns>
    public static RolloutSummary Of(IReadOnlyCollection<RolloutEntry> entries, string end)
    {
        var updated = entries.Count(e => e.State == RolloutState.Updated);
        var failed = entries.Count(e => e.State == RolloutState.Failed);
        var silent = entries.Count(e => e.State == RolloutState.Silent);
        return new RolloutSummary(entries.Count, updated, failed, silent, entries.Count - updated - failed - silent, end);
    }
}
