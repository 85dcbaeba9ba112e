using Microsoft.AspNetCore.Http;

namespace NanoMqttDevice.Page.Hosting;

/// <summary>What a browser is told of the page, so that it runs nothing but the page's own programs and shows it nowhere else.</summary>
internal static class PageHeaders
{
    /// <summary>Sets the headers of an answer.</summary>
    /// <param name="http">The request.</param>
    public static void AddTo(HttpContext http)
    {
        var headers = http.Response.Headers;
        var host = http.Request.Host;

        // Styles: the component library sets widths and places on its elements. Programs are files of this server, never text in a page.
        headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
            + $"connect-src 'self' ws://{host} wss://{host}; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "serial=(self), camera=(), microphone=(), geolocation=()";
        headers.CacheControl = "no-store";
    }
}
