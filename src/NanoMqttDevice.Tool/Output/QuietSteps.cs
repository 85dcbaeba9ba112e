namespace NanoMqttDevice.Tool.Output;

/// <summary>Does steps without showing them; the cause of a failure begins with the step's name.</summary>
internal sealed class QuietSteps : IStepWatcher
{
    /// <inheritdoc/>
    public async Task StepAsync(string name, string what, Func<Action<string>, Task<string>> work)
    {
        try
        {
            await work(_ => { }).ConfigureAwait(false);
        }
        catch (ToolException e)
        {
            throw new ToolException(e.ExitCode, $"{name}: {e.Message}");
        }
    }
}
