using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using NanoMqttDevice.Page.Links;

namespace NanoMqttDevice.Page.Fleet;

/// <summary>
/// What the page knows of all devices, kept for all browsers together. It listens as long as the page is served; browsers look at
/// <see cref="Version"/> a few times a second, so that what comes by the hundred is drawn once.
/// </summary>
/// <param name="source">Where it listens.</param>
/// <param name="time">The clock.</param>
public sealed class FleetModel(IFleetSource source, TimeProvider time) : BackgroundService
{
    private const int MaxLive = 5_000;

    // Whoever reaches the service can be refused under any client ID; those that have no credential take no more room than this.
    private const int MaxStrangers = 1_000;

    // An application server of the tool's own is no device.
    private const string OwnPrefix = "@@@nanomqtt-";

    private static readonly TimeSpan _listPeriod = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _restPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _strangerLife = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, DeviceRow> _rows = new(StringComparer.Ordinal);
    private string? _failure;
    private int _strangers;
    private long _version;
    private long _membership;
    private long _entries;

    /// <summary>Which devices these are.</summary>
    public FleetFacts Facts => source.Facts;

    /// <summary>Why nothing can be seen just now; null while all is well.</summary>
    public string? Trouble => source.Trouble ?? _failure ?? ListTrouble;

    /// <summary>Why the list of credentials cannot be had; null while it can.</summary>
    public string? ListTrouble { get; private set; }

    /// <summary>Rises with whatever changes.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>Rises when a device comes, goes or changes its state.</summary>
    public long Membership => Interlocked.Read(ref _membership);

    /// <summary>How many entries have come.</summary>
    public long Entries => Interlocked.Read(ref _entries);

    /// <summary>What happened lately, of all devices.</summary>
    public RecentEntries Live { get; } = new(MaxLive);

    /// <summary>All devices, in no order.</summary>
    public ICollection<DeviceRow> Rows => _rows.Values;

    /// <summary>Finds a device.</summary>
    /// <param name="clientId">Its client ID.</param>
    /// <returns>The device; null when it is not known.</returns>
    public DeviceRow? Find(string clientId) => _rows.GetValueOrDefault(clientId);

    /// <summary>Looks again who has a credential, after one was changed here.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Done when it is known.</returns>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            var registered = await source.ListRegisteredAsync(cancellationToken);
            ListTrouble = null;
            Take(registered);
        }
        catch (PageException e)
        {
            ListTrouble = e.Message;
            Interlocked.Increment(ref _version);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await Task.WhenAll(ForEverAsync(token => source.RunAsync(Take, token), stoppingToken), ForEverAsync(ListAsync, stoppingToken));
    }

    // What fails here where nothing should is told on the page; the service beside it goes on, and so does this.
    private async Task ForEverAsync(Func<CancellationToken, Task> what, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await what(cancellationToken);
                _failure = null;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                _failure = Texts.FailedWith(e.GetType().Name);
                Interlocked.Increment(ref _version);
            }

            await Task.WhenAny(Task.Delay(_restPause, time, cancellationToken));
        }
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_listPeriod, time);
        do
        {
            await RefreshAsync(cancellationToken);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private void Take(IReadOnlyList<string> registered)
    {
        var known = registered.ToHashSet(StringComparer.Ordinal);
        foreach (var clientId in registered)
        {
            RowOf(clientId);
        }

        var now = time.GetUtcNow();
        foreach (var row in _rows.Values)
        {
            row.IsRegistered = known.Contains(row.ClientId);
            row.Reconcile(source.IsOnline(row.ClientId), now);
            if (!row.IsRegistered && row.State != DeviceState.Online && (row.Since is not { } since || now - since > _strangerLife))
            {
                _rows.TryRemove(row.ClientId, out _);
            }
        }

        lock (_gate)
        {
            _strangers = _rows.Values.Count(row => !row.IsRegistered);
        }

        Interlocked.Increment(ref _membership);
        Interlocked.Increment(ref _version);
    }

    private void Take(FleetEntry entry)
    {
        Live.Add(entry);
        if (IsDevice(entry) && (_rows.GetValueOrDefault(entry.ClientId) ?? StrangerOf(entry.ClientId)) is { } row)
        {
            var before = row.State;
            row.Take(entry);
            if (row.State != before)
            {
                Interlocked.Increment(ref _membership);
            }
        }

        Interlocked.Increment(ref _entries);
        Interlocked.Increment(ref _version);
    }

    // A call of the server API about a client ID makes no device of it; the list of credentials does.
    private static bool IsDevice(FleetEntry entry) => entry.ClientId.Length > 0
        && entry.Action is not ("api" or "authorize")
        && !entry.ClientId.Contains(OwnPrefix, StringComparison.Ordinal);

    private DeviceRow? StrangerOf(string clientId)
    {
        // Together, or those that come while the others are counted would not count.
        lock (_gate)
        {
            if (_strangers >= MaxStrangers)
            {
                return null;
            }

            _strangers++;
            return RowOf(clientId);
        }
    }

    private DeviceRow RowOf(string clientId) => _rows.GetOrAdd(clientId, static (id, model) =>
    {
        Interlocked.Increment(ref model._membership);
        return new DeviceRow(id);
    }, this);
}
