using System.CommandLine;
using System.CommandLine.Invocation;
using System.Net.Sockets;
using NanoMqttDevice.Service;
using NanoMqttDevice.Tool;
using NanoMqttDevice.Tool.Commands;

var root = new RootCommand("Firmware that connects an ESP32 to Message Queue for MQTT: develop, provision and run devices.")
{
    ConsoleCommand.Create(),
    CredentialCommand.Create(),
    DemoCommand.Create(),
    DeviceCommand.Create(),
    DoctorCommand.Create(),
    FlashCommand.Create(),
    FleetCommand.Create(),
    LoadCommand.Create(),
    MonitorCommand.Create(),
    ProvisionCommand.Create(),
    ProfileCommand.Create(),
    RotateCommand.Create(),
    SendCommand.Create(),
    ServiceCommand.Create(),
    SignCommand.Create(),
    TokenCommand.Create(),
    WatchCommand.Create(),
};

// A client ID holds @@@; nothing on this command line is a file of arguments.
var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
if (parsed.Action is ParseErrorAction)
{
    var command = parsed.CommandResult.Command == root ? "" : parsed.CommandResult.Command.Name + " ";
    var unknown = parsed.UnmatchedTokens.Count > 0 ? $"Unrecognized command or argument '{parsed.UnmatchedTokens[0]}'." : null;
    Console.Error.WriteLine($"nanomqtt: {unknown ?? parsed.Errors[0].Message} Try 'nanomqtt {command}--help'.");
    return ExitCodes.Usage;
}

using var interruption = new Interruption();
try
{
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = Interruption.Limit });
}
catch (ToolException e)
{
    Console.Error.WriteLine($"nanomqtt: {e.Message}");
    return e.ExitCode;
}
catch (ServiceStartException e)
{
    Console.Error.WriteLine($"nanomqtt: {e.Message}");

    // A port, or what keeps the service from starting otherwise: its database, its certificate authority.
    return e.InnerException is SocketException or IOException { InnerException: not null } ? ExitCodes.PortInUse : ExitCodes.Failed;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"nanomqtt: {e.Message}");
    return ExitCodes.Failed;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("nanomqtt: stopped");
    return Interruption.ExitCode;
}
