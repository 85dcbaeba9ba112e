namespace NanoMqttDevice.Tool.Doctor;

/// <summary>What came of a check; written as one small word.</summary>
internal enum Verdict
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Not looked at, as something for it is missing.</summary>
    Skipped,

    /// <summary>Works, but somebody should know.</summary>
    Warning,

    /// <summary>Does not work.</summary>
    Failed,
}
