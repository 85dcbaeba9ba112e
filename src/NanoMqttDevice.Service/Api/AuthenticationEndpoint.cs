using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace NanoMqttDevice.Service;

/// <summary>
/// <c>POST /authenticate</c> in the form of EMQX's HTTP authenticator: JSON with clientid, username and password in,
/// <c>{"result":"allow"}</c> or <c>deny</c> out. What a token permits and when it ends stands beside it, in the fields acl and
/// expire_at that EMQX has since 5.8. It keeps nothing but what is in the database: any number may run side by side.
/// </summary>
internal sealed class AuthenticationEndpoint(ApiContext context)
{
    public const string Path = "/authenticate";

    private const string Scheme = "Bearer ";
    private const string Allow = "allow";
    private const string Deny = "deny";
    private const string Ignore = "ignore";

    private static readonly JsonSerializerOptions _json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly byte[]? _authorization =
        context.Options.AuthenticationSecret is { } secret ? Encoding.UTF8.GetBytes(Scheme + secret) : null;

    public static void Map(WebApplication app, ApiContext context)
    {
        app.MapPost(Path, new AuthenticationEndpoint(context).AnswerAsync);
    }

    private async Task AnswerAsync(HttpContext http)
    {
        if (!IsAuthorized(http.Request))
        {
            await AnswerAsync(http, StatusCodes.Status401Unauthorized, Deny, string.Empty, "the Authorization header is not the agreed one");
            return;
        }

        try
        {
            using var document = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);

            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                await AnswerAsync(http, StatusCodes.Status400BadRequest, Deny, string.Empty, "the body is no JSON object");
                return;
            }

            var clientId = Text(document, "clientid");
            var password = Encoding.UTF8.GetBytes(Text(document, "password"));
            var check = context.Authenticator.Check(clientId, Text(document, "username"), password);
            var result = check.Refusal is null ? Allow : Deny;
            await AnswerAsync(http, StatusCodes.Status200OK, result, clientId, check.Refusal ?? string.Empty, check.Tokens);
        }
        catch (Exception exception) when (exception is JsonException or DecoderFallbackException)
        {
            await AnswerAsync(http, StatusCodes.Status400BadRequest, Deny, string.Empty, "the body is not JSON");
        }
        catch (BadHttpRequestException exception)
        {
            await AnswerAsync(http, exception.StatusCode, Deny, string.Empty, $"the body has more than {HttpApi.MaxBody} bytes");
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException)
        {
            // Neither right nor wrong: the broker asks its next authenticator, and refuses when there is none.
            await AnswerAsync(http, StatusCodes.Status503ServiceUnavailable, Ignore, string.Empty, "the database does not answer");
        }
    }

    private static string Text(JsonDocument document, string name)
    {
        if (!document.RootElement.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String)
        {
            return string.Empty;
        }

        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw new DecoderFallbackException("Half a surrogate pair is no text.", exception);
        }
    }

    private bool IsAuthorized(HttpRequest request)
    {
        return _authorization is null
            || CryptographicOperations.FixedTimeEquals(_authorization, Encoding.UTF8.GetBytes(request.Headers.Authorization.ToString()));
    }

    private Task AnswerAsync(
        HttpContext http,
        int status,
        string result,
        string clientId,
        string detail,
        IReadOnlyDictionary<TokenActions, TokenGrant>? tokens = null)
    {
        var reason = result == Allow ? TraceReasons.Accepted : TraceReasons.NotAuthorized;
        context.Counters.CountAuthentication(result);
        context.Trace.Add(clientId, TraceActions.Authenticate, reason, detail);
        http.Response.StatusCode = status;
        var body = new
        {
            result,
            expire_at = tokens?.Values.Min(grant => grant.ExpireTime / 1000),
            acl = tokens is null ? null : AccessRules(tokens),
        };
        return http.Response.WriteAsJsonAsync(body, _json, http.RequestAborted);
    }

    // First what each token permits, last that nothing else is.
    private static IEnumerable<object> AccessRules(IReadOnlyDictionary<TokenActions, TokenGrant> tokens)
    {
        return tokens
            .SelectMany(token => token.Value.Resources.Select(topic => Rule(Allow, ActionOf(token.Key), topic)))
            .Append(Rule(Deny, "all", "#"));
    }

    private static object Rule(string permission, string action, string topic) => new { permission, action, topic };

    private static string ActionOf(TokenActions actions) => actions switch
    {
        TokenActions.Read => "subscribe",
        TokenActions.Write => "publish",
        _ => "all",
    };
}
