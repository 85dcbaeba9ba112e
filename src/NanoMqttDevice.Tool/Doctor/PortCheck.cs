using NanoMqttDevice.Tool.Serial;

namespace NanoMqttDevice.Tool.Doctor;

/// <summary>Can the serial ports be opened?</summary>
internal static class PortCheck
{
    private const string Name = "port";

    /// <summary>Looks.</summary>
    /// <param name="port">The port; null for each that shows itself with the USB id of a known board.</param>
    /// <returns>A finding for each port.</returns>
    public static async Task<IReadOnlyList<Finding>> RunAsync(string? port)
    {
        var names = port is not null ? [port] : PortChoice.Candidates().Select(p => p.Name).ToList();
        var findings = new List<Finding>();
        foreach (var name in names)
        {
            try
            {
                await PortChannel.Open(name).DisposeAsync().ConfigureAwait(false);
                findings.Add(Finding.Ok(Name, $"{name} can be opened"));
            }
            catch (ToolException e)
            {
                findings.Add(Finding.Failed(Name, e.Message));
            }
        }

        return findings.Count > 0
            ? findings
            : [Finding.Skipped(Name, "no serial port of a known board is there; connect one with a cable that carries data, or give --port")];
    }
}
