using System.Collections.Concurrent;

namespace NanoMqttDevice.Tool.Messages;

/// <summary>Sends a command to devices and takes in their answers.</summary>
/// <param name="server">The application server's side, connected.</param>
/// <param name="seal">Writes the commands.</param>
/// <param name="time">The clock.</param>
internal sealed class CommandRun(IApplicationServer server, CommandSeal seal, TimeProvider time)
{
    // A service takes some thousand messages a second from all; this leaves most of that to others.
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(5);

    private const int MaxRepeats = 4;

    private static readonly TimeSpan _busyPause = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, Pending> _pending = new(StringComparer.Ordinal);
    private int _toCome;

    /// <summary>Sends.</summary>
    /// <param name="clientIds">Client IDs of the devices.</param>
    /// <param name="command">Name and argument.</param>
    /// <param name="limit">How long a device may take to answer; null to wait for none.</param>
    /// <param name="answered">Told each answer as it comes, and at the end who gave none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Done when each device has answered or had its time.</returns>
    /// <exception cref="ToolException">The connection has ended.</exception>
    public async Task RunAsync(
        IReadOnlyList<string> clientIds, string command, TimeSpan? limit, Action<CommandAnswer> answered, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _toCome = clientIds.Count;
        var listening = limit is null ? Task.CompletedTask : ListenAsync(command, answered, ending.Token);
        var number = 0;
        foreach (var clientId in clientIds)
        {
            number++;
            var id = seal.NextId();
            _pending[id] = new Pending(clientId, time.GetTimestamp());
            await SendAsync(clientId, id, command, cancellationToken).ConfigureAwait(false);
            if (number < clientIds.Count)
            {
                await Task.Delay(_pause, time, cancellationToken).ConfigureAwait(false);
            }
        }

        if (limit is { } most)
        {
            await Task.WhenAny(listening, Task.Delay(most, time, cancellationToken)).ConfigureAwait(false);
            await ending.CancelAsync().ConfigureAwait(false);
            await StoppedAsync(listening, cancellationToken).ConfigureAwait(false);
            foreach (var (id, silent) in _pending.OrderBy(p => p.Value.Sent))
            {
                answered(new CommandAnswer(silent.ClientId, id, silent.Working, (long)time.GetElapsedTime(silent.Sent).TotalMilliseconds));
            }
        }
    }

    private async Task SendAsync(string clientId, string id, string command, CancellationToken cancellationToken)
    {
        var line = await seal.SealAsync(clientId, id, command, cancellationToken).ConfigureAwait(false);
        await server.SendAsync(clientId, line, cancellationToken).ConfigureAwait(false);
    }

    private async Task ListenAsync(string command, Action<CommandAnswer> answered, CancellationToken cancellationToken)
    {
        while (_toCome > 0)
        {
            var reply = await server.NextReplyAsync(cancellationToken).ConfigureAwait(false);
            if (reply.Id is not { } id || !_pending.TryGetValue(id, out var pending) || pending.ClientId != reply.ClientId)
            {
                continue;
            }

            var isSealedAnew = seal.MustSealAgain(reply);
            if (pending.Repeats < MaxRepeats && (isSealedAnew || reply.Result == "busy"))
            {
                // Under another id: the device may have had this one.
                if (!isSealedAnew)
                {
                    await Task.Delay(_busyPause, time, cancellationToken).ConfigureAwait(false);
                }

                _pending.TryRemove(id, out _);
                var next = seal.NextId();
                _pending[next] = pending with { Repeats = pending.Repeats + 1 };
                await SendAsync(pending.ClientId, next, command, cancellationToken).ConfigureAwait(false);
                continue;
            }

            if (reply.Result == "working")
            {
                // The last answer has the same id.
                _pending[id] = pending with { Working = reply };
                continue;
            }

            _pending.TryRemove(id, out _);
            _toCome--;
            answered(new CommandAnswer(pending.ClientId, id, reply, (long)time.GetElapsedTime(pending.Sent).TotalMilliseconds));
        }
    }

    private static async Task StoppedAsync(Task listening, CancellationToken cancellationToken)
    {
        try
        {
            await listening.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Its time was over; a stop by the user is one.
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private sealed record Pending(string ClientId, long Sent, int Repeats = 0, DeviceReply? Working = null);
}
