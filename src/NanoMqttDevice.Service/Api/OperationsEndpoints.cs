using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace NanoMqttDevice.Service;

/// <summary>What the operator looks at: <c>/trace</c>, <c>/metrics</c> and <c>/health</c>. None of them holds a secret.</summary>
internal static class OperationsEndpoints
{
    private const string MetricsType = "text/plain; version=0.0.4; charset=utf-8";

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    public static void Map(WebApplication app, ApiContext context)
    {
        var gate = new OperationsGate(context.Options);
        app.MapGet("/trace", gate.Guard(http =>
            http.Response.WriteAsJsonAsync(new { entries = Select(context.Trace, http.Request.Query) }, _json)));
        app.MapGet("/metrics", gate.Guard(http =>
        {
            http.Response.ContentType = MetricsType;
            return http.Response.WriteAsync(MetricsText.Of(context.Counters, context.Gauges));
        }));

        // A proxy or an orchestrator asks these, and they tell no more than up or down.
        app.MapGet("/health", http => AnswerAsync(http, context.Health));
        app.MapGet("/health/ready", http => AnswerAsync(http, context.Health));
    }

    private static async Task AnswerAsync(HttpContext http, ServiceHealth health)
    {
        var parts = await health.AskAsync();
        http.Response.StatusCode = parts.IsUp ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        var body = new
        {
            status = Word(parts.IsUp),
            listening = Word(parts.Listening),
            database = Word(parts.Database),
            disk = Word(parts.Disk),
            memory = Word(parts.Memory),
        };
        await http.Response.WriteAsJsonAsync(body, _json);

        static string Word(bool isUp) => isUp ? "up" : "down";
    }

    /// <summary>The newest last; <c>?clientId=</c>, <c>?action=</c> and <c>?limit=</c> narrow it down.</summary>
    private static IEnumerable<TraceEntry> Select(TraceLog trace, IQueryCollection query)
    {
        var clientId = query["clientId"].ToString();
        var action = query["action"].ToString();
        var limit = int.TryParse(query["limit"], out var number) && number >= 0 ? number : int.MaxValue;

        return trace.Entries
            .Where(entry => clientId.Length == 0 || entry.ClientId == clientId)
            .Where(entry => action.Length == 0 || entry.Action == action)
            .TakeLast(limit);
    }
}
