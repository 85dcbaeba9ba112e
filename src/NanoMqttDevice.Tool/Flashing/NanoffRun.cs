using System.Text.Json;
using NanoMqttDevice.Tool.Output;

namespace NanoMqttDevice.Tool.Flashing;

/// <summary>Does the steps one after the other and stops at the first that fails.</summary>
/// <param name="command">Name of the command that is failed by a step.</param>
/// <param name="port">Serial port of the board.</param>
/// <param name="bootWait">How long a device is given to start anew.</param>
/// <param name="secret">What is hidden wherever nanoff should say it; null for nothing.</param>
/// <param name="steps">The steps.</param>
/// <param name="nanoff">What does them.</param>
/// <param name="report">Shows them.</param>
internal sealed class NanoffRun(
    string command, string port, TimeSpan bootWait, string? secret, IReadOnlyList<FlashStep> steps, Nanoff nanoff, StepReport report)
{
    // A chip's own USB goes away and comes back when it restarts.
    private static readonly TimeSpan _portLimit = TimeSpan.FromSeconds(10);

    private bool _isErased;
    private bool _isStored;

    /// <summary>Makes a report that shows what nanoff says.</summary>
    /// <param name="steps">How many steps there will be.</param>
    /// <param name="isJson">True for JSON.</param>
    /// <returns>The report.</returns>
    public static StepReport ReportOf(int steps, bool isJson) =>

        // nanoff draws a bar hundreds of times; in a log one line a step is enough.
        new(steps, isJson) { Bar = "Writing at 0x", Waiting = "nanoff starts" };

    /// <summary>Does the steps.</summary>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="ToolException">A step failed.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var folder = new PrivateFolder();
        foreach (var step in steps)
        {
            string? why;
            try
            {
                why = await report.WatchAsync(step.Name, step.What, said => RunAsync(step, folder, said, cancellationToken)).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                why = "stopped";
            }

            if (why is not null)
            {
                report.Fail(why);
                var isStopped = cancellationToken.IsCancellationRequested;
                throw new ToolException(isStopped ? Interruption.ExitCode : ExitCodes.FlashFailed, $"{command} failed at step {report.Number} ({report.Name}): {why}; {StateOfDevice()}");
            }

            report.End();
        }
    }

    private async Task<string?> RunAsync(FlashStep step, PrivateFolder folder, Action<string> said, CancellationToken cancellationToken)
    {
        if (!await IsPortThereAsync(step, cancellationToken).ConfigureAwait(false))
        {
            return Vanished();
        }

        _isErased |= step.Erases;
        _isStored |= step.Stores;
        NanoffResult result;
        try
        {
            if (step.FileName is not null)
            {
                folder.Write(step.FileName, step.FileText!);
            }

            var arguments = step.ArgumentsIn(folder.Path);
            result = await nanoff.RunAsync(arguments, step.Limit, Hide, Filter(said), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (step.FileName is not null)
            {
                folder.Delete(step.FileName);
            }
        }

        var why = WhyFailed(step, result);
        if (why is null && step.Restarts && step != steps[^1])
        {
            said("the device starts");
            await Task.Delay(bootWait, cancellationToken).ConfigureAwait(false);
        }

        return why;
    }

    private string? WhyFailed(FlashStep step, NanoffResult result)
    {
        if (result.ExitCode is null)
        {
            return $"nanoff had not ended after {step.Limit.TotalSeconds:0} s and was ended; --timeout gives it longer";
        }

        if (result.ExitCode == 0)
        {
            return step.Judge(result);
        }

        var says = $"nanoff says '{result.ErrorText ?? result.LastLine ?? "nothing"}' (exit code {result.ExitCode})";
        return SerialPortFinder.IsThere(port) ? $"{says}: {NanoffErrors.Explain(result.ErrorCode)}" : $"{says}: {Vanished()}";
    }

    private async Task<bool> IsPortThereAsync(FlashStep step, CancellationToken cancellationToken)
    {
        var limit = step.Limit < _portLimit ? step.Limit : _portLimit;
        for (var waited = TimeSpan.Zero; !SerialPortFinder.IsThere(port); waited += TimeSpan.FromMilliseconds(100))
        {
            if (waited >= limit)
            {
                return false;
            }

            await Task.Delay(100, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private string Vanished() =>
        $"the serial port {port} has vanished; look at cable and power, see what the port is called now and give it with --port";

    private string StateOfDevice() => _isErased
        ? "the flash was to be erased: take the settings record, the Wi-Fi network and the files on the board for lost"
        : _isStored
            ? "the board has its old settings or the new ones, whole; run this again to have the new"
            : "nothing was erased, the settings record on the board is as it was";

    // nanoff has no reason to print the password, but an exception of its JSON reader might.
    private string Hide(string line) => string.IsNullOrEmpty(secret)
        ? line
        : line.Replace(DeploymentTemplate.TextOf(secret), "****", StringComparison.Ordinal)
            .Replace(JsonEncodedText.Encode(secret).ToString(), "****", StringComparison.Ordinal)
            .Replace(secret, "****", StringComparison.Ordinal);

    // With a network alone nanoff prints that it did nothing, and all its options, and only then does it.
    private static Action<string> Filter(Action<string> said)
    {
        var isHelp = false;
        return line =>
        {
            isHelp = line.StartsWith("No operation was performed", StringComparison.Ordinal)
                || (isHelp && !(line.StartsWith("Debug engine", StringComparison.Ordinal) || line.StartsWith("Device", StringComparison.Ordinal)
                    || line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Updating", StringComparison.Ordinal)));
            if (!isHelp)
            {
                said(line);
            }
        };
    }
}
