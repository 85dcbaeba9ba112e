using System.Threading;

namespace NanoMqttDevice
{
    /// <summary>The three threads of a device: one that decides, one that may block while it opens, one that may block while it closes.</summary>
    public sealed class DeviceRunner
    {
        /// <summary>Milliseconds between two steps.</summary>
        public const int StepInterval = 20;

        private const int WorkerWait = 1000;

        private readonly Device _device;
        private readonly SerialConsole _console;
        private readonly object _gate = new object();
        private bool _isStopping;

        /// <summary>Makes a runner.</summary>
        /// <param name="device">The device.</param>
        /// <param name="console">Its command line, or null.</param>
        public DeviceRunner(Device device, SerialConsole console)
        {
            _device = device;
            _console = console;
        }

        /// <summary>Runs the device on this thread and two new ones until <see cref="Stop"/>, which on a board nobody calls.</summary>
        public void Run()
        {
            new Thread(new ThreadStart(RunOpener)).Start();
            new Thread(new ThreadStart(RunCloser)).Start();
            while (!IsStopping())
            {
                Step();
                Thread.Sleep(StepInterval);
            }
        }

        /// <summary>Does one step of everything that does not block.</summary>
        public void Step()
        {
            _device.Step();
            if (_console != null)
            {
                _console.Step();
            }
        }

        /// <summary>Lets <see cref="Run"/> and the two threads end.</summary>
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

        private void RunCloser()
        {
            while (!IsStopping())
            {
                _device.Closer.WaitAndRunOne(WorkerWait);
            }
        }
    }
}
