using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace NanoMqttDevice.Service;

/// <summary>Who may see <c>/trace</c> and <c>/metrics</c>: who sends the agreed secret, or, where none was agreed, this machine.</summary>
internal sealed class OperationsGate(ServiceOptions options)
{
    private const string Scheme = "Bearer ";

    private readonly bool _isLoopback = IPAddress.IsLoopback(IPAddress.Parse(options.HttpListenAddress));
    private readonly byte[]? _authorization = options.OperationsSecret is { } secret ? Encoding.UTF8.GetBytes(Scheme + secret) : null;

    public RequestDelegate Guard(RequestDelegate answer) => http =>
    {
        if (IsAuthorized(http.Request))
        {
            return answer(http);
        }

        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        http.Response.Headers.WWWAuthenticate = "Bearer";
        return http.Response.WriteAsync(_authorization is null
            ? "HTTP listens on an address that others reach, and no secret was agreed for this path (--operations-secret).\n"
            : "The Authorization header is not the agreed one.\n");
    };

    private bool IsAuthorized(HttpRequest request)
    {
        return _authorization is null
            ? _isLoopback
            : CryptographicOperations.FixedTimeEquals(_authorization, Encoding.UTF8.GetBytes(request.Headers.Authorization.ToString()));
    }
}
