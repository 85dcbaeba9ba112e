using System.Collections.Concurrent;
using System.Text;
using NanoMqttDevice.SystemTests.Service;

namespace NanoMqttDevice.SystemTests.Tool;

/// <summary>An MQTT client that plays a device: it answers the first question as one that takes settings, and then says what a test wants.</summary>
internal sealed class ScriptedDevice
{
    private readonly LibraryClient _client;

    private ScriptedDevice(LibraryClient client)
    {
        _client = client;
    }

    /// <summary>What it publishes on its reply topic after a command with this id.</summary>
    public Func<string, string[]> Says { get; set; } = _ => [];

    /// <summary>The commands that it got.</summary>
    public ConcurrentQueue<string> Commands { get; } = new();

    /// <summary>Logs in; ends with the service.</summary>
    public static async Task<ScriptedDevice> StartAsync(TestService service, string device)
    {
        var scripted = new ScriptedDevice(await service.ConnectAsync(device));
        scripted._client.Received += scripted.AnswerAsync;
        return scripted;
    }

    private async Task AnswerAsync(LibraryClient.Message message)
    {
        var command = Encoding.UTF8.GetString(message.Payload);
        Commands.Enqueue(command);
        var parts = command.Split(' ', 3);
        string[] replies = parts[2].Split(" ~")[0] == "?"
            ? [$$"""{"id":"{{parts[0]}}","clientId":"GID_Test@@@0001","command":"settings","result":"bad-argument"}"""]
            : Says(parts[0]);
        foreach (var reply in replies)
        {
            await _client.PublishAsync($"{TestService.Parent}/reply", Encoding.UTF8.GetBytes(reply));
        }
    }
}
