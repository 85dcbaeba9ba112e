using System.Data.Common;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace NanoMqttDevice.Service;

/// <summary>
/// The four paths that RabbitMQ's <c>rabbitmq_auth_backend_http</c> asks, with a form in the body (<c>auth_http.http_method = post</c>):
/// <c>/rabbitmq/user</c>, <c>vhost</c>, <c>resource</c> and <c>topic</c>. The answer is <c>allow</c> or <c>deny</c> in plain text; any
/// other status is none, and the broker refuses.
/// </summary>
internal sealed class RabbitMqEndpoints(ApiContext context, BrokerSecret secret)
{
    public const string Prefix = "/rabbitmq/";

    private const string Allow = "allow";
    private const string Deny = "deny";
    private const string Error = "error";

    // Where the plugin publishes and binds (mqtt.exchange), and what it calls a client's queue; 0 and 1 are the QoS.
    private const string Exchange = "amq.topic";
    private const string QueuePrefix = "mqtt-subscription-";

    public void Map(WebApplication app)
    {
        app.MapPost(Prefix + "user", AnswerLoginAsync);
        app.MapPost(Prefix + "vhost", http => AnswerRightAsync(http, RefuseVhost));
        app.MapPost(Prefix + "resource", http => AnswerRightAsync(http, RefuseResource));
        app.MapPost(Prefix + "topic", http => AnswerRightAsync(http, RefuseTopic));
    }

    private async Task AnswerLoginAsync(HttpContext http)
    {
        var (status, result, clientId, detail) = await DecideAsync(http, RefuseUser);
        context.Counters.CountAuthentication(result);
        var reason = result == Allow ? TraceReasons.Accepted : TraceReasons.NotAuthorized;
        context.Trace.Add(clientId, TraceActions.Authenticate, reason, detail);
        await WriteAsync(http, status, result);
    }

    private async Task AnswerRightAsync(HttpContext http, Func<IFormCollection, string?> refuse)
    {
        var (status, result, clientId, detail) = await DecideAsync(http, refuse);
        context.Counters.CountAuthorization(result);

        if (result != Allow)
        {
            context.Trace.Add(clientId, TraceActions.Authorize, TraceReasons.ResourceAuthFailed, detail);
        }

        await WriteAsync(http, status, result);
    }

    private static Task WriteAsync(HttpContext http, int status, string result)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain";
        return http.Response.WriteAsync(result, http.RequestAborted);
    }

    private async Task<(int Status, string Result, string ClientId, string Detail)> DecideAsync(
        HttpContext http,
        Func<IFormCollection, string?> refuse)
    {
        if (!secret.IsIn(http.Request))
        {
            return (StatusCodes.Status401Unauthorized, Deny, string.Empty, "the secret is not the agreed one");
        }

        try
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            var refusal = refuse(form);
            return (StatusCodes.Status200OK, refusal is null ? Allow : Deny, ClientIdOf(form), refusal ?? string.Empty);
        }
        catch (BadHttpRequestException exception)
        {
            return (exception.StatusCode, Deny, string.Empty, $"the body has more than {HttpApi.MaxBody} bytes");
        }
        catch (Exception exception) when (exception is DbException or TimeoutException)
        {
            return (StatusCodes.Status503ServiceUnavailable, Error, string.Empty, "the database does not answer");
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException)
        {
            // No form at all is an InvalidOperationException too, and so is a closed database.
            return http.Request.HasFormContentType
                ? (StatusCodes.Status503ServiceUnavailable, Error, string.Empty, "the database does not answer")
                : (StatusCodes.Status400BadRequest, Deny, string.Empty, "the body is no form");
        }
    }

    private string? RefuseUser(IFormCollection form)
    {
        return context.BrokerLogins.Check(ClientIdOf(form), Field(form, "username"), Encoding.UTF8.GetBytes(Field(form, "password"))).Refusal;
    }

    private string? RefuseVhost(IFormCollection form)
    {
        return UserName.TryParse(Field(form, "username"), out var userName)
            && context.Directory.Current.Find(userName.InstanceId) is { } rules
            && rules.Vhost == Field(form, "vhost")
                ? null
                : "the virtual host is not the instance's";
    }

    // Its own queues, and the one exchange to bind them to and to publish to: which topic is asked beside it. So no login of a device
    // is of use over AMQP.
    private string? RefuseResource(IFormCollection form)
    {
        if (RefuseVhost(form) is { } refusal)
        {
            return refusal;
        }

        var (kind, name) = (Field(form, "resource"), Field(form, "name"));
        var clientId = ClientIdOf(form);
        var isOwn = kind switch
        {
            "queue" => clientId.Length > 0 && (name == $"{QueuePrefix}{clientId}qos0" || name == $"{QueuePrefix}{clientId}qos1"),
            "exchange" => name == Exchange && Field(form, "permission") is "read" or "write",
            _ => false,
        };
        return isOwn ? null : $"{TraceText.Clean(kind)} '{TraceText.Clean(name)}' is not the client's";
    }

    private string? RefuseTopic(IFormCollection form)
    {
        if (RefuseVhost(form) is { } refusal)
        {
            return refusal;
        }

        var action = Field(form, "permission") switch
        {
            "write" => TokenActions.Write,
            "read" => TokenActions.Read,
            _ => TokenActions.None,
        };

        return action == TokenActions.None || Field(form, "name") != Exchange ? "only topics of the one exchange are read and written"
            : RabbitMqTopic.Of(Field(form, "routing_key"), action) is not { } topic ? "a topic has no wildcard"
            : context.Rights.Refuse(ClientIdOf(form), Field(form, "username"), topic, action);
    }

    // For a topic the plugin tells it twice, or only among the variables.
    private static string ClientIdOf(IFormCollection form)
    {
        return Field(form, "client_id") is { Length: > 0 } clientId ? clientId : Field(form, "variable_map.client_id");
    }

    private static string Field(IFormCollection form, string name) => form[name] is [{ } value] ? value : string.Empty;
}
