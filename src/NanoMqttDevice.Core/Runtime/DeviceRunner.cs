using System;
using System.Threading;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Product;

namespace NanoMqttDevice.Runtime
{
    /// <summary>
    /// A device in its body, from the start on: the one place that puts them together, on a board and on a PC. Its threads are one that decides,
    /// one that may block while it opens, one that may block while it closes, and one that starts the device anew when the others make no progress.
    /// </summary>
    public sealed class DeviceRunner
    {
        /// <summary>Milliseconds between two steps.</summary>
        public const int StepInterval = 20;

        /// <summary>Milliseconds between two looks at whether the device makes progress.</summary>
        public const int WatchInterval = 1000;

        private const int WorkerWait = 1000;

        private readonly LastResort _lastResort;
        private readonly object _gate = new object();
        private readonly AutoResetEvent _wake = new AutoResetEvent(false);
        private ThreadStart _afterStep;
        private bool _isStopping;

        /// <summary>Puts the parts together and reads from flash what they are to go by.</summary>
        /// <param name="body">What the device needs of the world.</param>
        /// <param name="createApplication">Makes what the product adds.</param>
        public DeviceRunner(DeviceBody body, ApplicationFactory createApplication)
            : this(body, createApplication, new LastResort(body.Random))
        {
        }

        /// <summary>As the other, with limits of one's own.</summary>
        /// <param name="body">What the device needs of the world.</param>
        /// <param name="createApplication">Makes what the product adds.</param>
        /// <param name="lastResort">Says when to start the device anew.</param>
        public DeviceRunner(DeviceBody body, ApplicationFactory createApplication, LastResort lastResort)
        {
            _lastResort = lastResort;
            Device = new Device(body, createApplication);
            Device.Boot();
            Device.Inbox.Added += Wake;
            Device.Context.Handover.Added += Wake;
        }

        /// <summary>The device.</summary>
        public Device Device { get; }

        /// <summary>
        /// Longest wait between two steps of a device that has nothing to do, in milliseconds; <see cref="StepInterval"/> unless something calls
        /// <see cref="Wake"/> when its serial line brings a byte.
        /// </summary>
        public int Rest { get; set; } = StepInterval;

        /// <summary>Ends the wait between two steps: there is something to do. May be called on any thread; never blocks.</summary>
        public void Wake()
        {
            _wake.Set();
        }

        /// <summary>Lets something move with the device's time, a light or the like.</summary>
        /// <param name="afterStep">Called after every step. Must not block; when it throws, it is not called again.</param>
        public void Accompany(ThreadStart afterStep)
        {
            _afterStep = afterStep;
        }

        /// <summary>Runs the device on this thread and new ones until <see cref="Stop"/>, which on a board nobody calls.</summary>
        public void Run()
        {
            Device.Context.Jobs.UseThreads();
            new Thread(new ThreadStart(RunOpener)).Start();
            new Thread(new ThreadStart(RunCloser)).Start();
            new Thread(new ThreadStart(RunWatch)).Start();
            while (!IsStopping())
            {
                Step();
                _wake.WaitOne(NextWait(), false);
            }
        }

        /// <summary>Does one step of everything that does not block.</summary>
        public void Step()
        {
            int caught = Device.Report.Caught;
            Device.Step();
            Device.Console?.Step();
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
            if (caught == Device.Report.Caught)
            {
                _lastResort.OnProgress();
            }
        }

        /// <summary>Runs what the product wants to be run beside, for whoever steps the device himself: with <see cref="Run"/> it has threads.</summary>
        public void RunJobs()
        {
            Device.Context.Jobs.RunPending();
        }

        /// <summary>Starts the device anew when that is the last resort. Never throws.</summary>
        public void Watch()
        {
            try
            {
                Uplink uplink = Device.Uplink;
                if (_lastResort.Step(Device.Uptime, uplink.Opener.IsBusy, uplink.Closer.IsBusy, uplink.Supervisor.State))
                {
                    Device.Board.Reboot();
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

            Wake();
        }

        // A timer of the product may be due before the rest is over.
        private int NextWait()
        {
            if (!Device.MayRest || Rest <= StepInterval)
            {
                return StepInterval;
            }

            int due = Device.DueIn(Device.Report.Now);
            return due < 1 ? 1 : due < Rest ? due : Rest;
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
                Device.Uplink.Opener.WaitAndRunOne(WorkerWait);
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
                Device.Uplink.Closer.WaitAndRunOne(WorkerWait);
            }
        }
    }
}
