using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace NanoMqttDevice.Simulator;

/// <summary>What the C library of Linux knows about terminals and .NET does not.</summary>
internal static partial class LibC
{
    public const int ReadWrite = 0x2;
    public const int NoControllingTerminal = 0x100;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;

    /// <summary>errno: a signal came first.</summary>
    public const int Interrupted = 4;

    /// <summary>errno: another has the terminal for itself (TIOCEXCL).</summary>
    public const int Busy = 16;

    public const short PollIn = 0x1;
    public const short PollHangUp = 0x10;

    /// <summary>tcflush: what was received and not read.</summary>
    public const int InputQueue = 0;

    /// <summary>tcsetattr: at once.</summary>
    public const int Now = 0;

    // struct termios is 60 bytes long; nothing here looks into it.
    private const int TermiosSize = 256;

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    public static partial int OpenMaster(int flags);

    [LibraryImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    public static partial int Grant(SafeFileHandle master);

    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    public static partial int Unlock(SafeFileHandle master);

    [LibraryImport("libc", EntryPoint = "ptsname_r", SetLastError = true)]
    public static partial int NameOfSlave(SafeFileHandle master, [Out] byte[] name, nint size);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(SafeFileHandle file, [Out] byte[] buffer, nint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(SafeFileHandle file, byte[] data, nint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(ref PollFile file, nuint count, int timeout);

    [LibraryImport("libc", EntryPoint = "tcflush", SetLastError = true)]
    public static partial int Flush(SafeFileHandle terminal, int queue);

    /// <summary>Lets a terminal pass bytes on as they are: no echo, no line editing, no translation.</summary>
    /// <param name="terminal">The terminal.</param>
    /// <returns>False when it is none.</returns>
    public static bool MakeRaw(SafeFileHandle terminal)
    {
        var termios = new byte[TermiosSize];
        if (GetAttributes(terminal, termios) != 0)
        {
            return false;
        }

        CfMakeRaw(termios);
        return SetAttributes(terminal, Now, termios) == 0;
    }

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    private static partial int GetAttributes(SafeFileHandle terminal, [In, Out] byte[] termios);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    private static partial int SetAttributes(SafeFileHandle terminal, int when, byte[] termios);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    private static partial void CfMakeRaw([In, Out] byte[] termios);

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollFile
    {
        public int Handle;
        public short Wanted;
        public short Found;
    }
}
