namespace NanoMqttDevice.Tool.Terminal;

/// <summary>A line while it is being typed: keys in, text and cursor out. It draws nothing.</summary>
/// <param name="history">Lines to go back to; null for none.</param>
/// <param name="complete">Tells what the last word before the cursor may become; null for nothing.</param>
internal sealed class LineEditor(LineHistory? history, Func<string, IReadOnlyList<string>>? complete = null)
{
    private string _text = "";

    /// <summary>What is typed.</summary>
    public string Text
    {
        get => _text;
        private set
        {
            _text = value;
            Cursor = value.Length;
        }
    }

    /// <summary>Where the next character goes: 0 is before the first.</summary>
    public int Cursor { get; private set; }

    /// <summary>What the last Tab could have meant, when it could not tell; empty after every other key.</summary>
    public IReadOnlyList<string> Choices { get; private set; } = [];

    /// <summary>True when nobody wants to type any more: Ctrl-D on an empty line.</summary>
    public bool IsEnd { get; private set; }

    /// <summary>Takes a key.</summary>
    /// <param name="key">The key.</param>
    /// <returns>True when it ended the line, or all typing.</returns>
    public bool Push(ConsoleKeyInfo key)
    {
        Choices = [];
        if (key.Modifiers.HasFlag(ConsoleModifiers.Control))
        {
            PushControl(key.Key);
            return IsEnd;
        }

        switch (key.Key)
        {
            case ConsoleKey.Enter:
                return true;
            case ConsoleKey.Tab:
                Complete();
                break;
            case ConsoleKey.Backspace:
                Remove(Cursor - 1, 1);
                break;
            case ConsoleKey.Delete:
                Remove(Cursor, 1);
                break;
            case ConsoleKey.LeftArrow:
                Cursor = Math.Max(0, Cursor - 1);
                break;
            case ConsoleKey.RightArrow:
                Cursor = Math.Min(Text.Length, Cursor + 1);
                break;
            case ConsoleKey.Home:
                Cursor = 0;
                break;
            case ConsoleKey.End:
                Cursor = Text.Length;
                break;
            case ConsoleKey.UpArrow:
                Text = history?.Older(Text) ?? Text;
                break;
            case ConsoleKey.DownArrow:
                Text = history?.Newer(Text) ?? Text;
                break;
            case ConsoleKey.Escape:
                Text = "";
                break;
            default:
                Insert(key.KeyChar);
                break;
        }

        return false;
    }

    // The keys of every shell.
    private void PushControl(ConsoleKey key)
    {
        switch (key)
        {
            case ConsoleKey.A:
                Cursor = 0;
                break;
            case ConsoleKey.E:
                Cursor = Text.Length;
                break;
            case ConsoleKey.K:
                Remove(Cursor, Text.Length - Cursor);
                break;
            case ConsoleKey.U:
                Remove(0, Cursor);
                break;
            case ConsoleKey.W:
                var start = Text[..Cursor].TrimEnd(' ').LastIndexOf(' ') + 1;
                Remove(start, Cursor - start);
                break;
            case ConsoleKey.D when Text.Length == 0:
                IsEnd = true;
                break;
            case ConsoleKey.D:
                Remove(Cursor, 1);
                break;
        }
    }

    // As far as it is plain; a word that is whole gets its space.
    private void Complete()
    {
        var before = Text[..Cursor];
        var found = complete?.Invoke(before) ?? [];
        if (found.Count == 0)
        {
            return;
        }

        var common = found[0][..found.Min(f => found[0].Zip(f).TakeWhile(p => p.First == p.Second).Count())];
        var word = before[(before.LastIndexOf(' ') + 1)..];
        foreach (var c in common[word.Length..] + (found.Count == 1 && Cursor == Text.Length ? " " : ""))
        {
            Insert(c);
        }

        Choices = found.Count > 1 && common.Length == word.Length ? found : [];
    }

    private void Insert(char value)
    {
        if (!char.IsControl(value))
        {
            var at = Cursor;
            _text = Text.Insert(at, value.ToString());
            Cursor = at + 1;
        }
    }

    private void Remove(int at, int count)
    {
        if (at >= 0 && count > 0 && at + count <= Text.Length)
        {
            _text = Text.Remove(at, count);
            Cursor = at;
        }
    }
}
