using System.CommandLine;

namespace NanoMqttDevice.Tool.Commands;

/// <summary><c>nanomqtt update</c>: replace the product on devices over MQTT.</summary>
internal static class UpdateCommand
{
    public static Command Create() => new("update", "Packages that replace the product on devices: keys that sign them, packages, rollouts.")
    {
        UpdateKeyCommand.Create(),
        UpdatePackCommand.Create(),
        UpdateRollCommand.Create(),
        UpdateStatusCommand.CreateStatus(),
        UpdateStatusCommand.CreatePause(),
    };
}
