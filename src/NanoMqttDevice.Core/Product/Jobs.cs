using System;

namespace NanoMqttDevice.Product
{
    /// <summary>
    /// The slow work of a product, two jobs at a time. One that never ends costs its place and is counted, and the device goes on. Takes no memory for a
    /// product that has none.
    /// </summary>
    internal sealed class Jobs
    {
        /// <summary>Most jobs at once.</summary>
        public const int Most = 2;

        private Job _first;
        private Job _second;
        private bool _hasThreads;

        /// <summary>How many jobs have run out of their time, since the start.</summary>
        public int TimedOut { get; private set; }

        /// <summary>True while a job runs that may still end in time.</summary>
        public bool IsBusy
        {
            get { return IsOpen(_first) || IsOpen(_second); }
        }

        /// <summary>From now on each job has a thread of its own; until then whoever steps the device runs its jobs.</summary>
        public void UseThreads()
        {
            _hasThreads = true;
            _first?.Start();
            _second?.Start();
        }

        /// <summary>Begins a job.</summary>
        /// <param name="work">What may block.</param>
        /// <param name="ended">Hears of its end, on the main thread.</param>
        /// <param name="deadline">When its time is over, in milliseconds of the clock.</param>
        /// <returns>False when both places are taken.</returns>
        public bool Begin(Action work, JobHandler ended, long deadline)
        {
            if (!IsFree(ref _first) && !IsFree(ref _second))
            {
                return false;
            }

            Job job = new Job(work, ended, deadline);
            if (_first == null)
            {
                _first = job;
            }
            else
            {
                _second = job;
            }

            if (_hasThreads)
            {
                job.Start();
            }

            return true;
        }

        /// <summary>Tells of the jobs that have ended. Throws what their handlers throw.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        public void Step(long now)
        {
            if (_first != null)
            {
                Step(ref _first, now);
            }

            if (_second != null)
            {
                Step(ref _second, now);
            }
        }

        /// <summary>Runs what was begun, where there are no threads.</summary>
        public void RunPending()
        {
            _first?.Run();
            _second?.Run();
        }

        private static bool IsOpen(Job job)
        {
            return job != null && !job.IsStuck;
        }

        // The place of a job that came late is free once it has.
        private static bool IsFree(ref Job job)
        {
            if (job != null && job.IsStuck && job.IsOver)
            {
                job = null;
            }

            return job == null;
        }

        private void Step(ref Job place, long now)
        {
            Job job = place;
            if (job.IsStuck)
            {
                return;
            }

            if (job.IsOver)
            {
                place = null;
                job.Tell();
            }
            else if (job.RunOut(now))
            {
                TimedOut++;
                job.Tell();
            }
        }
    }
}
