using System.CommandLine;
using System.CommandLine.Invocation;
using System.Net.Sockets;
using NanoMqttDevice.Service;
using NanoMqttDevice.Tool;
using NanoMqttDevice.Tool.Help;

var root = CommandTree.Create();

// A client ID holds @@@; nothing on this command line is a file of arguments.
var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
if (parsed.Action is ParseErrorAction)
{
    Console.Error.WriteLine($"nanomqtt: {ParseErrorText.Of(parsed)}");
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
