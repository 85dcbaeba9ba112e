using System.Text.RegularExpressions;

namespace NanoMqttDevice.Tool.Flashing;

/// <summary>What a run of nanoff said and how it ended.</summary>
/// <param name="ExitCode">Its exit code, of which Linux and macOS keep the lowest eight bits; null when it had to be ended.</param>
/// <param name="Lines">Its lines, without colours and with secrets hidden.</param>
internal sealed partial record NanoffResult(int? ExitCode, IReadOnlyList<string> Lines)
{
    /// <summary>What it said last; null when it said nothing.</summary>
    public string? LastLine => Lines.Count > 0 ? Lines[^1] : null;

    /// <summary>nanoff's own error code, for example <c>E2001</c>; null when it told none.</summary>
    public string? ErrorCode => Lines.Select(l => ErrorLine().Match(l)).LastOrDefault(m => m.Success)?.Groups["code"].Value;

    /// <summary>nanoff's own error line; null when it told none.</summary>
    public string? ErrorText => Lines.LastOrDefault(l => ErrorLine().IsMatch(l));

    [GeneratedRegex(@"^(Error )?(?<code>E\d{4})\b")]
    private static partial Regex ErrorLine();
}
