namespace NanoMqttDevice.Tool.Serial;

/// <summary>Makes lines of the bytes a device sends. A line ends with CR or LF; empty ones are none.</summary>
internal sealed class LineSplitter
{
    // Longer than any line of a device; what is longer still is noise.
    private const int MaxLength = 2048;

    private readonly List<byte> _line = [];

    /// <summary>Takes bytes.</summary>
    /// <param name="data">The bytes.</param>
    /// <returns>The lines that ended in them.</returns>
    public IReadOnlyList<byte[]> Push(ReadOnlySpan<byte> data)
    {
        var lines = new List<byte[]>();
        foreach (var value in data)
        {
            if (value is not ((byte)'\n' or (byte)'\r'))
            {
                if (_line.Count < MaxLength)
                {
                    _line.Add(value);
                }
            }
            else if (_line.Count > 0)
            {
                lines.Add([.. _line]);
                _line.Clear();
            }
        }

        return lines;
    }
}
