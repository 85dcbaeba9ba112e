namespace NanoMqttDevice.Tool.Flashing;

/// <summary>One file of nanoff's file deployment.</summary>
/// <param name="DestinationFilePath">Path on the device.</param>
/// <param name="SourceFilePath">Path here; null or empty to delete the file on the device.</param>
internal sealed record DeployedFile(string DestinationFilePath, string? SourceFilePath);
