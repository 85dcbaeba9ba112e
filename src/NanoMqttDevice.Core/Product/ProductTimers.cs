using System;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Product
{
    /// <summary>The timers of a product. Takes no memory for a product that has none.</summary>
    internal sealed class ProductTimers
    {
        /// <summary>Most timers at once.</summary>
        public const int Most = 16;

        /// <summary>Least milliseconds between two calls of a timer.</summary>
        public const int LeastInterval = 20;

        private readonly IClock _clock;
        private ProductTimer[] _timers;
        private int _count;

        public ProductTimers(IClock clock)
        {
            _clock = clock;
        }

        /// <summary>Adds a timer.</summary>
        /// <param name="interval">Milliseconds until its first call, and between two calls.</param>
        /// <param name="handler">What to call.</param>
        /// <param name="isOnce">True for one call.</param>
        /// <returns>The timer; InvalidOperationException is thrown when there are too many.</returns>
        public ProductTimer Add(int interval, Action handler, bool isOnce)
        {
            int slot = 0;
            while (slot < _count && !_timers[slot].IsOver)
            {
                slot++;
            }

            if (slot == Most)
            {
                throw new InvalidOperationException();
            }

            if (_timers == null || slot == _timers.Length)
            {
                Grow();
            }

            ProductTimer timer = new ProductTimer(_clock, interval, handler, isOnce);
            _timers[slot] = timer;
            _count = slot == _count ? _count + 1 : _count;
            return timer;
        }

        /// <summary>Calls what is due.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        public void Step(long now)
        {
            for (int i = 0; i < _count; i++)
            {
                if (now >= _timers[i].Due)
                {
                    _timers[i].Call(now);
                }
            }
        }

        /// <summary>Tells when the next call is due.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <returns>Milliseconds until then, 0 when it is now; <see cref="int.MaxValue"/> when none is to come.</returns>
        public int DueIn(long now)
        {
            long least = int.MaxValue;
            for (int i = 0; i < _count; i++)
            {
                long due = _timers[i].Due - now;
                least = due < least ? due : least;
            }

            return least < 0 ? 0 : (int)least;
        }

        private void Grow()
        {
            ProductTimer[] timers = new ProductTimer[_count == 0 ? 4 : 2 * _count];
            for (int i = 0; i < _count; i++)
            {
                timers[i] = _timers[i];
            }

            _timers = timers;
        }
    }
}
