using System.Collections.Concurrent;

namespace NanoMqttDevice.Service;

/// <summary>What the service has seen since it started. Each figure may be read at any time.</summary>
public sealed class ServiceCounters
{
    private readonly ConcurrentDictionary<string, long> _refused = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _disconnected = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _apiCalls = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _authentications = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _authorizations = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _dropped = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _limited = new(StringComparer.Ordinal);

    private long _accepted;
    private long _currentConnections;
    private long _messagesIn;
    private long _messagesOut;
    private long _p2pDelivered;
    private long _p2pDropped;
    private long _listenerFaults;
    private long _faults;
    private long _databaseFaults;
    private long _slowedReading;
    private long _subscriptionsTakenBack;

    internal ServiceCounters()
    {
    }

    /// <summary>Logins let in.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>Connections that did not get past their CONNECT, by <see cref="TraceReasons"/>.</summary>
    public IReadOnlyDictionary<string, long> RefusedByReason => new Dictionary<string, long>(_refused);

    /// <summary>All connections that did not get past their CONNECT.</summary>
    public long Refused => _refused.Values.Sum();

    /// <summary>Clients online now.</summary>
    public long CurrentConnections => Interlocked.Read(ref _currentConnections);

    /// <summary>Messages accepted from clients.</summary>
    public long MessagesIn => Interlocked.Read(ref _messagesIn);

    /// <summary>Messages written to clients.</summary>
    public long MessagesOut => Interlocked.Read(ref _messagesOut);

    /// <summary>P2P messages handed to their target's connection.</summary>
    public long P2PDelivered => Interlocked.Read(ref _p2pDelivered);

    /// <summary>P2P messages whose target was not online.</summary>
    public long P2PDropped => Interlocked.Read(ref _p2pDropped);

    /// <summary>Clients gone, by <see cref="TraceReasons"/>.</summary>
    public IReadOnlyDictionary<string, long> DisconnectedByReason => new Dictionary<string, long>(_disconnected);

    /// <summary>Calls of the server API, by <c>accepted</c> or the vendor's error code.</summary>
    public IReadOnlyDictionary<string, long> ApiCallsByResult => new Dictionary<string, long>(_apiCalls);

    /// <summary>Answers to other brokers that asked about a login: <c>allow</c>, <c>deny</c> and <c>ignore</c>.</summary>
    public IReadOnlyDictionary<string, long> AuthenticationsByResult => new Dictionary<string, long>(_authentications);

    /// <summary>Answers to other brokers that asked what a client may: <c>allow</c>, <c>deny</c>, and <c>ignore</c> or <c>error</c>.</summary>
    public IReadOnlyDictionary<string, long> AuthorizationsByResult => new Dictionary<string, long>(_authorizations);

    /// <summary>Messages of QoS 1 and 2 that a client misses, by <see cref="DropReasons"/>.</summary>
    public IReadOnlyDictionary<string, long> DroppedByReason => new Dictionary<string, long>(_dropped);

    /// <summary>What one of <see cref="ServiceLimits"/> turned away, by the limit's name.</summary>
    public IReadOnlyDictionary<string, long> LimitedByReason => new Dictionary<string, long>(_limited);

    /// <summary>Exceptions where none was expected: each was one client's or one timer's, and ended there.</summary>
    public long Faults => Interlocked.Read(ref _faults);

    /// <summary>Times that a database did not do what it was asked.</summary>
    public long DatabaseFaults => Interlocked.Read(ref _databaseFaults);

    /// <summary>Times that a client was not read because it does not take its answers, or sends faster than the disk writes.</summary>
    public long SlowedReading => Interlocked.Read(ref _slowedReading);

    /// <summary>Subscriptions that ended because what they rested on changed.</summary>
    public long SubscriptionsTakenBack => Interlocked.Read(ref _subscriptionsTakenBack);

    /// <summary>Exceptions that listeners of the service's events threw.</summary>
    public long ListenerFaults => Interlocked.Read(ref _listenerFaults);

    internal void CountAccepted()
    {
        Interlocked.Increment(ref _accepted);
        Interlocked.Increment(ref _currentConnections);
    }

    internal void CountDisconnected(string reason)
    {
        Interlocked.Decrement(ref _currentConnections);
        Increment(_disconnected, reason);
    }

    internal void CountRefused(string reason) => Increment(_refused, reason);

    internal void CountApiCall(string result) => Increment(_apiCalls, result);

    internal void CountAuthentication(string result) => Increment(_authentications, result);

    internal void CountAuthorization(string result) => Increment(_authorizations, result);

    internal void CountMessageIn() => Interlocked.Increment(ref _messagesIn);

    internal void CountMessageOut() => Interlocked.Increment(ref _messagesOut);

    internal void CountP2PDelivered() => Interlocked.Increment(ref _p2pDelivered);

    internal void CountP2PDropped() => Interlocked.Increment(ref _p2pDropped);

    internal void CountListenerFault() => Interlocked.Increment(ref _listenerFaults);

    internal void CountDropped(string reason) => Increment(_dropped, reason);

    internal void CountLimited(string limit) => Increment(_limited, limit);

    internal void CountFault() => Interlocked.Increment(ref _faults);

    internal void CountDatabaseFault() => Interlocked.Increment(ref _databaseFaults);

    internal void CountSlowedReading() => Interlocked.Increment(ref _slowedReading);

    internal void CountSubscriptionTakenBack() => Interlocked.Increment(ref _subscriptionsTakenBack);

    private static void Increment(ConcurrentDictionary<string, long> counts, string reason)
    {
        counts.AddOrUpdate(reason, 1, static (_, count) => count + 1);
    }
}
