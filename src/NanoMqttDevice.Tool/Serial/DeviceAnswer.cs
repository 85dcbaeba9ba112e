namespace NanoMqttDevice.Tool.Serial;

/// <summary>What a device answers.</summary>
/// <param name="Lines">The lines before the last.</param>
/// <param name="Code">Code of <c>ERR</c>; 0 for <c>OK</c>.</param>
/// <param name="Word">Word of <c>ERR</c>; empty for <c>OK</c>.</param>
/// <param name="Attempts">How often it was asked until an answer came whole.</param>
internal sealed record DeviceAnswer(IReadOnlyList<string> Lines, int Code, string Word, int Attempts)
{
    /// <summary>True for <c>OK</c>.</summary>
    public bool IsOk => Code == 0;

    /// <summary>The last line.</summary>
    public string Verdict => IsOk ? "OK" : $"ERR {Code} {Word}";

    /// <summary>Gives a value.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>What stands behind <c>name: </c>, or null.</returns>
    public string? this[string name] =>
        Lines.FirstOrDefault(l => l.StartsWith(name + ": ", StringComparison.Ordinal))?[(name.Length + 2)..];
}
