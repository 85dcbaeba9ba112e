namespace NanoMqttDevice.Tool.Serial;

/// <summary>How patient a <see cref="DeviceLine"/> is.</summary>
internal sealed record DeviceLineOptions
{
    /// <summary>How long an answer may take at first; each time none came, twice as long.</summary>
    public TimeSpan AnswerLimit { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often a request is sent that nothing at all answers.</summary>
    public int SilentAttempts { get; init; } = 3;

    /// <summary>How often a request is sent whose answer does not come whole in time.</summary>
    public int LateAttempts { get; init; } = 5;

    /// <summary>How often a request is sent while lines are damaged on the way.</summary>
    public int Attempts { get; init; } = 12;

    /// <summary>How long the line must be quiet before a request is repeated.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The first sequence number; another one in each run, so that a late answer to an earlier one is not taken for this one's.</summary>
    public byte FirstSequence { get; init; } = (byte)Environment.TickCount64;
}
