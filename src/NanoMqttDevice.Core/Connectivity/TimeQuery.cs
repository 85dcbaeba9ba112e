using System.Threading;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Connectivity
{
    /// <summary>
    /// Sets the time of day by a server that the settings name: for networks that let nobody out to the one the platform asks. As soon as the network
    /// is there, and once a day from then on; after a failure with the back-off that RFC 4330, section 10, wants. Stepped by the thread that decides,
    /// asks on the one that may block.
    /// </summary>
    public sealed class TimeQuery
    {
        /// <summary>Port of NTP (RFC 4330, section 4).</summary>
        public const int Port = 123;

        /// <summary>Time from one answer to the next question, in milliseconds.</summary>
        public const int Interval = 24 * 60 * 60 * 1000;

        // The wait for an answer.
        private const int Limit = 3000;

        // No client may ask more often than every 15 s (RFC 4330, section 10): the back-off's random part comes on top.
        private const int Pause = 15000;
        private const int MaxBackoff = 60 * 60 * 1000;

        private readonly INetworkLink _link;
        private readonly IClock _clock;
        private readonly IRandom _random;
        private readonly Worker _worker;
        private readonly Backoff _backoff;
        private readonly ThreadStart _ask;
        private readonly byte[] _question = new byte[SntpMessage.Size];
        private readonly byte[] _answer = new byte[SntpMessage.Size];
        private string _server;
        private long _due;
        private bool _isPosted;
        private bool _isAnswered;

        /// <summary>Makes a query that is due.</summary>
        /// <param name="body">Gives link, clock and random numbers.</param>
        /// <param name="worker">Runs what may block.</param>
        public TimeQuery(DeviceBody body, Worker worker)
        {
            _link = body.Link;
            _clock = body.Clock;
            _random = body.Random;
            _worker = worker;
            _backoff = new Backoff(_random, Pause, MaxBackoff);
            _ask = new ThreadStart(Ask);
        }

        /// <summary>True while a question is under way.</summary>
        public bool IsBusy
        {
            get { return _isPosted; }
        }

        /// <summary>Takes note of an answer, or asks when that is due. Called again and again while there is an address.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <param name="server">Host name or address of the server.</param>
        /// <param name="mayAsk">False when the thread that asks is to stay free.</param>
        public void Step(long now, string server, bool mayAsk)
        {
            if (_isPosted)
            {
                if (_worker.IsBusy)
                {
                    return;
                }

                _isPosted = false;
                if (_isAnswered)
                {
                    _backoff.Reset();
                }

                _due = now + (_isAnswered ? Interval : Pause + _backoff.Next());
            }

            if (server != _server)
            {
                _server = server;
                _due = now;
                _backoff.Reset();
            }

            if (mayAsk && now >= _due)
            {
                _isAnswered = false;
                _isPosted = _worker.Post(_ask);
            }
        }

        private void Ask()
        {
            SntpMessage.Write(_question, _random);
            int length = _link.Exchange(_server, Port, _question, _answer, Limit);
            long time = SntpMessage.Read(_answer, length, _question);
            if (time >= 0)
            {
                _clock.Set(time);
                _isAnswered = true;
            }
        }
    }
}
