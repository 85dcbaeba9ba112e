namespace NanoMqttDevice.Page.Components;

/// <summary>Where a step stands.</summary>
public enum StepState
{
    /// <summary>It is being done.</summary>
    Doing,

    /// <summary>It has ended well.</summary>
    Done,

    /// <summary>It has failed.</summary>
    Failed,
}
