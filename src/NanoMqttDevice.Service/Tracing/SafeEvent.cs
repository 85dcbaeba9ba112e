namespace NanoMqttDevice.Service;

/// <summary>
/// Raises an event so that a listener's fault neither ends a client's connection nor keeps other listeners from hearing.
/// </summary>
internal static class SafeEvent
{
    public static void Raise<T>(Action<T>? listeners, T argument, ServiceCounters counters)
    {
        foreach (var listener in Delegate.EnumerateInvocationList(listeners))
        {
            try
            {
                listener(argument);
            }
            catch (Exception)
            {
                counters.CountListenerFault();
            }
        }
    }
}
