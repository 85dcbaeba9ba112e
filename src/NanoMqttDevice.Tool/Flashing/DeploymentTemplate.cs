using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NanoMqttDevice.Tool.Flashing;

/// <summary>A file of <c>flash/</c> that nanoff gets with its placeholders filled in.</summary>
internal static class DeploymentTemplate
{
    // For nanoff, not for a web page: a password stays readable for who has to find a fault.
    private static readonly JsonSerializerOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Fills a template.</summary>
    /// <param name="name">Name of the template.</param>
    /// <param name="values">Values by placeholder; <c>${port}</c> takes that of <c>port</c>.</param>
    /// <returns>The JSON, on one line.</returns>
    /// <exception cref="ToolException">The template is missing or wrong.</exception>
    public static string Fill(string name, IReadOnlyDictionary<string, string> values)
    {
        try
        {
            var root = JsonNode.Parse(FlashFiles.Read(name));
            return Fill(root, values)!.ToJsonString(_options);
        }
        catch (JsonException e)
        {
            throw new ToolException(ExitCodes.Failed, $"{FlashFiles.PathOf(name)}: is not JSON (line {e.LineNumber + 1})");
        }
    }

    /// <summary>Gives a value as it stands in the JSON, between its quotation marks.</summary>
    /// <param name="value">The value.</param>
    /// <returns>For example <c>pa\"ss</c>.</returns>
    public static string TextOf(string value) => JsonEncodedText.Encode(value, _options.Encoder).ToString();

    // A value replaces a whole text, so no quotation mark or brace in it can become JSON.
    private static JsonNode? Fill(JsonNode? node, IReadOnlyDictionary<string, string> values) => node switch
    {
        JsonObject container => new JsonObject(container.Select(p => KeyValuePair.Create(p.Key, Fill(p.Value, values)))),
        JsonArray list => new JsonArray([.. list.Select(n => Fill(n, values))]),
        JsonValue value when value.TryGetValue(out string? text) && text.StartsWith("${", StringComparison.Ordinal) && text.EndsWith('}')
            && values.TryGetValue(text[2..^1], out var filled) => JsonValue.Create(filled),
        _ => node?.DeepClone(),
    };
}
