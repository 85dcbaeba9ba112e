using System.CommandLine;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Tool.Commands;
using NanoMqttDevice.Tool.Help;

namespace NanoMqttDevice.Tool;

/// <summary>All commands of the tool.</summary>
internal static class CommandTree
{
    /// <summary>Makes them.</summary>
    /// <returns>The root command.</returns>
    public static RootCommand Create()
    {
        var root = new RootCommand("Firmware that connects an ESP32 to Message Queue for MQTT: develop, provision and run devices.")
        {
            AuthCommand.Create(),
            BrokerConfigCommand.Create(),
            CompletionCommand.Create(),
            ConsoleCommand.Create(),
            CredentialCommand.Create(),
            DemoCommand.Create(),
            DeviceCommand.Create(),
            DoctorCommand.Create(),
            FlashCommand.Create(),
            FleetCommand.Create(),
            LoadCommand.Create(),
            MonitorCommand.Create(),
            PageCommand.Create(),
            ProfileCommand.Create(),
            ProvisionCommand.Create(),
            RotateCommand.Create(),
            SendCommand.Create(),
            ServiceCommand.Create(),
            SignCommand.Create(),
            TokenCommand.Create(),
            UpdateCommand.Create(),
            WatchCommand.Create(),
        };
        HelpWithExamples.AddTo(root);
        return root;
    }
}
