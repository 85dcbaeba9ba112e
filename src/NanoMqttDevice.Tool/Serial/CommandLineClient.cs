using System.Text;
using NanoMqttDevice.Simulator;

namespace NanoMqttDevice.Tool.Serial;

/// <summary>Speaks with a device's command line: one request, the lines of its answer.</summary>
/// <param name="cable">The line to the device.</param>
internal sealed class CommandLineClient(SerialCable cable)
{
    private static readonly TimeSpan _answerLimit = TimeSpan.FromSeconds(5);

    private readonly StringBuilder _received = new();

    /// <summary>Sends a request and takes its answer.</summary>
    /// <param name="request">The request, without its end.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The lines before <c>OK</c>.</returns>
    /// <exception cref="ToolException">The device answers <c>ERR</c>, or nothing in time.</exception>
    public async Task<IReadOnlyList<string>> AskAsync(string request, CancellationToken cancellationToken)
    {
        cable.Send(Encoding.UTF8.GetBytes(request + "\n"));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_answerLimit);
        var lines = new List<string>();
        while (true)
        {
            var line = await ReadLineAsync(limit.Token, cancellationToken).ConfigureAwait(false);
            if (line == "OK")
            {
                return lines;
            }

            if (line.StartsWith("ERR ", StringComparison.Ordinal))
            {
                // The request may hold a secret: only its first word is told.
                throw new ToolException(ExitCodes.Failed, $"the device answers '{line}' to '{request.Split(' ', '\n')[0]}'");
            }

            lines.Add(line);
        }
    }

    private async Task<string> ReadLineAsync(CancellationToken limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            var text = _received.ToString();
            var end = text.IndexOf('\n', StringComparison.Ordinal);
            if (end >= 0)
            {
                _received.Remove(0, end + 1);
                return text[..end].TrimEnd('\r');
            }

            try
            {
                _received.Append(Encoding.UTF8.GetString(await cable.ReceiveAsync(limit).ConfigureAwait(false)));
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new ToolException(ExitCodes.Failed, $"the device does not answer within {_answerLimit.TotalSeconds:0} s");
            }
        }
    }
}
