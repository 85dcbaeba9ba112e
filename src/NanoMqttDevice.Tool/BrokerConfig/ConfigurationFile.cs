namespace NanoMqttDevice.Tool.BrokerConfig;

/// <summary>One file of a broker's configuration.</summary>
/// <param name="Name">Its name, without a folder.</param>
/// <param name="Text">What stands in it; may hold a secret.</param>
internal sealed record ConfigurationFile(string Name, string Text)
{
    /// <summary>The file without its text, fit for a log.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"ConfigurationFile {Name}";
}
