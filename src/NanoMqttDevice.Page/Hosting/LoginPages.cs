namespace NanoMqttDevice.Page.Hosting;

/// <summary>What a browser sees that is not, or not yet, logged in. They hold no program.</summary>
internal static class LoginPages
{
    /// <summary>Shown without a session.</summary>
    public static string NotLoggedIn { get; } = Page(
        Texts.LoginTitle, $"<p>{Texts.LoginNeeded}</p><p><a href=\"/devices\">{Texts.LoginRetry}</a></p>");

    /// <summary>Shown for a link that was used or never was one.</summary>
    public static string BadLink { get; } = Page(Texts.LoginTitle, $"<p>{Texts.LoginLinkUsed}</p>");

    /// <summary>Shown where somebody could read along.</summary>
    public static string NeedsTls { get; } = Page(Texts.LoginTitle, $"<p>{Texts.LoginNeedsTls}</p>");

    /// <summary>Shown when another site has sent the browser.</summary>
    public static string Foreign { get; } = Page(Texts.LoginTitle, $"<p>{Texts.LoginForeign}</p>");

    /// <summary>Goes on to the page, as a navigation of this site's own: only then the browser sends a SameSite=Strict cookie.</summary>
    public static string Welcome { get; } = Page(
        Texts.LoginTitle, $"<p><a href=\"/devices\">{Texts.LoginGoOn}</a></p>", "<meta http-equiv=\"refresh\" content=\"0;url=/devices\">");

    private static string Page(string title, string body, string head = "") => $"""
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">{head}
        <title>{title}</title><link rel="icon" type="image/svg+xml" href="{PageGate.AssetPath}/icon.svg"><link rel="stylesheet" href="{PageGate.AssetPath}/page.css"></head>
        <body class="login"><main><h1>nanomqtt</h1>{body}</main></body></html>
        """;
}
