namespace NanoMqttDevice.Service;

/// <summary>One of <see cref="ServiceLimits"/> is reached.</summary>
internal sealed class LimitException(string limit) : Exception($"the limit {limit} is reached")
{
    /// <summary>The name of the limit.</summary>
    public string Limit => limit;
}
