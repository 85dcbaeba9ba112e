namespace NanoMqttDevice.Tool.Messages;

/// <summary>How a <see cref="MessageFeed"/> stands.</summary>
/// <param name="Text">What is the case, for the user.</param>
/// <param name="IsConnected">True while messages can come.</param>
/// <param name="IsFirst">True for the first login.</param>
internal sealed record FeedNews(string Text, bool IsConnected, bool IsFirst);
