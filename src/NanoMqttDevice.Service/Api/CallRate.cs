namespace NanoMqttDevice.Service;

/// <summary>Counts calls in each second of the clock and tells when there are too many.</summary>
internal sealed class CallRate(TimeProvider time, int perSecond)
{
    private readonly Lock _gate = new();
    private long _second;
    private int _calls;

    public bool TryTake()
    {
        var second = time.GetUtcNow().ToUnixTimeSeconds();

        lock (_gate)
        {
            _calls = second == _second ? _calls + 1 : 1;
            _second = second;
            return _calls <= perSecond;
        }
    }
}
