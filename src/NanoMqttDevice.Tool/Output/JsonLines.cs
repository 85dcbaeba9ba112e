using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NanoMqttDevice.Tool.Output;

/// <summary>
/// Results for machines: one JSON object a line on standard output. Each begins with its <c>type</c> and with <c>schema</c>, the version of what
/// stands in it; <c>Schemas/TYPE.json</c> describes the type. A property may be added within a version; one that is there keeps its name and meaning.
/// </summary>
internal static class JsonLines
{
    /// <summary>Version of all types.</summary>
    public const int Schema = 1;

    private static readonly JsonSerializerOptions _options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,

        // Base64 holds '+': it is written as itself, not as \u002B. The output goes into no web page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Gives an object as one line.</summary>
    /// <param name="type">Its type, one of <see cref="JsonTypes"/>.</param>
    /// <param name="value">The object; its properties become camelCase.</param>
    /// <returns>The line, without its end.</returns>
    public static string Of(string type, object value)
    {
        var all = new JsonObject { ["type"] = type, ["schema"] = Schema };
        foreach (var (name, property) in JsonSerializer.SerializeToNode(value, _options)!.AsObject().ToList())
        {
            property?.Parent?.AsObject().Remove(name);
            all.Add(name, property);
        }

        return all.ToJsonString(_options);
    }

    /// <summary>Gives an object as text for a file, which has no type.</summary>
    /// <param name="value">The object; its properties become camelCase.</param>
    /// <returns>One line, without its end.</returns>
    public static string Text(object value) => JsonSerializer.Serialize(value, _options);
}
