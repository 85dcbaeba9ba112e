using System.Text.Json;
using NanoMqttDevice.Service;

namespace NanoMqttDevice.Tool.Settings;

/// <summary>
/// The service's accounts as a JSON file of mode 600: <c>[{"accessKeyId":"…","accessKeySecret":"…"}]</c>.
/// </summary>
internal static class AccountsFile
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Reads it.</summary>
    /// <param name="option">The option that names it, for the message.</param>
    /// <param name="path">Its path.</param>
    /// <returns>The accounts; their rules are the service's to check.</returns>
    /// <exception cref="ToolException">It cannot be read, others can read it, or it has another form.</exception>
    public static IReadOnlyList<ServiceAccount> Read(string option, string path)
    {
        try
        {
            return JsonSerializer.Deserialize<List<ServiceAccount>>(SecretFile.Read(option, path), _json) ?? [];
        }
        catch (JsonException e)
        {
            // Its message may quote what stands there, which may be a secret.
            throw new ToolException(
                ExitCodes.Usage,
                $$"""{{option}}: '{{path}}' is not [{"accessKeyId":"…","accessKeySecret":"…"}] (line {{e.LineNumber + 1}})""");
        }
    }
}
