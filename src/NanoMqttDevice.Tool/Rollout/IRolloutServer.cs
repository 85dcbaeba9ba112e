using NanoMqttDevice.Tool.Messages;

namespace NanoMqttDevice.Tool.Rollout;

/// <summary>The MQTT side of a rollout: an application server that hears replies and requests of all devices.</summary>
internal interface IRolloutServer
{
    /// <summary>Sends a message to one device by P2P, QoS 1. Safe for use by several threads.</summary>
    /// <param name="clientId">Client ID of the device.</param>
    /// <param name="payload">Payload.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Done when the service has it.</returns>
    /// <exception cref="ToolException">The connection has ended.</exception>
    Task SendAsync(string clientId, byte[] payload, CancellationToken cancellationToken);

    /// <summary>Waits for the next message.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The message.</returns>
    /// <exception cref="ToolException">The connection has ended.</exception>
    Task<ReceivedMessage> NextAsync(CancellationToken cancellationToken);
}
