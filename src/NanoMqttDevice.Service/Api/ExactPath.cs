using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace NanoMqttDevice.Service;

/// <summary>
/// A path is answered as it is written and no other: not in capitals, not with a slash behind it, not with characters encoded. What a
/// proxy in front forbids by its path must not be reached by another spelling of it. A site beside the API guards itself.
/// </summary>
internal static class ExactPath
{
    public static void Use(WebApplication app, HttpSite? site)
    {
        app.Use((http, next) =>
        {
            if (http.GetEndpoint() is RouteEndpoint route && site?.Owns(http.Request.Path) != true && !Matches(route.RoutePattern.RawText!, PathOf(http)))
            {
                http.SetEndpoint(null);
            }

            return next(http);
        });
    }

    // What a pattern takes for a parameter may be anything but a level more or less.
    private static bool Matches(string pattern, string path)
    {
        var wanted = ('/' + pattern.TrimStart('/')).Split('/');
        var given = path.Split('/');

        return wanted.Length == given.Length
            && wanted.Zip(given).All(level => level.First is ['{', .., '}'] || level.First == level.Second);
    }

    // As it came over the line: the server has decoded Request.Path.
    private static string PathOf(HttpContext http)
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var scheme = target.IndexOf("://", StringComparison.Ordinal);

        // The form that is sent to a proxy, with the host (RFC 9112, 3.2.2).
        if (target is not ['/', ..] && scheme >= 0)
        {
            var slash = target.IndexOf('/', scheme + 3);
            target = slash < 0 ? "/" : target[slash..];
        }

        var query = target.IndexOf('?');
        return query < 0 ? target : target[..query];
    }
}
