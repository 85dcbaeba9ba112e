namespace NanoMqttDevice.Messaging
{
    /// <summary>Takes a message.</summary>
    /// <param name="topic">Topic name.</param>
    /// <param name="payload">Payload.</param>
    public delegate void MessageHandler(string topic, byte[] payload);
}
