using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace NanoMqttDevice.Service;

/// <summary>
/// <c>POST /authenticate</c> in the form of EMQX's HTTP authenticator: JSON with clientid, username and password in,
/// <c>{"result":"allow"}</c> or <c>deny</c> out, with expire_at beside it for tokens, which EMQX follows since 5.8. It never answers with
/// an <c>acl</c>: EMQX matches those by rules that are wider than a grant. What a client may is asked at <see cref="AuthorizationEndpoint"/>;
/// a broker says that it asks there by <c>authorize = true</c>, and without it only a client that may everything is let in.
/// </summary>
internal sealed class AuthenticationEndpoint(ApiContext context, BrokerSecret secret)
{
    public const string Path = "/authenticate";

    private const int MillisecondsPerSecond = 1000;

    public void Map(WebApplication app) => app.MapPost(Path, AnswerAsync);

    private async Task AnswerAsync(HttpContext http)
    {
        var reply = await EmqxReply.OfAsync(http, secret, Decide);
        var reason = reply.Result == EmqxReply.Allow ? TraceReasons.Accepted : TraceReasons.NotAuthorized;
        context.Counters.CountAuthentication(reply.Result);
        context.Trace.Add(reply.ClientId, TraceActions.Authenticate, reason, reply.Detail);
        await reply.WriteAsync(http);
    }

    private EmqxReply Decide(BrokerQuestion question)
    {
        var (clientId, userName) = (question.Text("clientid"), question.Text("username"));
        var check = context.BrokerLogins.Check(clientId, userName, Encoding.UTF8.GetBytes(question.Text("password")));

        if (check.Refusal is null && !question.IsTrue("authorize") && !context.Rights.AreOpen(userName))
        {
            check = new LoginCheck("the broker does not say that it asks /authorize (authorize = true), and the client may not everything");
        }

        return check.Refusal is { } refusal
            ? new(StatusCodes.Status200OK, EmqxReply.Deny, clientId, refusal)
            : new(
                StatusCodes.Status200OK,
                EmqxReply.Allow,
                clientId,
                string.Empty,
                check.Tokens?.Values.Min(token => token.ExpireTime / MillisecondsPerSecond));
    }
}
