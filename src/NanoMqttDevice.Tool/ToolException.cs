namespace NanoMqttDevice.Tool;

/// <summary>Something the user is told in one line, with an exit code of its own.</summary>
/// <param name="exitCode">One of <see cref="ExitCodes"/>.</param>
/// <param name="message">What happened and what to do; no secret.</param>
internal class ToolException(int exitCode, string message) : Exception(message)
{
    /// <summary>One of <see cref="ExitCodes"/>.</summary>
    public int ExitCode { get; } = exitCode;
}
