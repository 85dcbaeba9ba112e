namespace NanoMqttDevice.Tool.Output;

/// <summary>Shows steps while they are being done.</summary>
internal interface IStepWatcher
{
    /// <summary>Does a step.</summary>
    /// <param name="name">Its name, one word.</param>
    /// <param name="what">What is done in it.</param>
    /// <param name="work">Does it, tells lines to show meanwhile, and gives in a few words how it went.</param>
    /// <returns>Done when the work is, failed when it failed.</returns>
    Task StepAsync(string name, string what, Func<Action<string>, Task<string>> work);
}
