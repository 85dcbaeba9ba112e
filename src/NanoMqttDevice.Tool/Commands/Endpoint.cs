namespace NanoMqttDevice.Tool.Commands;

/// <summary>Addresses with a port, <c>host:port</c>.</summary>
internal static class Endpoint
{
    /// <summary>Checks one.</summary>
    /// <param name="option">The option that names it, for the message.</param>
    /// <param name="text">The address.</param>
    /// <returns>The address.</returns>
    /// <exception cref="ToolException">It has another form.</exception>
    public static string Check(string option, string text)
    {
        var colon = text.LastIndexOf(':');

        return colon > 0
            && Uri.CheckHostName(text[..colon]) != UriHostNameType.Unknown
            && int.TryParse(text[(colon + 1)..], out var port)
            && port is >= 1 and <= 65535
            ? text
            : throw new ToolException(ExitCodes.Usage, $"{option}: must be host:port");
    }
}
