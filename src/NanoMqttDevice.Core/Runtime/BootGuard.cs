using NanoMqttDevice.Commands;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Storage;

namespace NanoMqttDevice.Runtime
{
    /// <summary>
    /// Counts, in flash, the starts that did not last; those that were ordered do not count. Five of them in a row mean that the device crashes by itself:
    /// it then starts without the product, and after five more with nothing but the serial line. Stepped with the time; writes to flash only when the count
    /// changes.
    /// </summary>
    public sealed class BootGuard
    {
        /// <summary>The start that is one without the product, counted from 1.</summary>
        public const int WithoutProductAt = 5;

        /// <summary>The start that has nothing but the serial line, counted from 1.</summary>
        public const int SerialOnlyAt = 10;

        // In the number in flash: the start that follows was ordered.
        private const int Ordered = 0x80;

        private readonly FlashCounter _counter;
        private readonly int _stableTime;
        private readonly int _productTime;
        private readonly int _serialTime;
        private int _before;
        private int _count;
        private long _since;

        /// <summary>
        /// Makes a guard for which a start has lasted after two minutes; without the product one more start with it is tried after an hour, and with nothing
        /// but the serial line one without the product after fifteen minutes. Nothing is read yet.
        /// </summary>
        /// <param name="flash">Where the count is.</param>
        public BootGuard(IFlash flash)
            : this(flash, 120000, 3600000, 900000)
        {
        }

        /// <summary>Makes a guard; nothing is read yet.</summary>
        /// <param name="flash">Where the count is.</param>
        /// <param name="stableTime">Milliseconds after which a start has lasted.</param>
        /// <param name="productTime">Milliseconds without the product after which one more start with it is tried.</param>
        /// <param name="serialTime">Milliseconds with nothing but the serial line after which one more start is tried.</param>
        public BootGuard(IFlash flash, int stableTime, int productTime, int serialTime)
        {
            _counter = new FlashCounter(flash, "starts");
            _stableTime = stableTime;
            _productTime = productTime;
            _serialTime = serialTime;
        }

        /// <summary>How much of the device may run.</summary>
        public StartMode Mode { get; private set; }

        /// <summary>True when this start was ordered, by a command, a commit or the device itself.</summary>
        public bool WasOrdered { get; private set; }

        /// <summary>Counts this start. To be called once, before anything that may crash. Never throws.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        public void Start(long now)
        {
            int stored = _counter.Load();
            WasOrdered = (stored & Ordered) != 0;
            _since = now;
            _before = stored & ~Ordered;
            int count = _before + 1;
            Mode = count >= SerialOnlyAt ? StartMode.SerialOnly : count >= WithoutProductAt ? StartMode.WithoutProduct : StartMode.Normal;
            Save(count > SerialOnlyAt ? SerialOnlyAt : count);
        }

        /// <summary>As <see cref="Start"/>, for a start from a sleep: the one before has ended well, and nothing is written. Should this one crash, the next is counted.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        public void Wake(long now)
        {
            WasOrdered = true;
            _since = now;
            Mode = StartMode.Normal;
        }

        /// <summary>The device goes to sleep: this start has lasted. Written once, and not again by starts that come from sleeps.</summary>
        public void OnSleep()
        {
            if (_count != 0)
            {
                Save(Ordered);
            }
        }

        /// <summary>Looks at the time. Called again and again; never throws.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <returns>True when the device is to be started anew, to try more than this start does.</returns>
        public bool Step(long now)
        {
            long age = now - _since;
            switch (Mode)
            {
                case StartMode.Normal:
                    if (_count != 0 && age >= _stableTime)
                    {
                        Save(0);
                        _before = 0;
                    }

                    return false;
                case StartMode.WithoutProduct:
                    if (_count != WithoutProductAt - 1 && age >= _stableTime)
                    {
                        // Whatever ends it now, the next start is one without the product again, not one with even less.
                        Save(WithoutProductAt - 1);
                        _before = WithoutProductAt - 1;
                    }

                    return TryMore(age, _productTime, WithoutProductAt - 2, now);
                default:
                    return TryMore(age, _serialTime, WithoutProductAt - 1, now);
            }
        }

        /// <summary>A new start is ordered: it is to count no more than this one did.</summary>
        /// <param name="isMended">True when whoever ordered it has changed something, so that everything is to be tried again.</param>
        public void OnOrdered(bool isMended)
        {
            Save((isMended ? 0 : _before) | Ordered);
        }

        /// <summary>There are new settings to go by: all may run again, and the count begins anew.</summary>
        /// <returns>True when more may run than before.</returns>
        public bool Leave()
        {
            if (Mode == StartMode.Normal)
            {
                return false;
            }

            Mode = StartMode.Normal;
            _before = 0;
            Save(0);
            return true;
        }

        // One try: the start after one that does not last either has as little again.
        private bool TryMore(long age, int time, int count, long now)
        {
            if (age < time)
            {
                return false;
            }

            _since = now;
            Save(count);
            return true;
        }

        private void Save(int count)
        {
            _count = count & ~Ordered;
            _counter.Save(count);
        }
    }
}
