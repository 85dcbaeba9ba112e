namespace NanoMqttDevice.Tool.Terminal;

/// <summary>A terminal that is typed on: lines are edited and come back with the arrow keys, and what the device says meanwhile goes above them.</summary>
/// <param name="completer">Completes requests with Tab.</param>
internal sealed class KeyTerminal(RequestCompleter completer) : ITerminal
{
    private const string Prompt = "> ";
    private const string HiddenPrompt = "value (not shown): ";
    private const string ToStart = "\r\u001b[K";

    private const int LeastWidth = 30;
    private const int UsualWidth = 80;

    private static readonly TimeSpan _keyInterval = TimeSpan.FromMilliseconds(15);

    private readonly LineHistory _history = new();
    private readonly Lock _gate = new();
    private LineEditor? _editor;
    private bool _isHidden;

    /// <inheritdoc/>
    public async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        _history.Rewind();
        var line = await EditAsync(new LineEditor(_history, completer.Complete), isHidden: false, cancellationToken).ConfigureAwait(false);
        if (!string.IsNullOrWhiteSpace(line) && !SecretRequest.Is(line))
        {
            _history.Add(line);
        }

        return line;
    }

    /// <inheritdoc/>
    public Task<string?> ReadHiddenAsync(CancellationToken cancellationToken) => EditAsync(new LineEditor(null), isHidden: true, cancellationToken);

    /// <inheritdoc/>
    public void WriteLine(string text)
    {
        lock (_gate)
        {
            Console.Out.Write($"{ToStart}{text}\r\n");
            Draw();
        }
    }

    private async Task<string?> EditAsync(LineEditor editor, bool isHidden, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _editor = editor;
            _isHidden = isHidden;
            Draw();
        }

        var isOver = false;
        while (!isOver)
        {
            while (!Console.KeyAvailable)
            {
                await Task.Delay(_keyInterval, cancellationToken).ConfigureAwait(false);
            }

            lock (_gate)
            {
                isOver = editor.Push(Console.ReadKey(intercept: true));
                if (editor.Choices.Count > 0)
                {
                    Console.Out.Write($"\r\n{string.Join("  ", editor.Choices)}\r\n");
                }

                Draw();
            }
        }

        lock (_gate)
        {
            _editor = null;
            Console.Out.Write("\r\n");
        }

        return editor.IsEnd ? null : editor.Text;
    }

    // A line longer than the window is shown in part, around the cursor.
    private void Draw()
    {
        if (_editor is null)
        {
            return;
        }

        var prompt = _isHidden ? HiddenPrompt : Prompt;
        var width = Math.Max(LeastWidth, Console.WindowWidth > 0 ? Console.WindowWidth : UsualWidth) - prompt.Length - 1;
        var from = Math.Max(0, _editor.Cursor - width);
        var shown = _isHidden ? "" : _editor.Text.Substring(from, Math.Min(width, _editor.Text.Length - from));
        var column = prompt.Length + (_isHidden ? 0 : _editor.Cursor - from);
        Console.Out.Write($"{ToStart}{prompt}{shown}\r\u001b[{column}C");
    }
}
