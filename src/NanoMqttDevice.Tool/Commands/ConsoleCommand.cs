using System.CommandLine;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Tool.Serial;
using NanoMqttDevice.Tool.Terminal;

namespace NanoMqttDevice.Tool.Commands;

/// <summary><c>nanomqtt console</c>: the device's command line.</summary>
internal static class ConsoleCommand
{
    public static Command Create()
    {
        var port = new Option<string?>("--port") { Description = "Serial port of the device's command line; without it the only one that can be meant." };
        var command = new Command(
            "console", "Type requests to a device ('help' lists them), with history; or pipe them. Lines that were damaged on the way are repeated.") { port };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var name = parsed.GetValue(port) ?? await PortChoice.FindAsync(cancellationToken).ConfigureAwait(false);
            await using var line = new DeviceLine(PortChannel.Open(name));
            await line.ResynchroniseAsync(cancellationToken).ConfigureAwait(false);
            var isTyped = !Console.IsInputRedirected && !Console.IsOutputRedirected;
            if (isTyped)
            {
                Console.Error.WriteLine($"nanomqtt: connected to {name}; 'help' lists the requests, Tab completes them, 'exit' or Ctrl-D ends");
            }

            ITerminal terminal = isTyped
                ? new KeyTerminal(new RequestCompleter((await line.AskAsync(new DeviceRequest("help"), cancellationToken).ConfigureAwait(false)).Lines))
                : new PipeTerminal();
            return await new ConsoleSession(line, terminal).RunAsync(cancellationToken).ConfigureAwait(false) ? ExitCodes.Ok : ExitCodes.Failed;
        });
        return command;
    }
}
