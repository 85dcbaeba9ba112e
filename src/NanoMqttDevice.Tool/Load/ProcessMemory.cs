using System.Diagnostics;

namespace NanoMqttDevice.Tool.Load;

/// <summary>How much memory a process has, looked at every half second.</summary>
internal sealed class ProcessMemory : IDisposable
{
    private static readonly TimeSpan _period = TimeSpan.FromMilliseconds(500);

    private readonly Process _process;
    private readonly Timer _timer;
    private long _peak;

    private ProcessMemory(Process process)
    {
        _process = process;
        Start = Now();
        _timer = new Timer(_ => Now(), null, _period, _period);
    }

    /// <summary>Resident bytes when the watch began.</summary>
    public long Start { get; }

    /// <summary>Most resident bytes seen.</summary>
    public long Peak => Interlocked.Read(ref _peak);

    /// <summary>Begins to watch.</summary>
    /// <param name="pid">Process ID.</param>
    /// <returns>The watch.</returns>
    /// <exception cref="ToolException">There is no such process.</exception>
    public static ProcessMemory Watch(int pid)
    {
        try
        {
            return new ProcessMemory(Process.GetProcessById(pid));
        }
        catch (ArgumentException)
        {
            throw new ToolException(ExitCodes.Usage, $"--pid: there is no process {pid}");
        }
    }

    /// <summary>Gives the resident bytes.</summary>
    /// <returns>The bytes; 0 when the process has ended.</returns>
    public long Now()
    {
        lock (_process)
        {
            long bytes;
            try
            {
                _process.Refresh();
                bytes = _process.HasExited ? 0 : _process.WorkingSet64;
            }
            catch (InvalidOperationException)
            {
                // It ended just now.
                bytes = 0;
            }

            _peak = Math.Max(_peak, bytes);
            return bytes;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        _process.Dispose();
    }
}
