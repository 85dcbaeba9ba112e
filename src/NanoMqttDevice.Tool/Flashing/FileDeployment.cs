using System.Text.Json;

namespace NanoMqttDevice.Tool.Flashing;

/// <summary>nanoff's file deployment, as far as its outcome is checked.</summary>
/// <param name="Files">The files.</param>
internal sealed record FileDeployment(IReadOnlyList<DeployedFile>? Files)
{
    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web);

    /// <summary>Reads a deployment.</summary>
    /// <param name="json">What nanoff gets.</param>
    /// <returns>Its files.</returns>
    public static IReadOnlyList<DeployedFile> FilesOf(string json) => JsonSerializer.Deserialize<FileDeployment>(json, _options)?.Files ?? [];
}
