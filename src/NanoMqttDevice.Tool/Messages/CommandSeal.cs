using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace NanoMqttDevice.Tool.Messages;

/// <summary>
/// How a command is written so that a device obeys it: the one place where it becomes the bytes of a message. What changes something carries a seal
/// over the device's nonce, made with its secret; what only asks goes open.
/// </summary>
/// <param name="findSecret">Finds the secret of a device by its client ID; null when it is not known.</param>
/// <param name="time">The clock.</param>
internal sealed class CommandSeal(Func<string, CancellationToken, Task<string?>> findSecret, TimeProvider time)
{
    // The device answers a good seal over another nonce with its own, and obeys nothing.
    private static readonly string _noNonce = new('A', Credentials.CommandSeal.NonceLength);

    private readonly ConcurrentDictionary<string, string> _nonces = new(StringComparer.Ordinal);
    private long _lastId;

    /// <summary>Gives the next id: a number that rises, from run to run too.</summary>
    /// <returns>Milliseconds since 1970, or more.</returns>
    public string NextId()
    {
        _lastId = Math.Max(_lastId + 1, time.GetUtcNow().ToUnixTimeMilliseconds());
        return _lastId.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Tells commands that every device obeys without a seal: they change nothing.</summary>
    /// <param name="command">Name and argument.</param>
    /// <returns>True for those.</returns>
    public static bool IsOpen(string command) => command.Split(' ', 2)[0] is "ping" or "info" or "help" or "identify";

    /// <summary>Writes a command.</summary>
    /// <param name="clientId">Client ID of the device.</param>
    /// <param name="id">The command's id, which the answer repeats.</param>
    /// <param name="command">Name and argument.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The line to send; without a seal for an open command, and where the secret is not known.</returns>
    /// <exception cref="ToolException">The secret's place cannot be read.</exception>
    public async Task<string> SealAsync(string clientId, string id, string command, CancellationToken cancellationToken)
    {
        var line = $"{id} {command}";
        if (IsOpen(command) || await findSecret(clientId, cancellationToken).ConfigureAwait(false) is not { } secret)
        {
            return line;
        }

        var nonce = _nonces.GetValueOrDefault(clientId, _noNonce);
        return $"{line} ~{nonce}{Credentials.CommandSeal.Compute(Encoding.UTF8.GetBytes(secret), clientId, nonce, line)}";
    }

    /// <summary>Takes in what a device says: it may tell its nonce.</summary>
    /// <param name="reply">An answer or an announcement.</param>
    /// <returns>True when the command is to be sealed and sent once more.</returns>
    public bool MustSealAgain(DeviceReply reply)
    {
        var isNew = reply is { ClientId: { } clientId, Nonce.Length: Credentials.CommandSeal.NonceLength }
            && (!_nonces.TryGetValue(clientId, out var known) || known != reply.Nonce);
        if (isNew)
        {
            _nonces[reply.ClientId!] = reply.Nonce!;
        }

        return isNew && reply.Result is ("stale" or "needs-seal");
    }
}
