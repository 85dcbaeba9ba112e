using System.Collections.Concurrent;
using System.Net;

namespace NanoMqttDevice.Service;

/// <summary>
/// Wrong logins a minute, by client ID and the address it comes from: a device with a wrong secret that tries without end costs no more
/// than its packets, and its neighbours behind the same address come in.
/// </summary>
internal sealed class WrongLogins(int limit, TimeProvider time)
{
    private const int MostEntries = 100_000;

    private static readonly TimeSpan _window = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(IPAddress Address, string ClientId), int> _counts = new();
    private long _since = time.GetTimestamp();

    /// <summary>Whether a login is to be refused unread.</summary>
    public bool IsTooMany(IPAddress address, string clientId)
    {
        Forget();
        return limit > 0 && _counts.GetValueOrDefault((address, clientId)) >= limit;
    }

    public void Count(IPAddress address, string clientId)
    {
        if (limit > 0 && _counts.Count < MostEntries)
        {
            _counts.AddOrUpdate((address, clientId), 1, static (_, count) => count + 1);
        }
    }

    private void Forget()
    {
        var since = Interlocked.Read(ref _since);

        if (time.GetElapsedTime(since) >= _window && Interlocked.CompareExchange(ref _since, time.GetTimestamp(), since) == since)
        {
            _counts.Clear();
        }
    }
}
