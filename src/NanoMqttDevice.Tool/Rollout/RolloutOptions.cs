namespace NanoMqttDevice.Tool.Rollout;

/// <summary>How a rollout goes.</summary>
internal sealed record RolloutOptions
{
    /// <summary>Ends of the waves, as shares of all devices (below 1) or numbers of devices (1 and more), rising; the last wave is all the rest.</summary>
    public IReadOnlyList<double> Waves { get; init; } = [1, 0.01, 0.1];

    /// <summary>Most devices that receive or try at once.</summary>
    public int Parallel { get; init; } = 100;

    /// <summary>The rollout stops when more than this share of the devices of the waves so far has failed.</summary>
    public double MaxFailed { get; init; } = 0.05;

    /// <summary>How long a device may take to answer an offer, and to ask for the next block.</summary>
    public TimeSpan AnswerLimit { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>How long a device may take from the check of the package until it says what became of the product; it gives it fifteen minutes itself.</summary>
    public TimeSpan TrialLimit { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>So often a device is offered the package in one run.</summary>
    public int MaxOffers { get; init; } = 4;

    /// <summary>How long to wait before an offer to a device that is busy; between two commands that write flash it wants ten seconds.</summary>
    public TimeSpan BusyPause { get; init; } = TimeSpan.FromSeconds(5);
}
