using NanoMqttDevice.Tool.Output;
using Spectre.Console;

namespace NanoMqttDevice.Tool.Terminal;

/// <summary>Asks on the terminal, on standard error; whatever is shown there meanwhile gives way, and Ctrl-C ends it at once.</summary>
internal static class Question
{
    /// <summary>Tells whether there is somebody to ask.</summary>
    public static bool IsPossible => !Console.IsInputRedirected && !Console.IsErrorRedirected;

    /// <summary>Asks.</summary>
    /// <typeparam name="T">What is answered.</typeparam>
    /// <param name="prompt">The question.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static async Task<T> AskAsync<T>(IPrompt<T> prompt, CancellationToken cancellationToken)
    {
        using var pause = await PausableStatus.PauseAsync(cancellationToken).ConfigureAwait(false);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        try
        {
            return await prompt.ShowAsync(console, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The next message begins a line of its own.
            console.WriteLine();
            throw;
        }
    }
}
