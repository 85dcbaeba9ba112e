using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NanoMqttDevice.Page.Hosting;

/// <summary>The files that a browser loads, from this assembly: style and program of the page, of MudBlazor and of Blazor.</summary>
internal static class PageAssets
{
    private const string Prefix = "assets/";

    private static readonly Assembly _assembly = typeof(PageAssets).Assembly;

    /// <summary>Tells of which content the files are: a browser that has those of another version loads anew.</summary>
    public static string Version { get; } = Convert.ToHexStringLower(SHA256.HashData(_assembly.ManifestModule.ModuleVersionId.ToByteArray()))[..12];

    /// <summary>Serves them.</summary>
    /// <param name="routes">Where.</param>
    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var name in _assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            var file = name[Prefix.Length..];

            // Blazor's program looks for the server beside itself.
            var path = file == "blazor.web.js" ? $"/_framework/{file}" : $"{PageGate.AssetPath}/{file}";
            routes.MapGet(path, http => SendAsync(http, name));
        }
    }

    private static async Task SendAsync(HttpContext http, string name)
    {
        http.Response.ContentType = Path.GetExtension(name) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            _ => "application/octet-stream",
        };
        http.Response.Headers.CacheControl = "private, max-age=86400";
        await using var stream = _assembly.GetManifestResourceStream(name)!;
        http.Response.ContentLength = stream.Length;
        await stream.CopyToAsync(http.Response.Body, http.RequestAborted);
    }
}
