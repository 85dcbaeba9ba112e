using NanoMqttDevice.Commands;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Product;

namespace NanoMqttDevice.Runtime
{
    /// <summary>
    /// Says when a device whose product wants to sleep may do so: when everything is acknowledged and nothing has come for a moment, or its time awake is
    /// over. An unprovisioned one stays awake, and one whose serial line is in use.
    /// </summary>
    internal sealed class Slumber
    {
        /// <summary>How long nothing must have come after the last message, in milliseconds: commands that wait at the service come right after the login.</summary>
        public const int Linger = 1000;

        /// <summary>How long after the last byte on the serial line, in milliseconds: somebody may be about to provision the device.</summary>
        public const int SerialTime = 60000;

        private readonly DeviceReport _report;
        private readonly DeviceContext _context;
        private readonly long _start;
        private long _quietSince;
        private long _awakeSince;
        private int _obeyed;

        public Slumber(DeviceReport report, DeviceContext context)
        {
            _report = report;
            _context = context;
            _start = report.Now;
            _quietSince = _start;
            _awakeSince = _start;
        }

        /// <summary>Looks at the device. Called again and again.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <param name="lastSerial">When the last byte came on the serial line; 0 when none has.</param>
        /// <returns>Milliseconds to sleep now, or 0 to stay awake.</returns>
        public long Step(long now, long lastSerial)
        {
            if (_report.Outbox.Count != 0 || !_context.IsOnline || _context.Jobs.IsBusy || _report.Settings.Trial.IsTrying || _obeyed != _report.Processor.Obeyed)
            {
                _obeyed = _report.Processor.Obeyed;
                _quietSince = now;
            }

            SleepPlan plan = _context.Sleep;
            if (plan.Seconds == 0 || _report.Uplink.Settings == null || (lastSerial != 0 && now - lastSerial < SerialTime))
            {
                _awakeSince = now;
                return 0;
            }

            if (now - _quietSince < Linger && now - _awakeSince < plan.Limit * 1000L)
            {
                return 0;
            }

            // From wake to wake it is as long as the product says.
            long left = (plan.Seconds * 1000L) - (now - _start);
            return left < 1000 ? 1000 : left;
        }
    }
}
