using NanoMqttDevice.AdapterTests.Platform;

// Names of .NET's own library that the platform gives another meaning to. The firmware's files find these first, since they are in a namespace around
// theirs.
namespace NanoMqttDevice
{
    internal static class Environment
    {
        public static long TickCount64
        {
            get { return VirtualTime.Now; }
        }
    }

    internal static class DateTime
    {
        public static readonly System.DateTime UnixEpoch = System.DateTime.UnixEpoch;

        public static System.DateTime UtcNow
        {
            get { return Machine.UtcNow; }
        }
    }

    internal static class Thread
    {
        public static void Sleep(int milliseconds)
        {
            if (milliseconds == System.Threading.Timeout.Infinite)
            {
                throw new StandstillException();
            }

            VirtualTime.Advance(milliseconds);
        }
    }

    internal sealed class ManualResetEvent
    {
        private bool _isSet;

        public ManualResetEvent(bool initialState)
        {
            _isSet = initialState;
        }

        public bool Set()
        {
            _isSet = true;
            return true;
        }

        public bool Reset()
        {
            _isSet = false;
            return true;
        }

        public bool WaitOne(int millisecondsTimeout, bool exitContext)
        {
            return VirtualTime.AdvanceUntil(() => _isSet, millisecondsTimeout) && !exitContext;
        }
    }
}
