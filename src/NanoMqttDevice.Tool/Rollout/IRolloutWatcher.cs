namespace NanoMqttDevice.Tool.Rollout;

/// <summary>Told what happens in a rollout, one call at a time.</summary>
internal interface IRolloutWatcher
{
    /// <summary>A wave begins.</summary>
    /// <param name="wave">Its number, counted from 1.</param>
    /// <param name="devices">How many devices have been reached at its end.</param>
    void Begin(int wave, int devices);

    /// <summary>A device stands elsewhere than before.</summary>
    /// <param name="entry">Its entry.</param>
    void Change(RolloutEntry entry);
}
