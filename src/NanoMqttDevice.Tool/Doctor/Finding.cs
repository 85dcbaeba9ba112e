namespace NanoMqttDevice.Tool.Doctor;

/// <summary>What a check found.</summary>
/// <param name="Check">Name of the check.</param>
/// <param name="Verdict">What came of it.</param>
/// <param name="Text">What there is, and if that is not as it should be, what to do.</param>
internal sealed record Finding(string Check, Verdict Verdict, string Text)
{
    public static Finding Ok(string check, string text) => new(check, Verdict.Ok, text);

    public static Finding Skipped(string check, string text) => new(check, Verdict.Skipped, text);

    public static Finding Warning(string check, string text) => new(check, Verdict.Warning, text);

    public static Finding Failed(string check, string text) => new(check, Verdict.Failed, text);
}
