using NanoMqttDevice.Page.Links;
using NanoMqttDevice.Tool.Output;

namespace NanoMqttDevice.Tool.ServedPage;

/// <summary>Shows the steps of a command on the page.</summary>
/// <param name="log">The page.</param>
internal sealed class PageSteps(IStepLog log) : IStepWatcher
{
    /// <inheritdoc/>
    public async Task StepAsync(string name, string what, Func<Action<string>, Task<string>> work)
    {
        log.Begin(name, what);
        log.Done(await work(log.Say).ConfigureAwait(false));
    }
}
