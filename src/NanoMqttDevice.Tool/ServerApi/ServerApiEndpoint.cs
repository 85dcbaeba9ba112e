namespace NanoMqttDevice.Tool.ServerApi;

/// <summary>Where the server API is: the vendor's host of a region, or a given URL.</summary>
internal static class ServerApiEndpoint
{
    /// <summary>Gives the vendor's URL for a region.</summary>
    /// <param name="region">For example <c>cn-hangzhou</c>.</param>
    /// <returns>The URL.</returns>
    /// <exception cref="ToolException">The region has another form.</exception>
    public static Uri OfRegion(string region) => region.Length is > 0 and <= 63 && region.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
        ? new Uri($"https://onsmqtt.{region}.aliyuncs.com/")
        : throw new ToolException(ExitCodes.Usage, "--region: has letters, digits and hyphens only, for example cn-hangzhou");

    /// <summary>Checks a URL. Credentials come back over it, so plain HTTP is for this machine.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="isInsecureAllowed">True to let secrets cross a network in plain.</param>
    /// <returns>The URL.</returns>
    /// <exception cref="ToolException">It is none, or is not safe.</exception>
    public static Uri Parse(string url, bool isInsecureAllowed)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp)
            || uri.AbsolutePath != "/" || uri.Query != "" || uri.Fragment != "" || uri.UserInfo != "")
        {
            throw new ToolException(ExitCodes.Usage, "--endpoint: must be http:// or https://, a host and if wanted a port, and nothing behind them");
        }

        return uri.Scheme == Uri.UriSchemeHttps || uri.IsLoopback || isInsecureAllowed
            ? uri
            : throw new ToolException(
                ExitCodes.Usage,
                "--endpoint: over http secrets can be read on the way; use https, or add --insecure in a lab of your own");
    }
}
