using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace NanoMqttDevice.Service;

/// <summary>
/// <c>POST /authorize</c> in the form of EMQX's HTTP authorizer: JSON with clientid, username, topic and action (<c>publish</c> or
/// <c>subscribe</c>) in, <c>{"result":"allow"}</c> or <c>deny</c> out. The grant's own match decides, at the moment of the question.
/// </summary>
internal sealed class AuthorizationEndpoint(ApiContext context, BrokerSecret secret)
{
    public const string Path = "/authorize";

    public void Map(WebApplication app) => app.MapPost(Path, AnswerAsync);

    private async Task AnswerAsync(HttpContext http)
    {
        var reply = await EmqxReply.OfAsync(http, secret, Decide);
        context.Counters.CountAuthorization(reply.Result);

        // What is allowed is asked all the time: only the rest is worth a line.
        if (reply.Result != EmqxReply.Allow)
        {
            context.Trace.Add(reply.ClientId, TraceActions.Authorize, TraceReasons.ResourceAuthFailed, reply.Detail);
        }

        await reply.WriteAsync(http);
    }

    private EmqxReply Decide(BrokerQuestion question)
    {
        var clientId = question.Text("clientid");
        var action = question.Text("action") switch
        {
            "publish" => TokenActions.Write,
            "subscribe" => TokenActions.Read,
            _ => TokenActions.None,
        };
        var refusal = action == TokenActions.None
            ? "the action is neither publish nor subscribe"
            : context.Rights.Refuse(clientId, question.Text("username"), question.Text("topic"), action);
        return new(StatusCodes.Status200OK, refusal is null ? EmqxReply.Allow : EmqxReply.Deny, clientId, refusal ?? string.Empty);
    }
}
