using System;
using System.Threading;

namespace NanoMqttDevice.Connectivity
{
    /// <summary>
    /// A place where a call may block: one job at a time, run by a thread of its own (or by a test, step by step). What a job finds out it
    /// leaves in its own object; the thread that decides looks there.
    /// </summary>
    public sealed class Worker
    {
        private readonly AutoResetEvent _posted = new AutoResetEvent(false);
        private readonly object _gate = new object();
        private ThreadStart _job;
        private bool _isRunning;

        /// <summary>True from <see cref="Post"/> until the job has ended.</summary>
        public bool IsBusy
        {
            get
            {
                lock (_gate)
                {
                    return _job != null;
                }
            }
        }

        /// <summary>How many jobs ended with an exception they should have caught.</summary>
        public int Failures { get; private set; }

        /// <summary>Hands over a job.</summary>
        /// <param name="job">What to run.</param>
        /// <returns>False, and nothing is done, while another job is not at its end.</returns>
        public bool Post(ThreadStart job)
        {
            lock (_gate)
            {
                if (_job != null)
                {
                    return false;
                }

                _job = job;
            }

            _posted.Set();
            return true;
        }

        /// <summary>Runs the job that was handed over, if there is one and nobody else runs it.</summary>
        /// <returns>True when it was run.</returns>
        public bool RunOne()
        {
            ThreadStart job;
            lock (_gate)
            {
                job = _job;
                if (job == null || _isRunning)
                {
                    return false;
                }

                _isRunning = true;
            }

            try
            {
                job();
            }
            catch (Exception)
            {
                // The last catch of the thread: without it the thread would end, and with it all connecting.
                Failures++;
            }

            lock (_gate)
            {
                _job = null;
                _isRunning = false;
            }

            return true;
        }

        /// <summary>Waits for a job and runs it.</summary>
        /// <param name="timeout">Longest wait in milliseconds.</param>
        /// <returns>True when it was run.</returns>
        public bool WaitAndRunOne(int timeout)
        {
            _posted.WaitOne(timeout, false);
            return RunOne();
        }
    }
}
