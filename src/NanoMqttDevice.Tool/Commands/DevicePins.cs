using System.Globalization;
using NanoMqttDevice.Simulator;
using NanoMqttDevice.Tool.Flashing;

namespace NanoMqttDevice.Tool.Commands;

/// <summary>
/// The pins of <c>nanomqtt device</c>, by lines of standard input: <c>pin 5 low</c> sets one as a wire does, <c>pin 5</c> tells its level, and an empty line
/// presses the buttons.
/// </summary>
/// <param name="pins">The pins.</param>
/// <param name="buttons">GPIOs that an empty line pulls low for a moment.</param>
internal sealed class DevicePins(SimulatedPins pins, IReadOnlyList<int> buttons)
{
    private const int Pins = 64;

    private static readonly TimeSpan _press = TimeSpan.FromMilliseconds(100);

    /// <summary>Makes the pins of a board, of which those are taken that the firmware itself uses.</summary>
    /// <param name="board">Name of the board.</param>
    /// <returns>The pins.</returns>
    public static SimulatedPins Of(string board)
    {
        var own = BoardTable.Load().Find(board);
        return new SimulatedPins([.. new[] { own.Led, own.WatchdogPin, own.Button, own.Uart.Tx, own.Uart.Rx }.OfType<int>()]);
    }

    /// <summary>Does what the lines say, until there are none.</summary>
    /// <param name="lines">Standard input.</param>
    /// <param name="tell">Told a level that was asked for.</param>
    /// <param name="refuse">Told what is wrong with a line.</param>
    /// <returns>Done at the end of the input.</returns>
    public async Task FollowAsync(TextReader lines, Action<int, bool> tell, Action<string> refuse)
    {
        while (await lines.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
            {
                await PressAsync().ConfigureAwait(false);
            }
            else if (words.Length is < 2 or > 3 || words[0] != "pin" || (words.Length == 3 && words[2] is not ("high" or "low")))
            {
                refuse("input: must be 'pin GPIO high', 'pin GPIO low', 'pin GPIO', or empty for the buttons of --press");
            }
            else if (!int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var pin) || pin >= Pins)
            {
                refuse($"pin: must be a whole number from 0 to {Pins - 1}");
            }
            else if (words.Length == 2)
            {
                tell(pin, pins.Get(pin));
            }
            else
            {
                pins.Set(pin, words[2] == "high");
            }
        }
    }

    private async Task PressAsync()
    {
        foreach (var button in buttons)
        {
            pins.Set(button, isHigh: false);
            await Task.Delay(_press).ConfigureAwait(false);
            pins.Set(button, isHigh: true);
        }
    }
}
