using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Connectivity
{
    /// <summary>
    /// How long to wait before the next try: a random time from nothing to a maximum ("full jitter"), the maximum doubling from try to try up to
    /// a cap. Ten thousand devices that lose their broker at one moment thus come back spread out, not in waves.
    /// </summary>
    public sealed class Backoff
    {
        private readonly IRandom _random;
        private readonly int _first;
        private readonly int _cap;
        private int _max;

        /// <summary>Makes a back-off at its start.</summary>
        /// <param name="random">Source of the jitter.</param>
        /// <param name="first">First maximum in milliseconds, at least 1.</param>
        /// <param name="cap">Last maximum in milliseconds, at most 1,073,741,823.</param>
        public Backoff(IRandom random, int first, int cap)
        {
            _random = random;
            _first = first;
            _cap = cap;
            _max = first;
        }

        /// <summary>Gives the next wait and doubles the maximum.</summary>
        /// <returns>Milliseconds, 0 to the maximum, both included.</returns>
        public int Next()
        {
            int wait = _random.Next(_max);
            _max = _max > _cap / 2 ? _cap : _max * 2;
            return wait;
        }

        /// <summary>Starts again at the first maximum.</summary>
        public void Reset()
        {
            _max = _first;
        }
    }
}
