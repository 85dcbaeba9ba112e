using System.Data.Common;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace NanoMqttDevice.Service;

/// <summary>An answer to EMQX: the words of its HTTP authenticator and authorizer.</summary>
/// <param name="Status">200 for every decision; EMQX takes any other status for no decision.</param>
/// <param name="Result"><c>allow</c>, <c>deny</c> or <c>ignore</c>.</param>
/// <param name="ClientId">Whom it is about, for the trace.</param>
/// <param name="Detail">Why, for the trace; no secret.</param>
/// <param name="ExpireAt">When the broker is to disconnect the client, in Unix seconds; null for never.</param>
internal sealed record EmqxReply(int Status, string Result, string ClientId, string Detail, long? ExpireAt = null)
{
    public const string Allow = "allow";
    public const string Deny = "deny";
    public const string Ignore = "ignore";

    private static readonly JsonSerializerOptions _json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Answers a question, whatever happens to it on the way.</summary>
    public static async Task<EmqxReply> OfAsync(HttpContext http, BrokerSecret secret, Func<BrokerQuestion, EmqxReply> decide)
    {
        if (!secret.IsIn(http.Request))
        {
            return new(StatusCodes.Status401Unauthorized, Deny, string.Empty, "the Authorization header is not the agreed one");
        }

        try
        {
            using var question = await BrokerQuestion.ReadAsync(http.Request);
            return decide(question);
        }
        catch (Exception exception) when (exception is JsonException or DecoderFallbackException)
        {
            return new(StatusCodes.Status400BadRequest, Deny, string.Empty, "the body is no JSON object");
        }
        catch (BadHttpRequestException exception)
        {
            return new(exception.StatusCode, Deny, string.Empty, $"the body has more than {HttpApi.MaxBody} bytes");
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException or TimeoutException)
        {
            // Neither right nor wrong: the broker asks its next one, and refuses when there is none.
            return new(StatusCodes.Status503ServiceUnavailable, Ignore, string.Empty, "the database does not answer");
        }
    }

    public Task WriteAsync(HttpContext http)
    {
        http.Response.StatusCode = Status;
        return http.Response.WriteAsJsonAsync(new { result = Result, expire_at = ExpireAt }, _json, http.RequestAborted);
    }
}
