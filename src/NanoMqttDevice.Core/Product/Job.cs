using System;
using System.Threading;

namespace NanoMqttDevice.Product
{
    /// <summary>One call that may block, on a thread of its own that ends with it. What it finds out it leaves in its product's fields.</summary>
    internal sealed class Job
    {
        private readonly object _gate = new object();
        private readonly Action _work;
        private readonly JobHandler _ended;
        private readonly long _deadline;
        private bool _isStarted;
        private bool _isOver;
        private bool _hasFailed;

        public Job(Action work, JobHandler ended, long deadline)
        {
            _work = work;
            _ended = ended;
            _deadline = deadline;
        }

        /// <summary>True once its time was over before it had ended.</summary>
        public bool IsStuck { get; private set; }

        /// <summary>True once it has come to its end, in time or later.</summary>
        public bool IsOver
        {
            get
            {
                lock (_gate)
                {
                    return _isOver;
                }
            }
        }

        /// <summary>Does the work; called once, by the thread that may block.</summary>
        public void Run()
        {
            lock (_gate)
            {
                if (_isStarted)
                {
                    return;
                }

                _isStarted = true;
            }

            bool hasFailed = false;
            try
            {
                _work();
            }
            catch (Exception)
            {
                // The last catch of this thread; whoever waits for the job is told.
                hasFailed = true;
            }

            lock (_gate)
            {
                _hasFailed = hasFailed;
                _isOver = true;
            }
        }

        /// <summary>Gives the job a thread.</summary>
        public void Start()
        {
            new Thread(new ThreadStart(Run)).Start();
        }

        /// <summary>Looks at the time.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <returns>True when the job's time is over.</returns>
        public bool RunOut(long now)
        {
            IsStuck = now >= _deadline;
            return IsStuck;
        }

        /// <summary>Tells whoever waits. Throws what the handler throws.</summary>
        public void Tell()
        {
            _ended(IsStuck ? JobEnd.TimedOut : _hasFailed ? JobEnd.Failed : JobEnd.Done);
        }
    }
}
