namespace NanoMqttDevice.Tool.Output;

/// <summary>Secrets as they are shown.</summary>
internal static class Masked
{
    /// <summary>Hides a secret; what tells it apart from a wrong paste, its length and a <c>DC.</c> prefix, stays.</summary>
    /// <param name="secret">The secret.</param>
    /// <returns>For example <c>DC.**** (25 characters)</c>.</returns>
    public static string Of(string secret)
    {
        var prefix = secret.StartsWith("DC.", StringComparison.Ordinal) ? "DC." : "";
        return $"{prefix}**** ({secret.Length} characters)";
    }
}
