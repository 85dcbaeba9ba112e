namespace NanoMqttDevice.Tool.Terminal;

/// <summary>Lines that were typed, for going back to; forgotten with the program.</summary>
internal sealed class LineHistory
{
    private const int MostLines = 500;

    private readonly List<string> _lines = [];
    private int _at;
    private string _draft = "";

    /// <summary>Takes down a line, unless it is the last one again.</summary>
    /// <param name="line">The line; never one with a secret.</param>
    public void Add(string line)
    {
        if (_lines.Count == 0 || _lines[^1] != line)
        {
            _lines.Add(line);
        }

        if (_lines.Count > MostLines)
        {
            _lines.RemoveAt(0);
        }

        Rewind();
    }

    /// <summary>Begins at the end again.</summary>
    public void Rewind()
    {
        _at = _lines.Count;
        _draft = "";
    }

    /// <summary>Goes to the line before.</summary>
    /// <param name="current">What is typed now; it comes back behind the last line.</param>
    /// <returns>The line; what is typed when there is none before.</returns>
    public string Older(string current) => MoveTo(_at - 1, current);

    /// <summary>Goes to the line after.</summary>
    /// <param name="current">What is typed now.</param>
    /// <returns>The line; what is typed when there is none after.</returns>
    public string Newer(string current) => MoveTo(_at + 1, current);

    private string MoveTo(int to, string current)
    {
        if (to < 0 || to > _lines.Count)
        {
            return current;
        }

        if (_at == _lines.Count)
        {
            _draft = current;
        }

        _at = to;
        return to == _lines.Count ? _draft : _lines[to];
    }
}
