using System.Text.Encodings.Web;
using System.Text.Json;

namespace NanoMqttDevice.Tool.Output;

/// <summary>Results for machines: one JSON object a line on standard output.</summary>
internal static class JsonLines
{
    private static readonly JsonSerializerOptions _options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,

        // Base64 holds '+': it is written as itself, not as \u002B. The output goes into no web page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Gives an object as one line.</summary>
    /// <param name="value">The object; its properties become camelCase.</param>
    /// <returns>The line, without its end.</returns>
    public static string Of(object value) => JsonSerializer.Serialize(value, _options);
}
