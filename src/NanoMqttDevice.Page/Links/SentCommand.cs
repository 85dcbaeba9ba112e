namespace NanoMqttDevice.Page.Links;

/// <summary>What became of a command.</summary>
/// <param name="Result">The device's word, as <c>ok</c>, or <c>no-answer</c>.</param>
/// <param name="Explanation">What a word other than ok means and what to do; null when it goes without saying.</param>
/// <param name="Values">What the answer says beside that, by name.</param>
/// <param name="Milliseconds">How long the answer took.</param>
public sealed record SentCommand(
    string Result, string? Explanation, IReadOnlyList<KeyValuePair<string, string>> Values, long Milliseconds)
{
    /// <summary>True when the device has obeyed.</summary>
    public bool IsOk => Result == "ok";
}
