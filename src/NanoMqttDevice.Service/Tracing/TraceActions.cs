namespace NanoMqttDevice.Service;

/// <summary>What a trace entry is about.</summary>
public static class TraceActions
{
    /// <summary>A client was let in.</summary>
    public const string Connect = "connect";

    /// <summary>A connection did not get past its CONNECT.</summary>
    public const string Refuse = "refuse";

    /// <summary>A client sent SUBSCRIBE; the reason tells whether it was accepted.</summary>
    public const string Subscribe = "subscribe";

    /// <summary>The service took a subscription back: what it rested on has changed.</summary>
    public const string Unsubscribe = "unsubscribe";

    /// <summary>A client published what it may not; its disconnect follows.</summary>
    public const string PublishRefused = "publish-refused";

    /// <summary>A client that was let in is gone.</summary>
    public const string Disconnect = "disconnect";

    /// <summary>The server API was called; the reason is <c>accepted</c> or the vendor's error code.</summary>
    public const string Api = "api";

    /// <summary>Another broker asked whether a login is right.</summary>
    public const string Authenticate = "authenticate";

    /// <summary>Another broker asked whether a client may use a topic, and was told that it may not.</summary>
    public const string Authorize = "authorize";
}
