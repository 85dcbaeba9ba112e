using System;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Product
{
    /// <summary>A handler that is called again and again, or once, on the device's main thread. To be used on that thread only.</summary>
    public sealed class ProductTimer
    {
        private const long Never = long.MaxValue;

        private readonly IClock _clock;
        private readonly Action _handler;
        private readonly bool _isOnce;
        private int _interval;

        internal ProductTimer(IClock clock, int interval, Action handler, bool isOnce)
        {
            _clock = clock;
            _handler = handler;
            _isOnce = isOnce;
            Interval = interval;
        }

        /// <summary>Milliseconds between two calls, at least 20. When it is set, the next call is that long from now, also of a timer that was stopped.</summary>
        public int Interval
        {
            get
            {
                return _interval;
            }

            set
            {
                _interval = value < ProductTimers.LeastInterval ? ProductTimers.LeastInterval : value;
                Due = _clock.Milliseconds + _interval;
            }
        }

        /// <summary>True while a call is to come.</summary>
        public bool IsRunning
        {
            get { return Due != Never; }
        }

        internal long Due { get; private set; }

        internal bool IsOver
        {
            get { return _isOnce && Due == Never; }
        }

        /// <summary>Calls no more, until <see cref="Interval"/> is set.</summary>
        public void Stop()
        {
            Due = Never;
        }

        internal void Call(long now)
        {
            // Planned before the call: one that throws is called at its next time like any other. What was missed is not made up for.
            Due = _isOnce ? Never : Due + _interval > now ? Due + _interval : now + _interval;
            _handler();
        }
    }
}
