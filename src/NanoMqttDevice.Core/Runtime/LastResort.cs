using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Runtime
{
    /// <summary>
    /// Says when nothing but a new start can help. Stepped with the time by a thread of its own, for what it watches over are the others; they tell
    /// it of their progress.
    /// </summary>
    public sealed class LastResort
    {
        private readonly int _loopLimit;
        private readonly int _workerLimit;
        private readonly int _offlineLimit;
        private bool _hasProgress;
        private long _loopSince;
        private long _openerSince;
        private long _closerSince;
        private long _wellSince;

        /// <summary>Makes one with the limits of a minute, ten minutes, and six hours and up to one more: what is offline together must not start together.</summary>
        /// <param name="random">Source of jitter.</param>
        public LastResort(IRandom random)
            : this(60, 600, 21600 + random.Next(3600))
        {
        }

        /// <summary>Makes one.</summary>
        /// <param name="loopLimit">Seconds that the main loop may take for one step, or fail in every step.</param>
        /// <param name="workerLimit">Seconds that a worker may take for one job; the network's own limits are far below.</param>
        /// <param name="offlineLimit">Seconds that a provisioned device may be offline without being refused.</param>
        public LastResort(int loopLimit, int workerLimit, int offlineLimit)
        {
            _loopLimit = loopLimit;
            _workerLimit = workerLimit;
            _offlineLimit = offlineLimit;
        }

        /// <summary>The main loop has done a step.</summary>
        public void OnProgress()
        {
            _hasProgress = true;
        }

        /// <summary>Looks at the device. Called again and again, about once a second.</summary>
        /// <param name="now">Seconds since the start.</param>
        /// <param name="isOpenerBusy">True while a connection is being opened or a network joined.</param>
        /// <param name="isCloserBusy">True while a connection is being closed.</param>
        /// <param name="state">Where the device stands.</param>
        /// <returns>True when the device is to be started anew.</returns>
        public bool Step(long now, bool isOpenerBusy, bool isCloserBusy, SupervisorState state)
        {
            if (_hasProgress)
            {
                _hasProgress = false;
                _loopSince = now;
            }

            if (!isOpenerBusy)
            {
                _openerSince = now;
            }

            if (!isCloserBusy)
            {
                _closerSince = now;
            }

            // Who is refused has reached the service: a new start would change nothing there.
            if (state == SupervisorState.Online || state == SupervisorState.Refused || state == SupervisorState.Unprovisioned)
            {
                _wellSince = now;
            }

            return now - _loopSince >= _loopLimit
                || now - _openerSince >= _workerLimit
                || now - _closerSince >= _workerLimit
                || now - _wellSince >= _offlineLimit;
        }
    }
}
