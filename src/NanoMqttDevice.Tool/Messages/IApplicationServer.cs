namespace NanoMqttDevice.Tool.Messages;

/// <summary>What an application server does on the MQTT side: it sends a device commands and hears its replies.</summary>
internal interface IApplicationServer
{
    /// <summary>Logs in and subscribes to the replies.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Done when replies can arrive.</returns>
    /// <exception cref="ToolException">The service cannot be reached or refuses.</exception>
    Task ConnectAsync(CancellationToken cancellationToken);

    /// <summary>Sends a command to a device by P2P, QoS 1.</summary>
    /// <param name="clientId">Client ID of the device.</param>
    /// <param name="command">The command, one line.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Done when the service has it.</returns>
    /// <exception cref="ToolException">The connection has ended.</exception>
    Task SendAsync(string clientId, string command, CancellationToken cancellationToken);

    /// <summary>Waits for the next reply of any device.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The reply.</returns>
    Task<DeviceReply> NextReplyAsync(CancellationToken cancellationToken);
}
