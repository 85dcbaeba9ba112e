using System.Globalization;
using Spectre.Console;

namespace NanoMqttDevice.Tool.Load;

/// <summary>Shows on standard error how something goes: one line that changes on a terminal, a line every five seconds when piped.</summary>
internal static class LoadProgress
{
    private static readonly TimeSpan _onTerminal = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan _whenPiped = TimeSpan.FromSeconds(5);

    /// <summary>Shows it as long as the work goes on.</summary>
    /// <typeparam name="T">What the work gives.</typeparam>
    /// <param name="work">The work, begun.</param>
    /// <param name="line">Tells how it goes.</param>
    /// <returns>What the work gives.</returns>
    public static async Task<T> WatchAsync<T>(Task<T> work, Func<string> line)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        if (console.Profile.Out.IsTerminal)
        {
            await console.Status().StartAsync(line(), context => TickAsync(work, _onTerminal, () => context.Status = Markup.Escape(line())))
                .ConfigureAwait(false);
        }
        else
        {
            await TickAsync(work, _whenPiped, () => Console.Error.WriteLine(line())).ConfigureAwait(false);
        }

        return await work.ConfigureAwait(false);
    }

    /// <summary>Gives a number as it is shown.</summary>
    /// <param name="number">The number.</param>
    /// <returns>With thousands apart.</returns>
    public static string Show(double number) => number.ToString("#,0.##", CultureInfo.InvariantCulture);

    private static async Task TickAsync(Task work, TimeSpan period, Action show)
    {
        using var timer = new PeriodicTimer(period);
        while (!work.IsCompleted)
        {
            await Task.WhenAny(work, timer.WaitForNextTickAsync().AsTask()).ConfigureAwait(false);
            if (!work.IsCompleted)
            {
                show();
            }
        }
    }
}
