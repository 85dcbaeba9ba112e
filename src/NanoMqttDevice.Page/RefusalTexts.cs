namespace NanoMqttDevice.Page;

/// <summary>The service's words for what became of a client, explained: what each means, and what to do.</summary>
public static class RefusalTexts
{
    /// <summary>Explains a word.</summary>
    /// <param name="reason">The service's word, as <c>not authorized</c>.</param>
    /// <param name="detail">What it says beside that; may be empty.</param>
    /// <returns>A sentence or two.</returns>
    public static string Explain(string reason, string detail)
    {
        var told = string.IsNullOrEmpty(detail) ? "" : $" ({detail})";
        return reason switch
        {
            "not authorized" => $"not authorized{told}: the service does not know this login. Compare mode, client ID, AccessKeyId and instance "
                + "with the credential; after a register, refresh or unregister the device needs the new one.",
            "clientId conflict" => $"clientId conflict{told}: another connection uses the same client ID, and the two take it from one another. "
                + "Give each device its own.",
            "resource auth failed" => $"resource auth failed{told}: the topic does not exist at the service or is not granted. Create its parent topic, "
                + "or grant it.",
            "no heart" => $"no heart{told}: nothing was heard for one and a half times the keepalive. Look at the device's power and network.",
            "closed by client" => $"closed by client{told}: the connection ended without a DISCONNECT: a restart, a lost network, or a program that ended.",
            "disconnected by client" => $"disconnected by client{told}: the device has said goodbye; it will come back by itself if it means to.",
            "invalid param" => $"invalid param{told}: it broke a limit or the protocol, as a payload over 64 KB. Look at what it sent last.",
            "Socket IOException" => $"Socket IOException{told}: the TCP connection failed. Look at the network between device and service.",
            _ => $"{reason}{told}",
        };
    }
}
