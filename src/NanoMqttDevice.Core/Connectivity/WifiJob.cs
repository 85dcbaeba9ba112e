using System.Threading;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Connectivity
{
    /// <summary>
    /// Joining a network that somebody asked for, or looking for networks: one of them at a time, on the thread that may block, as soon as that is
    /// free. Stepped by the thread that decides.
    /// </summary>
    public sealed class WifiJob
    {
        // Improv's clients wait 30 s for an answer.
        private const int Limit = 25000;

        private readonly INetworkLink _link;
        private readonly Worker _worker;
        private readonly ThreadStart _run;
        private string _ssid;
        private string _password;
        private bool _isWanted;
        private bool _isPosted;

        /// <summary>Makes a job that has nothing to do.</summary>
        /// <param name="link">The way to the network.</param>
        /// <param name="worker">Runs what may block.</param>
        public WifiJob(INetworkLink link, Worker worker)
        {
            _link = link;
            _worker = worker;
            _run = new ThreadStart(Run);
        }

        /// <summary>True until what was begun last has ended.</summary>
        public bool IsBusy
        {
            get { return _isWanted || _isPosted; }
        }

        /// <summary>What became of joining.</summary>
        public LinkResult Result { get; private set; }

        /// <summary>What a scan found, or null when it failed.</summary>
        public WifiNetwork[] Networks { get; private set; }

        /// <summary>Begins to join a network, or to look for networks.</summary>
        /// <param name="ssid">Name of the network, or null to look for networks.</param>
        /// <param name="password">Its password, empty for an open network.</param>
        /// <returns>False, and nothing is begun, while <see cref="IsBusy"/>.</returns>
        public bool Begin(string ssid, string password)
        {
            if (IsBusy)
            {
                return false;
            }

            _ssid = ssid;
            _password = password;
            Result = LinkResult.Failed;
            Networks = null;
            _isWanted = true;
            return true;
        }

        /// <summary>Hands the job over, or takes note of its end. Called again and again, before anything else is handed to the worker.</summary>
        public void Step()
        {
            if (_isPosted && !_worker.IsBusy)
            {
                _isPosted = false;
                _password = null;
            }
            else if (_isWanted && _worker.Post(_run))
            {
                _isWanted = false;
                _isPosted = true;
            }
        }

        private void Run()
        {
            if (_ssid == null)
            {
                Networks = _link.Scan(Limit);
            }
            else
            {
                Result = _link.Join(_ssid, _password, Limit);
            }
        }
    }
}
