using System.Net;
using Microsoft.AspNetCore.Http;

namespace NanoMqttDevice.Page.Hosting;

/// <summary>
/// Stands before all that belongs to the page: over plain HTTP this machine alone, under a name of this machine's; nothing that another
/// site has a browser send; and nobody who is not logged in.
/// </summary>
/// <param name="door">Knows who is logged in.</param>
internal sealed class PageGate(LoginDoor door)
{
    /// <summary>What may be loaded before the login: program and style of the libraries, and the page's own.</summary>
    public const string AssetPath = "/_content";

    /// <summary>Where a link leads.</summary>
    public const string LoginPath = "/login";

    /// <summary>Where a session ends.</summary>
    public const string LogoutPath = "/logout";

    /// <summary>Where pages begin; what is none of these is not the page's.</summary>
    public static readonly string[] Paths =
        ["/devices", "/live", "/board", "/tokens", "/updates", "/_blazor", "/_framework", AssetPath, LoginPath, LogoutPath];

    /// <summary>Tells which paths are the page's.</summary>
    /// <param name="path">A path, decoded.</param>
    /// <returns>True for them and what is below them, however they are written.</returns>
    public static bool Owns(PathString path) => Array.Exists(Paths, p => path.StartsWithSegments(p, StringComparison.OrdinalIgnoreCase));

    /// <summary>The name of the cookie: browsers do not tell ports of a machine apart, so it does.</summary>
    /// <param name="http">The request.</param>
    /// <returns>The name.</returns>
    public static string CookieOf(HttpContext http) => string.Create(null, $"nanomqtt-page-{http.Connection.LocalPort}");

    /// <summary>Lets a request through, or answers it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="next">What comes behind the gate.</param>
    /// <returns>Done when it is answered.</returns>
    public async Task PassAsync(HttpContext http, RequestDelegate next)
    {
        var path = http.Request.Path;
        if (!Owns(path))
        {
            await next(http);
            return;
        }

        PageHeaders.AddTo(http);
        if (!IsPrivate(http))
        {
            await RefuseAsync(http, StatusCodes.Status403Forbidden, LoginPages.NeedsTls);
        }
        else if (IsForeign(http.Request))
        {
            await RefuseAsync(http, StatusCodes.Status403Forbidden, LoginPages.Foreign);
        }
        else if (path.StartsWithSegments(AssetPath) || path == LoginPath || door.IsOpen(http.Request.Cookies[CookieOf(http)]))
        {
            await next(http);
        }
        else
        {
            await RefuseAsync(http, StatusCodes.Status401Unauthorized, LoginPages.NotLoggedIn);
        }
    }

    /// <summary>Answers with a page of the login.</summary>
    /// <param name="http">The request.</param>
    /// <param name="status">The status code.</param>
    /// <param name="html">The page.</param>
    /// <returns>Done when it is answered.</returns>
    public static Task RefuseAsync(HttpContext http, int status, string html)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync(html);
    }

    // A foreign site may have its name lead here (DNS rebinding): on this machine only names of this machine count.
    private static bool IsPrivate(HttpContext http)
    {
        if (http.Request.IsHttps)
        {
            return true;
        }

        var host = http.Request.Host.Host;
        return http.Connection.LocalIpAddress is { } address && IPAddress.IsLoopback(address)
            && (host is "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var named) && IPAddress.IsLoopback(named)));
    }

    // Another port of this machine is the same site for a cookie, but another origin.
    private static bool IsForeign(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        var isSafe = HttpMethods.IsGet(request.Method) && !request.Path.StartsWithSegments("/_blazor");
        return !isSafe && origin.Length > 0 && origin != $"{request.Scheme}://{request.Host}";
    }
}
