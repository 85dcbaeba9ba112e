using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Simulator;

/// <summary>
/// A serial line that every program can open: a pseudo-terminal of Linux, whose other end looks like a board's USB-UART bridge. What is sent while
/// nobody has it open is lost, what nobody reads is dropped when the system's buffer is full, and whoever opens it finds no answers to others.
/// Safe for use by several threads.
/// </summary>
/// <remarks>
/// System.IO.Ports opens it at any speed: the speed is stored and does nothing. A pseudo-terminal has no modem lines (TIOCMGET and TIOCMSET fail with
/// ENOTTY): with <c>DtrEnable</c> or <c>RtsEnable</c> true, <c>Open</c> throws an IOException, and so do <c>CtsHolding</c>, <c>DsrHolding</c> and
/// <c>CDHolding</c>. Left false, as they are by default, nothing is missing.
/// </remarks>
public sealed class PseudoTerminal : ISerialLine, IDisposable
{
    private const int OpenFlags = LibC.ReadWrite | LibC.NoControllingTerminal | LibC.CloseOnExec;
    private const int NameSize = 128;

    private readonly Lock _gate = new();
    private SafeFileHandle _master;
    private bool _isOpen;

    /// <summary>Makes a pseudo-terminal.</summary>
    /// <exception cref="PlatformNotSupportedException">The system is not Linux.</exception>
    /// <exception cref="IOException">The system has none left.</exception>
    public PseudoTerminal()
    {
        if (!IsSupported)
        {
            throw new PlatformNotSupportedException("A simulated device has a serial port on Linux only.");
        }

        _master = OpenMaster();
        PortName = NameOfSlave(_master);
        if (!TryCleanUp(out var error))
        {
            _master.Dispose();
            throw Failure("A pseudo-terminal cannot be opened", error);
        }
    }

    /// <summary>
    /// Raised when the port has another name from now on, as a board has that is plugged in anew: a program that had opened it for itself (TIOCEXCL)
    /// was killed, and Linux would let nobody but root open it again. Raised by <see cref="Read"/>, on its thread.
    /// </summary>
    public event Action? Renamed;

    /// <summary>True where there are pseudo-terminals of the kind needed here: on Linux.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux();

    /// <summary>What a program opens, for example <c>/dev/pts/3</c>.</summary>
    public string PortName { get; private set; }

    /// <inheritdoc/>
    public int Read(byte[] buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        var isRenamed = false;
        var count = 0;
        lock (_gate)
        {
            if (_master.IsClosed)
            {
                return 0;
            }

            var hasHungUp = FindState();
            count = ReadMaster(buffer);
            if (count == 0 && hasHungUp && _isOpen)
            {
                // The last program has closed it, and all it had sent was read.
                _isOpen = false;
                isRenamed = !TryCleanUp(out _);
                if (isRenamed)
                {
                    Replace();
                }
            }
        }

        if (isRenamed)
        {
            Renamed?.Invoke();
        }

        return count;
    }

    /// <inheritdoc/>
    public void Write(byte[] data, int count)
    {
        ArgumentNullException.ThrowIfNull(data);
        lock (_gate)
        {
            if (_master.IsClosed || FindState())
            {
                return;
            }

            // What the system does not take is dropped: a UART does not wait for a reader either.
            var result = LibC.Write(_master, data, count);
            while (result < 0 && Marshal.GetLastPInvokeError() == LibC.Interrupted)
            {
                result = LibC.Write(_master, data, count);
            }
        }
    }

    /// <summary>Unplugs it: whoever has it open finds that it is gone. The device may go on reading and writing, into nothing.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _master.Dispose();
        }
    }

    private static SafeFileHandle OpenMaster()
    {
        var handle = LibC.OpenMaster(OpenFlags | LibC.NonBlocking);
        var error = Marshal.GetLastPInvokeError();
        if (handle < 0)
        {
            throw Failure("No pseudo-terminal is left", error);
        }

        var master = new SafeFileHandle(handle, ownsHandle: true);
        if (LibC.Grant(master) != 0 || LibC.Unlock(master) != 0)
        {
            error = Marshal.GetLastPInvokeError();
            master.Dispose();
            throw Failure("A pseudo-terminal cannot be unlocked", error);
        }

        return master;
    }

    private static string NameOfSlave(SafeFileHandle master)
    {
        var name = new byte[NameSize];
        return LibC.NameOfSlave(master, name, name.Length) == 0
            ? Encoding.UTF8.GetString(name.AsSpan(0, Array.IndexOf(name, (byte)0)))
            : throw Failure("A pseudo-terminal has no name", Marshal.GetLastPInvokeError());
    }

    private static IOException Failure(string what, int error) => new($"{what}: {Marshal.GetPInvokeErrorMessage(error)}.");

    // True while no program has it open. Opening and closing it here, to clean up, must not count as a program's.
    private bool FindState()
    {
        var file = new LibC.PollFile { Handle = (int)_master.DangerousGetHandle(), Wanted = LibC.PollIn };
        var hasHungUp = LibC.Poll(ref file, 1, 0) > 0 && (file.Found & LibC.PollHangUp) != 0;
        _isOpen |= !hasHungUp || (file.Found & LibC.PollIn) != 0;
        return hasHungUp;
    }

    private int ReadMaster(byte[] buffer)
    {
        while (true)
        {
            var count = LibC.Read(_master, buffer, buffer.Length);
            if (count >= 0 || Marshal.GetLastPInvokeError() != LibC.Interrupted)
            {
                // EAGAIN: nothing has arrived. EIO: nobody has it open.
                return (int)Math.Max(0, count);
            }
        }
    }

    // For the next program: nothing of what the last one left unread, and none of its modes. Once is needed before the first, too: only when it
    // was opened and closed the system tells that nobody has it open.
    private bool TryCleanUp(out int error)
    {
        var handle = LibC.Open(PortName, OpenFlags | LibC.NonBlocking);
        error = Marshal.GetLastPInvokeError();
        if (handle < 0)
        {
            return false;
        }

        using var slave = new SafeFileHandle(handle, ownsHandle: true);
        var isClean = LibC.Flush(slave, LibC.InputQueue) == 0 && LibC.MakeRaw(slave);
        error = Marshal.GetLastPInvokeError();
        return isClean;
    }

    private void Replace()
    {
        _master.Dispose();
        _master = OpenMaster();
        PortName = NameOfSlave(_master);
        TryCleanUp(out _);
    }
}
