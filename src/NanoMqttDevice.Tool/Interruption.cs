using System.Runtime.InteropServices;

namespace NanoMqttDevice.Tool;

/// <summary>Remembers by which signal the tool was stopped: its exit code says so.</summary>
internal sealed class Interruption : IDisposable
{
    private static volatile int _exitCode = ExitCodes.Interrupted;

    private readonly PosixSignalRegistration _terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => _exitCode = ExitCodes.Terminated);

    /// <summary>How long a command may take to end what it does in an orderly way.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(15);

    /// <summary>The exit code of a command that was stopped before it was done.</summary>
    public static int ExitCode => _exitCode;

    /// <inheritdoc/>
    public void Dispose() => _terminated.Dispose();
}
