using System.Data.Common;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace NanoMqttDevice.Service;

/// <summary>
/// The vendor's server API in RPC style: <c>GET</c> or <c>POST /</c>, and a JSON reply. A call is signed by its parameters (version 1.0) or
/// by its headers (V3).
/// </summary>
internal sealed class RpcEndpoint
{
    private const string JsonType = "application/json;charset=utf-8";
    private const string RequestIdHeader = "X-Acs-Request-Id";

    // The vendor's names are as they stand in the code. Tokens are full of '+', which needs no escape in JSON.
    private static readonly JsonSerializerOptions _json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly ApiContext _context;
    private readonly RpcGate _gate;
    private readonly RpcGateV3 _gateV3;
    private readonly RpcActions _actions;

    private RpcEndpoint(ApiContext context)
    {
        _context = context;
        var accounts = new RpcAccounts(context.Options.Accounts);
        var window = new RpcWindow(context.Time, new SignatureNonceStore(context.Database));
        _gate = new RpcGate(accounts, window);
        _gateV3 = new RpcGateV3(accounts, window);
        _actions = new RpcActions(context);
    }

    public static void Map(WebApplication app, ApiContext context)
    {
        app.Map("/", new RpcEndpoint(context).AnswerAsync);
    }

    private async Task AnswerAsync(HttpContext http)
    {
        if (_context.Options.Site is { } site && IsVisitor(http.Request))
        {
            http.Response.Redirect(site.Start);
            return;
        }

        var requestId = NewRequestId();
        http.Response.Headers[RequestIdHeader] = requestId;
        http.Response.Headers.CacheControl = "no-store";
        var isV3 = RpcAuthorization.IsIn(http.Request);
        RpcParameters? parameters = null;
        string? accessKeyId = null;
        string? action = null;

        try
        {
            if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsPost(http.Request.Method))
            {
                throw RpcError.Method();
            }

            // With V3 the body is hashed as it came, before it is read as a form.
            action = isV3 ? http.Request.Headers[RpcGateV3.ActionHeader].ToString() : null;
            accessKeyId = isV3 ? await _gateV3.CheckAsync(http.Request) : null;
            parameters = await RpcParameters.ReadAsync(http.Request);
            action = isV3 ? action : parameters["Action"];
            accessKeyId ??= _gate.Check(http.Request.Method, parameters);
            var reply = _actions.Run(action!, parameters, accessKeyId, requestId);
            Trace(action, parameters, accessKeyId, TraceReasons.Accepted);
            await WriteAsync(http, StatusCodes.Status200OK, reply);
        }
        catch (RpcException refusal)
        {
            await RefuseAsync(http, requestId, action, parameters, accessKeyId, refusal);
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException)
        {
            await RefuseAsync(http, requestId, action, parameters, accessKeyId, RpcError.Internal());
        }
    }

    // Every call of the API says something: in the query, in the body or in headers.
    private static bool IsVisitor(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && !request.QueryString.HasValue && !RpcAuthorization.IsIn(request);

    private Task RefuseAsync(
        HttpContext http,
        string requestId,
        string? action,
        RpcParameters? parameters,
        string? accessKeyId,
        RpcException refusal)
    {
        Trace(action, parameters, accessKeyId, refusal.Code);
        var body = new { RequestId = requestId, HostId = http.Request.Host.Host, refusal.Code, refusal.Message };
        return WriteAsync(http, refusal.Status, body);
    }

    private static Task WriteAsync(HttpContext http, int status, object body)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(body, body.GetType(), _json, JsonType, http.RequestAborted);
    }

    // Only names that the service knows: a caller may have put his secret anywhere.
    private void Trace(string? called, RpcParameters? parameters, string? accessKeyId, string result)
    {
        var action = called is not null && _actions.Has(called) ? called : "no known action";
        var clientId = parameters?["ClientId"] is { } target && Identifiers.IsClientId(target) ? target : string.Empty;
        _context.Counters.CountApiCall(result);
        _context.Trace.Add(clientId, TraceActions.Api, result, accessKeyId is null ? action : $"{action}, signed by {accessKeyId}");
    }

    private string NewRequestId()
    {
        Span<byte> bytes = stackalloc byte[16];
        _context.Options.Random(bytes);
        return new Guid(bytes).ToString().ToUpperInvariant();
    }
}
