namespace NanoMqttDevice.Service;

/// <summary>
/// Callbacks of timers and tasks that nobody waits for. An exception that leaves one would end the process, or be lost: here it is
/// counted, and what the owner has for the case is done.
/// </summary>
internal static class SafeCallback
{
    /// <summary>A timer whose callback cannot end the process. It is not started.</summary>
    public static ITimer Timer(TimeProvider time, ServiceCounters counters, Action callback, Action? onFault = null)
    {
        return time.CreateTimer(_ => Run(counters, callback, onFault), null, System.Threading.Timeout.InfiniteTimeSpan, System.Threading.Timeout.InfiniteTimeSpan);
    }

    public static void Run(ServiceCounters counters, Action callback, Action? onFault = null)
    {
        try
        {
            callback();
        }
        catch (Exception)
        {
            counters.CountFault();
            onFault?.Invoke();
        }
    }

    /// <summary>Lets a task run that nobody waits for.</summary>
    public static void Forget(this Task task, ServiceCounters counters)
    {
        task.ContinueWith(
            static (failed, state) =>
            {
                _ = failed.Exception;
                ((ServiceCounters)state!).CountFault();
            },
            counters,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted,
            TaskScheduler.Default);
    }
}
