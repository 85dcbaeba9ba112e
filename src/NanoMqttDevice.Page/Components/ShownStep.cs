namespace NanoMqttDevice.Page.Components;

/// <summary>A step of something that takes long.</summary>
/// <param name="Name">Its name, one word.</param>
/// <param name="What">What is done in it.</param>
/// <param name="Text">What is the case, how it ended, or why it failed.</param>
/// <param name="State">Where it stands.</param>
public sealed record ShownStep(string Name, string What, string Text, StepState State);
