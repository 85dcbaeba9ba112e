using NanoMqttDevice.Tool.Serial;

namespace NanoMqttDevice.Tool.Terminal;

/// <summary>Requests from a terminal to a device, its answers back.</summary>
/// <param name="line">The line to the device.</param>
/// <param name="terminal">The terminal.</param>
internal sealed class ConsoleSession(DeviceLine line, ITerminal terminal)
{
    private const string End = "exit";

    /// <summary>Runs until there are no more requests, or one is <c>exit</c>.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>True when the device answered <c>OK</c> each time.</returns>
    /// <exception cref="ToolException">The line has gone.</exception>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _ = line.Gone.ContinueWith(_ => ending.CancelAsync(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).Unwrap();
        line.Heard += terminal.WriteLine;
        try
        {
            var isWell = true;
            while (await terminal.ReadLineAsync(ending.Token).ConfigureAwait(false) is { } text && text.Trim() != End)
            {
                if (!string.IsNullOrWhiteSpace(text))
                {
                    isWell &= await AskAsync(text.TrimEnd(), ending.Token).ConfigureAwait(false);
                }
            }

            return isWell;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw line.Vanished();
        }
        finally
        {
            line.Heard -= terminal.WriteLine;
        }
    }

    private async Task<bool> AskAsync(string text, CancellationToken cancellationToken)
    {
        string? value = null;
        if (DeviceRequest.TakesValue(text) && (value = await terminal.ReadHiddenAsync(cancellationToken).ConfigureAwait(false)) is null)
        {
            return false;
        }

        try
        {
            var answer = await line.AskAsync(DeviceRequest.Typed(text, value), cancellationToken).ConfigureAwait(false);
            foreach (var said in answer.Lines)
            {
                terminal.WriteLine(said);
            }

            terminal.WriteLine(answer.Verdict);
            if (!answer.IsOk)
            {
                // The device only has a number and a word.
                Console.Error.WriteLine($"nanomqtt: {DeviceErrors.Explain(answer)}");
            }

            return answer.IsOk;
        }
        catch (ToolException e) when (!line.Gone.IsCompleted)
        {
            // A request that got no answer is no reason to leave.
            Console.Error.WriteLine($"nanomqtt: {e.Message}");
            return false;
        }
    }
}
