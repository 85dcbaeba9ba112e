namespace NanoMqttDevice.Page.Fleet;

/// <summary>One value of a device's telemetry: what it was last, and if it is a number its past. Safe to use from several threads.</summary>
/// <param name="name">Its name in the telemetry.</param>
public sealed class ValueSeries(string name)
{
    /// <summary>How many numbers are kept; older ones give way.</summary>
    public const int Capacity = 120;

    // Few devices fill it: it grows with what comes.
    private ValuePoint[] _points = [];
    private int _count;
    private int _next;

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>What it was last, as text.</summary>
    public string Last { get; private set; } = "";

    /// <summary>True when there is something to draw.</summary>
    public bool HasPoints => Volatile.Read(ref _count) > 1;

    /// <summary>Takes in a value.</summary>
    /// <param name="time">When it came.</param>
    /// <param name="text">The value as text.</param>
    /// <param name="number">The value; null when it is no number.</param>
    public void Add(DateTimeOffset time, string text, double? number)
    {
        lock (this)
        {
            Last = text;
            if (number is not { } value || !double.IsFinite(value))
            {
                return;
            }

            if (_count == _points.Length && _count < Capacity)
            {
                Array.Resize(ref _points, Math.Clamp(_count * 2, 8, Capacity));
            }

            if (_next >= _points.Length)
            {
                _next = 0;
            }

            _points[_next++] = new ValuePoint(time, value);
            _count = Math.Min(_count + 1, _points.Length);
        }
    }

    /// <summary>Gives its past.</summary>
    /// <returns>The oldest first.</returns>
    public ValuePoint[] Points()
    {
        lock (this)
        {
            var start = _count < _points.Length ? 0 : _next % Math.Max(1, _points.Length);
            return [.. Enumerable.Range(0, _count).Select(i => _points[(start + i) % _points.Length])];
        }
    }
}
