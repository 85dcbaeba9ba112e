using NanoMqttDevice.Tool.Flashing;
using NanoMqttDevice.Tool.Terminal;
using Spectre.Console;

namespace NanoMqttDevice.Tool.Serial;

/// <summary>Which serial port is meant when none is given.</summary>
internal static class PortChoice
{
    /// <summary>Finds the port of a device: the only candidate, or the one that is chosen on the terminal.</summary>
    /// <param name="cancellationToken">Ends the choice.</param>
    /// <returns>Its name.</returns>
    /// <exception cref="ToolException">There is none, or nobody to choose.</exception>
    public static async Task<string> FindAsync(CancellationToken cancellationToken)
    {
        var candidates = Candidates();
        switch (candidates.Count)
        {
            case 0:
                throw new ToolException(ExitCodes.Usage, "no serial port of a known board is there: give it with --port" + SerialPortFinder.OthersThere());
            case 1:
                Console.Error.WriteLine($"nanomqtt: the device is taken to be on {candidates[0]}");
                return candidates[0].Name;
            default:
                return await ChooseAsync(candidates, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Lists the ports a device can be on, by the USB ids of all boards.</summary>
    /// <returns>The ports.</returns>
    public static IReadOnlyList<SerialPortInfo> Candidates() =>
        SerialPortFinder.Candidates(SerialPortFinder.List(), BoardTable.Load().Boards.SelectMany(b => b.UsbIds));

    private static async Task<string> ChooseAsync(IReadOnlyList<SerialPortInfo> candidates, CancellationToken cancellationToken)
    {
        if (!Question.IsPossible)
        {
            throw new ToolException(ExitCodes.Usage, $"several serial ports can be meant, choose one with --port: {string.Join(", ", candidates)}");
        }

        var prompt = new SelectionPrompt<SerialPortInfo>().Title("On which serial port is the device?").AddChoices(candidates)
            .UseConverter(p => Markup.Escape(p.ToString()));
        return (await Question.AskAsync(prompt, cancellationToken).ConfigureAwait(false)).Name;
    }
}
