using System.Data.Common;

namespace NanoMqttDevice.Service;

/// <summary>
/// Whether the service can do what it promises, part by part. One that is no broker has neither session store nor budget: there the disk
/// is the database's, and the memory is up.
/// </summary>
internal sealed class ServiceHealth(
    ServiceOptions options,
    TimeProvider time,
    ServiceDatabase database,
    SessionStore? store,
    MemoryBudget? budget,
    Func<bool> isListening)
{
    // Whoever asks more often gets the answer of a moment ago: asking must not be a way to keep the disks busy.
    private static readonly TimeSpan _fresh = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private Task<HealthParts>? _last;
    private long _askedAt;

    /// <summary>Tries each part: the databases are written to.</summary>
    public Task<HealthParts> AskAsync()
    {
        lock (_gate)
        {
            if (_last is null || (_last.IsCompleted && time.GetElapsedTime(_askedAt) >= _fresh))
            {
                _askedAt = time.GetTimestamp();
                _last = TryAllAsync();
            }

            return _last;
        }
    }

    private async Task<HealthParts> TryAllAsync()
    {
        return new HealthParts(
            isListening(),
            await Task.Run(IsDatabaseUp),
            HasDisk() && await IsStoreUpAsync(),
            budget is null || budget.Used < budget.Limit);
    }

    private bool IsDatabaseUp()
    {
        try
        {
            database.Probe();
            return true;
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException or TimeoutException)
        {
            return false;
        }
    }

    private async Task<bool> IsStoreUpAsync()
    {
        if (store is null)
        {
            return true;
        }

        try
        {
            await store.ProbeAsync().WaitAsync(_patience);
            return true;
        }
        catch (Exception exception) when (exception is IOException or TimeoutException)
        {
            return false;
        }
    }

    private bool HasDisk()
    {
        try
        {
            return new[] { options.DatabasePath, store?.Path }
                .Where(path => path is not null)
                .All(path => new DriveInfo(Path.GetDirectoryName(Path.GetFullPath(path!))!).AvailableFreeSpace >= options.Limits.MinFreeDisk);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
