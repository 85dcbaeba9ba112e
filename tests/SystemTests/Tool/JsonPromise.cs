using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace NanoMqttDevice.SystemTests.Tool;

/// <summary>Holds what the tool prints for machines against the schemas that it comes with.</summary>
internal static class JsonPromise
{
    private static readonly ConcurrentDictionary<string, (JsonSchema Schema, HashSet<string> Names)> _schemas = new(StringComparer.Ordinal);

    /// <summary>The folder of the schemas.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Schemas");

    /// <summary>Fails unless each line is one object of a known type that keeps its schema, and has no property that its schema does not know.</summary>
    /// <param name="output">All that a command with <c>--json</c> has printed.</param>
    public static void Check(string output)
    {
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var json = JsonNode.Parse(line)!.AsObject();
            var type = json["type"]?.GetValue<string>();
            Assert.IsNotNull(type, $"without a type: {line}");
            var (schema, names) = _schemas.GetOrAdd(type, Load);
            using var document = JsonDocument.Parse(line);
            var result = schema.Evaluate(document.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List, RequireFormatValidation = true });
            var errors = result.Details.Where(d => d.HasErrors).SelectMany(d => d.Errors!.Select(e => $"{d.InstanceLocation}: {e.Value}"));
            Assert.IsTrue(result.IsValid, $"{string.Join("; ", errors)}: {line}");
            Assert.IsEmpty(json.Select(p => p.Key).Except(names).ToList(), $"{type} has a property that Schemas/{type}.json does not know");
        }
    }

    private static (JsonSchema, HashSet<string>) Load(string type)
    {
        var path = Path.Combine(Folder, type + ".json");
        Assert.IsTrue(File.Exists(path), $"there is no Schemas/{type}.json");
        var text = File.ReadAllText(path);
        return (JsonSchema.FromText(text), [.. JsonNode.Parse(text)!["properties"]!.AsObject().Select(p => p.Key)]);
    }
}
