using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace NanoMqttDevice.Service;

/// <summary>
/// What a broker must send so that it is answered: <c>Authorization: Bearer …</c>, or <c>?secret=…</c> from one that cannot set
/// headers, as RabbitMQ. Without it anybody who reaches the port could try passwords here.
/// </summary>
internal sealed class BrokerSecret(string? secret)
{
    private const string Scheme = "Bearer ";
    private const string Parameter = "secret";

    private readonly byte[]? _secret = secret is null ? null : Encoding.UTF8.GetBytes(secret);

    public bool IsIn(HttpRequest request)
    {
        if (_secret is null)
        {
            return true;
        }

        var header = request.Headers.Authorization.ToString();
        var shown = header.StartsWith(Scheme, StringComparison.Ordinal) ? header[Scheme.Length..] : request.Query[Parameter].ToString();
        return CryptographicOperations.FixedTimeEquals(_secret, Encoding.UTF8.GetBytes(shown));
    }
}
