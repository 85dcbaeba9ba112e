using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace NanoMqttDevice.Page.Hosting;

/// <summary>
/// Who may see the page: whoever opens a link with a token that is used once, and from then on the browser that did. Nothing of it is
/// written to a disk: it ends with the process.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class LoginDoor(TimeProvider time)
{
    // What is guessed is guessed over the network: 32 bytes are never.
    private const int Bytes = 32;

    private static readonly TimeSpan _sessionLife = TimeSpan.FromHours(12);
    private static readonly TimeSpan _linkLife = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _links = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _sessions = new(StringComparer.Ordinal);

    /// <summary>Makes the token of a link.</summary>
    /// <param name="isFirst">True for the one that is printed at start, which waits for its user; another one ends after ten minutes.</param>
    /// <returns>The token, a secret.</returns>
    public string NewLink(bool isFirst)
    {
        var token = NewSecret();
        _links[HashOf(token)] = isFirst ? DateTimeOffset.MaxValue : time.GetUtcNow() + _linkLife;
        return token;
    }

    /// <summary>Uses a link up.</summary>
    /// <param name="token">What the browser shows.</param>
    /// <returns>The secret of its session; null when the token is none, has been used or has ended.</returns>
    public string? Open(string? token)
    {
        // By its hash: how long a search takes says nothing of the token.
        if (string.IsNullOrEmpty(token) || !_links.TryRemove(HashOf(token), out var end) || time.GetUtcNow() > end)
        {
            return null;
        }

        var session = NewSecret();
        _sessions[HashOf(session)] = time.GetUtcNow() + _sessionLife;
        return session;
    }

    /// <summary>Tells whether a browser is logged in.</summary>
    /// <param name="session">What its cookie says.</param>
    /// <returns>True while its session lasts.</returns>
    public bool IsOpen(string? session)
    {
        if (string.IsNullOrEmpty(session) || !_sessions.TryGetValue(HashOf(session), out var end))
        {
            return false;
        }

        if (time.GetUtcNow() <= end)
        {
            return true;
        }

        _sessions.TryRemove(HashOf(session), out _);
        return false;
    }

    /// <summary>Ends a session.</summary>
    /// <param name="session">What the browser's cookie says.</param>
    public void Close(string? session)
    {
        if (!string.IsNullOrEmpty(session))
        {
            _sessions.TryRemove(HashOf(session), out _);
        }
    }

    private static string NewSecret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes)).Replace('+', '-').Replace('/', '_').TrimEnd('=');

    private static string HashOf(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
