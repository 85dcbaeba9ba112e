using NanoMqttDevice.Page.Links;

namespace NanoMqttDevice.Page.Components;

/// <summary>The steps of something that takes long, for <see cref="Parts.StepsView"/>. Told by any thread.</summary>
/// <param name="changed">Called after each change, by the thread that made it.</param>
public sealed class StepList(Action changed) : IStepLog
{
    private readonly List<ShownStep> _steps = [];

    /// <summary>The steps so far.</summary>
    /// <returns>A copy.</returns>
    public ShownStep[] All()
    {
        lock (_steps)
        {
            return [.. _steps];
        }
    }

    /// <inheritdoc/>
    public void Begin(string name, string what) => Change(() => _steps.Add(new ShownStep(name, what, "", StepState.Doing)));

    /// <inheritdoc/>
    public void Say(string text) => Change(() => Replace(s => s with { Text = text }));

    /// <inheritdoc/>
    public void Done(string how) => Change(() => Replace(s => s with { Text = how, State = StepState.Done }));

    /// <summary>The step has failed, and with it the whole.</summary>
    /// <param name="why">Why, and what to do.</param>
    public void Fail(string why) => Change(() =>
    {
        if (_steps is [.., { State: StepState.Doing }])
        {
            Replace(s => s with { Text = why, State = StepState.Failed });
        }
        else
        {
            _steps.Add(new ShownStep("", "", why, StepState.Failed));
        }
    });

    private void Replace(Func<ShownStep, ShownStep> with)
    {
        if (_steps.Count > 0)
        {
            _steps[^1] = with(_steps[^1]);
        }
    }

    private void Change(Action change)
    {
        lock (_steps)
        {
            change();
        }

        changed();
    }
}
