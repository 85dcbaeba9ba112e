using System.CommandLine;
using System.Globalization;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Tool.Output;
using NanoMqttDevice.Tool.Serial;

namespace NanoMqttDevice.Tool.Commands;

/// <summary><c>nanomqtt monitor</c>: what a board says on its serial port.</summary>
internal static class MonitorCommand
{
    public static Command Create()
    {
        var port = new Option<string?>("--port") { Description = "Serial port of the device's command line; without it the only one that can be meant." };
        var quiet = new Option<bool>("--listen-only") { Description = "Send nothing; without it the device is asked for its log." };
        var json = CommonOptions.Json();
        var command = new Command("monitor", "Show what a board says on its serial port, with times; it goes on when the board restarts. Ctrl-C ends it.")
        {
            port, quiet, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var name = parsed.GetValue(port) ?? await PortChoice.FindAsync(cancellationToken).ConfigureAwait(false);
            var isJson = parsed.GetValue(json);
            var monitor = new SerialMonitor(
                name,
                !parsed.GetValue(quiet),
                line => Say(isJson, now => JsonLines.Of(JsonTypes.Log, new { Time = now, Port = name, Line = line }), SafeText.Of(line)),
                isOpen => Say(
                    isJson,
                    now => JsonLines.Of(JsonTypes.Port, new { Time = now, Port = name, State = isOpen ? "open" : "gone" }),
                    isOpen ? $"-- {name} is open" : $"-- {name} has gone; waiting until it comes back"),
                TimeProvider.System);
            try
            {
                await monitor.RunAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // Stopping is the normal end.
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    private static void Say(bool isJson, Func<DateTimeOffset, string> json, string line)
    {
        var now = TimeProvider.System.GetLocalNow();
        Console.Out.WriteLine(isJson ? json(now) : string.Create(CultureInfo.InvariantCulture, $"{now:HH:mm:ss.fff}  {line}"));
    }
}
