using Spectre.Console;

namespace NanoMqttDevice.Tool.Output;

/// <summary>
/// The line that changes while something is being done. It gives way to a question: two that write to one line would overwrite each other, and what
/// asks would look as if it hung.
/// </summary>
/// <param name="console">The terminal.</param>
/// <param name="text">Shown until something is said.</param>
internal sealed class PausableStatus(IAnsiConsole console, string text)
{
    // One process has one terminal.
    private static volatile PausableStatus? _shown;

    private readonly Lock _gate = new();
    private string _text = Markup.Escape(text);
    private StatusContext? _context;
    private volatile Pause _pause = new();

    /// <summary>Takes the line away, if one is shown, until what is returned is disposed.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Brings it back.</returns>
    public static async Task<IDisposable> PauseAsync(CancellationToken cancellationToken)
    {
        if (_shown?._pause is not { } pause)
        {
            return new Resume(new Pause());
        }

        pause.Asked.TrySetResult();
        await pause.Given.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Resume(pause);
    }

    /// <summary>Shows it while work is being done.</summary>
    /// <typeparam name="T">What the work gives.</typeparam>
    /// <param name="work">Does it, and tells the lines to show.</param>
    /// <returns>What the work gives.</returns>
    public async Task<T> RunAsync<T>(Func<Action<string>, Task<T>> work)
    {
        _shown = this;
        try
        {
            var task = work(Say);
            while (!task.IsCompleted)
            {
                var pause = _pause;
                if (!pause.Asked.Task.IsCompleted)
                {
                    await ShowAsync(Task.WhenAny(task, pause.Asked.Task)).ConfigureAwait(false);
                }

                if (pause.Asked.Task.IsCompleted)
                {
                    // The next question may come as soon as this one is answered.
                    _pause = new Pause();
                    pause.Given.TrySetResult();
                    await Task.WhenAny(task, pause.Ended.Task).ConfigureAwait(false);
                }
            }

            return await task.ConfigureAwait(false);
        }
        finally
        {
            _shown = null;
        }
    }

    private Task ShowAsync(Task until) => console.Status().StartAsync(_text, async context =>
    {
        lock (_gate)
        {
            context.Status = _text;
            _context = context;
        }

        await until.ConfigureAwait(false);
        lock (_gate)
        {
            _context = null;
        }
    });

    private void Say(string line)
    {
        lock (_gate)
        {
            _text = Markup.Escape(line);
            _context?.Status = _text;
        }
    }

    private sealed record Resume(Pause Pause) : IDisposable
    {
        public void Dispose() => Pause.Ended.TrySetResult();
    }

    private sealed class Pause
    {
        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Given { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
