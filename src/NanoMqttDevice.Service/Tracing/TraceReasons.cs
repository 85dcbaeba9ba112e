namespace NanoMqttDevice.Service;

/// <summary>The words of the vendor's console for what became of a client.</summary>
public static class TraceReasons
{
    /// <summary>It was let in.</summary>
    public const string Accepted = "accepted";

    /// <summary>The login was wrong.</summary>
    public const string NotAuthorized = "not authorized";

    /// <summary>The same client ID connected again and took the session over.</summary>
    public const string ClientIdConflict = "clientId conflict";

    /// <summary>It used a topic that does not exist or is not granted.</summary>
    public const string ResourceAuthFailed = "resource auth failed";

    /// <summary>It was silent for longer than its keepalive allows.</summary>
    public const string NoHeart = "no heart";

    /// <summary>It closed the TCP connection without DISCONNECT.</summary>
    public const string ClosedByClient = "closed by client";

    /// <summary>It sent DISCONNECT.</summary>
    public const string DisconnectedByClient = "disconnected by client";

    /// <summary>It broke a limit or the protocol.</summary>
    public const string InvalidParam = "invalid param";

    /// <summary>The TCP connection failed.</summary>
    public const string SocketIOException = "Socket IOException";
}
