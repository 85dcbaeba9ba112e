using System;
using System.Threading;

namespace NanoMqttDevice
{
    /// <summary>
    /// The threads of a device: one that decides, one that may block while it opens, one that may block while it closes, and one that starts the
    /// device anew when the others make no progress.
    /// </summary>
    public sealed class DeviceRunner
    {
        /// <summary>Milliseconds between two steps.</summary>
        public const int StepInterval = 20;

        private const int WorkerWait = 1000;
        private const int WatchInterval = 1000;

        private readonly Device _device;
        private readonly SerialConsole _console;
        private readonly LastResort _lastResort;
        private readonly object _gate = new object();
        private ThreadStart _afterStep;
        private bool _isStopping;

        /// <summary>Makes a runner that lets the device hang if it does.</summary>
        /// <param name="device">The device.</param>
        /// <param name="console">Its command line, or null.</param>
        public DeviceRunner(Device device, SerialConsole console)
            : this(device, console, null, null)
        {
        }

        /// <summary>Makes a runner.</summary>
        /// <param name="device">The device.</param>
        /// <param name="console">Its command line, or null.</param>
        /// <param name="lastResort">Says when to start the device anew, or null for never.</param>
        /// <param name="afterStep">Called after every step, for a light or the like that moves with time, or null. Must not block; when it throws, it is
        /// not called again.</param>
        public DeviceRunner(Device device, SerialConsole console, LastResort lastResort, ThreadStart afterStep)
        {
            _device = device;
            _console = console;
            _lastResort = lastResort;
            _afterStep = afterStep;
        }

        /// <summary>Runs the device on this thread and new ones until <see cref="Stop"/>, which on a board nobody calls.</summary>
        public void Run()
        {
            new Thread(new ThreadStart(RunOpener)).Start();
            new Thread(new ThreadStart(RunCloser)).Start();
            if (_lastResort != null)
            {
                new Thread(new ThreadStart(RunWatch)).Start();
            }

            while (!IsStopping())
            {
                Step();
                Thread.Sleep(StepInterval);
            }
        }

        /// <summary>Does one step of everything that does not block.</summary>
        public void Step()
        {
            int failures = _device.Failures;
            _device.Step();
            if (_console != null)
            {
                _console.Step();
            }

            try
            {
                _afterStep?.Invoke();
            }
            catch (Exception)
            {
                // A light that fails must not cost the loop.
                _afterStep = null;
            }

            // A device that fails in every step is as good as one that hangs.
            if (_lastResort != null && failures == _device.Failures)
            {
                _lastResort.OnProgress();
            }
        }

        /// <summary>Starts the device anew when that is the last resort. Never throws.</summary>
        public void Watch()
        {
            try
            {
                if (_lastResort.Step(_device.Uptime, _device.Opener.IsBusy, _device.Closer.IsBusy, _device.Supervisor.State))
                {
                    _device.Board.Reboot();
                }
            }
            catch (Exception)
            {
                // The last catch of the watching thread, which tries again a second later.
            }
        }

        /// <summary>Lets <see cref="Run"/> and the other threads end.</summary>
        public void Stop()
        {
            lock (_gate)
            {
                _isStopping = true;
            }
        }

        private bool IsStopping()
        {
            lock (_gate)
            {
                return _isStopping;
            }
        }

        private void RunOpener()
        {
            while (!IsStopping())
            {
                _device.Opener.WaitAndRunOne(WorkerWait);
            }
        }

        private void RunWatch()
        {
            while (!IsStopping())
            {
                Thread.Sleep(WatchInterval);
                Watch();
            }
        }

        private void RunCloser()
        {
            while (!IsStopping())
            {
                _device.Closer.WaitAndRunOne(WorkerWait);
            }
        }
    }
}
