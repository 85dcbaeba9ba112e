using System;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Runtime
{
    /// <summary>
    /// Counts, in flash, the starts that did not last. <see cref="SafeModeAt"/> of them in a row mean that the device crashes by itself: it then
    /// starts in safe mode, in which only provisioning runs. Stepped with the time; writes to flash only when the count changes.
    /// </summary>
    public sealed class BootGuard
    {
        /// <summary>The start that is one in safe mode, counted from 1.</summary>
        public const int SafeModeAt = 5;

        private const string FileName = "starts";

        private readonly IFlash _flash;
        private readonly int _stableTime;
        private readonly int _safeModeTime;

        // The count and its complement: a file of another kind must not look like a count.
        private readonly byte[] _record = new byte[2];
        private int _count;
        private long _since;

        /// <summary>Makes a guard for which a start has lasted after two minutes, and safe mode after fifteen; nothing is read yet.</summary>
        /// <param name="flash">Where the count is.</param>
        public BootGuard(IFlash flash)
            : this(flash, 120000, 900000)
        {
        }

        /// <summary>Makes a guard; nothing is read yet.</summary>
        /// <param name="flash">Where the count is.</param>
        /// <param name="stableTime">Milliseconds after which a start has lasted.</param>
        /// <param name="safeModeTime">Milliseconds in safe mode after which one more start is tried.</param>
        public BootGuard(IFlash flash, int stableTime, int safeModeTime)
        {
            _flash = flash;
            _stableTime = stableTime;
            _safeModeTime = safeModeTime;
        }

        /// <summary>True while only provisioning may run.</summary>
        public bool IsSafeMode { get; private set; }

        /// <summary>Counts this start. To be called once, before anything that may crash. Never throws.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        public void Start(long now)
        {
            _since = now;
            _count = Load();
            if (_count < SafeModeAt)
            {
                Save(_count + 1);
            }

            IsSafeMode = _count == SafeModeAt;
        }

        /// <summary>Looks at the time. Called again and again; never throws.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <returns>True when the device is to be started anew, to leave safe mode.</returns>
        public bool Step(long now)
        {
            if (!IsSafeMode)
            {
                if (_count != 0 && now - _since >= _stableTime)
                {
                    Save(0);
                }

                return false;
            }

            if (now - _since < _safeModeTime)
            {
                return false;
            }

            // One try: the start after a try that does not last either is one in safe mode again.
            _since = now;
            Save(SafeModeAt - 2);
            return true;
        }

        /// <summary>Leaves safe mode, with a clean count: there are new settings to go by.</summary>
        public void Leave()
        {
            if (IsSafeMode)
            {
                IsSafeMode = false;
                Save(0);
            }
        }

        private int Load()
        {
            try
            {
                if (_flash.Read(FileName, _record) == 2 && (_record[0] ^ _record[1]) == 0xFF)
                {
                    return _record[0] < SafeModeAt ? _record[0] : SafeModeAt;
                }
            }
            catch (Exception)
            {
                // A flash that cannot be read is no reason for safe mode.
            }

            return 0;
        }

        private void Save(int count)
        {
            _count = count;
            _record[0] = (byte)count;
            _record[1] = (byte)(count ^ 0xFF);
            try
            {
                _flash.Write(FileName, _record, 2);
            }
            catch (Exception)
            {
                // It counts as stored: trying again and again would only wear the flash.
            }
        }
    }
}
