namespace NanoMqttDevice.Tool.Flashing;

/// <summary>Words of a command as a POSIX shell wants them.</summary>
internal static class ShellQuote
{
    private const string Plain = "-_./:=+,@%";

    /// <summary>Quotes a word if it needs it.</summary>
    /// <param name="word">The word.</param>
    /// <returns>What a shell reads as that word.</returns>
    public static string Of(string word) => word.Length > 0 && word.All(IsPlain) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || Plain.Contains(c, StringComparison.Ordinal);
}
