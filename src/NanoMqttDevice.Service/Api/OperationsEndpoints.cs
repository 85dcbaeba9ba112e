using System.Data.Common;
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
        app.MapGet("/trace", http => http.Response.WriteAsJsonAsync(new { entries = Select(context.Trace, http.Request.Query) }, _json));
        app.MapGet("/metrics", http =>
        {
            http.Response.ContentType = MetricsType;
            return http.Response.WriteAsync(MetricsText.Of(context.Counters));
        });
        app.MapGet("/health", http =>
        {
            var isUp = Answers(context.Database);
            http.Response.StatusCode = isUp ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            return http.Response.WriteAsJsonAsync(new { status = isUp ? "up" : "down", database = isUp ? "up" : "down" }, _json);
        });
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

    private static bool Answers(ServiceDatabase database)
    {
        try
        {
            return database.Read("SELECT count(*) FROM TokenKey;", static reader => reader.GetInt64(0)).Single() == 1;
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException)
        {
            return false;
        }
    }
}
