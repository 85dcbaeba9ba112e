using System.CommandLine;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Service;
using NanoMqttDevice.Tool.Demo;

namespace NanoMqttDevice.Tool.Commands;

/// <summary><c>nanomqtt demo</c>: the main job, end to end.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var keep = new Option<bool>("--keep") { Description = "Go on after the last step until Ctrl-C." };
        var product = DeviceProduct.Option();
        var json = CommonOptions.Json();
        var command = new Command("demo", "Show the whole main job on this machine: register, provision, log in, measure, obey, be refused, come back.")
        {
            keep, product, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var report = new DemoReport(DemoRun.Steps, parsed.GetValue(json));
            await using var run = new DemoRun(report, DeviceProduct.Find(parsed.GetValue(product)!), parsed.GetValue(keep));
            try
            {
                await run.RunAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is ToolException or ServiceStartException or IOException or UnauthorizedAccessException)
            {
                report.Fail(e.Message);
                throw new ToolException(ExitCodes.Failed, $"demo failed at step {report.Number} ({report.Name}): {e.Message}");
            }

            if (parsed.GetValue(keep))
            {
                var commands = await run.HandOverToUserAsync().ConfigureAwait(false);
                Console.Error.WriteLine($"nanomqtt: service and device go on; Ctrl-C ends them. Try:\n    {string.Join("\n    ", commands)}");
                await UntilCancelled.WaitAsync(cancellationToken).ConfigureAwait(false);
            }

            return ExitCodes.Ok;
        });
        return command;
    }
}
