using System;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Settings;

namespace NanoMqttDevice.Product
{
    /// <summary>Drives a product: calls its members when it is time, and moves on what it hands over. To be called by the main thread only.</summary>
    internal sealed class ProductRun
    {
        // How soon the end of a job is seen, in milliseconds.
        private const int JobLook = 50;

        private readonly DeviceApplication _application;
        private readonly DeviceContext _context;
        private readonly DeviceTopics _topics;
        private readonly TelemetrySchedule _schedule;
        private readonly Outbox _outbox;
        private readonly JsonObject _telemetry = new JsonObject();
        private bool _wasOnline;
        private int _toldTimedOut;

        public ProductRun(DeviceApplication application, DeviceContext context, DeviceTopics topics, TelemetrySchedule schedule, Outbox outbox)
        {
            _application = application;
            _context = context;
            _topics = topics;
            _schedule = schedule;
            _outbox = outbox;
        }

        /// <summary>Tells the product that the device starts. Throws what the product throws.</summary>
        public void Start()
        {
            _application.Start(_context);
        }

        /// <summary>Does what is due, once. Throws what the product throws; the next step goes on behind what threw.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        public void Step(long now)
        {
            bool isOnline = _context.IsOnline;
            if (isOnline != _wasOnline)
            {
                _wasOnline = isOnline;
                if (isOnline)
                {
                    _application.OnConnected(_context);
                }
                else
                {
                    _application.OnDisconnected(_context);
                }
            }

            ProductSetting changed;
            while ((changed = _context.TakeChanged()) != null)
            {
                _application.OnSettingChanged(_context, changed);
            }

            // As many as wait now: one that posts another does not keep the device here.
            for (int i = _context.Handover.Handlers; i > 0; i--)
            {
                _context.Handover.CallOne();
            }

            _context.Jobs.Step(now);

            _context.Timers.Step(now);
            if (_context.ClientId != null && _schedule.IsDue(now))
            {
                Measure();
            }
        }

        /// <summary>Moves what was published on, and tells of a job that has run out of its time. Never throws.</summary>
        public void MoveOn()
        {
            _context.Handover.MoveOn();
            if (_context.Jobs.TimedOut != _toldTimedOut)
            {
                // Here, because the handler that hears of it may throw.
                _toldTimedOut = _context.Jobs.TimedOut;
                ReportJob();
            }
        }

        /// <summary>Tells when the product is to be stepped next, unless something happens before.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <returns>Milliseconds until then; <see cref="int.MaxValue"/> when there is nothing to do. The telemetry interval is not among it.</returns>
        public int DueIn(long now)
        {
            int due = _context.Timers.DueIn(now);
            return due > JobLook && _context.Jobs.IsBusy ? JobLook : due;
        }

        /// <summary>Tells the product that the device is about to start anew. Never throws.</summary>
        public void BeforeRestart()
        {
            try
            {
                _application.BeforeRestart(_context);
            }
            catch (Exception)
            {
                // Whatever it could not save: the restart is what was asked for.
                _wasOnline = false;
            }
        }

        /// <summary>Tells the product that the device is about to sleep. Never throws.</summary>
        public void BeforeSleep()
        {
            try
            {
                _application.BeforeSleep(_context);
            }
            catch (Exception)
            {
                // As above.
                _wasOnline = false;
            }
        }

        private void ReportJob()
        {
            if (_context.ClientId != null)
            {
                _telemetry.Clear();
                _telemetry.Add("clientId", _context.ClientId).Add("event", "job").Add("result", "timed-out").Add("count", _context.Jobs.TimedOut);
                _outbox.Add(_topics.Reply, _telemetry.ToBytes());
            }
        }

        private void Measure()
        {
            _telemetry.Clear();
            _telemetry.Add("clientId", _context.ClientId);
            _context.Stamps.Put(_telemetry);
            int size = _telemetry.Size;
            _application.Measure(_context, _telemetry);
            if (_telemetry.Size == size)
            {
                _context.Stamps.TakeBack();
                return;
            }

            _outbox.Add(_topics.Telemetry, _telemetry.ToBytes());
        }
    }
}
