using System;
using System.Collections.Generic;

namespace NanoMqttDevice.AdapterTests.Platform
{
    /// <summary>The board's time. It moves when a thread sleeps or waits, and what was planned happens on the way.</summary>
    internal static class VirtualTime
    {
        private static readonly List<KeyValuePair<long, Action>> _planned = new List<KeyValuePair<long, Action>>();

        /// <summary>Milliseconds since the start.</summary>
        public static long Now { get; private set; }

        public static void Reset()
        {
            Now = 0;
            _planned.Clear();
        }

        /// <summary>Plans something.</summary>
        public static void After(long milliseconds, Action what)
        {
            _planned.Add(new KeyValuePair<long, Action>(Now + milliseconds, what));
        }

        public static void Advance(long milliseconds)
        {
            AdvanceUntil(() => false, milliseconds);
        }

        /// <summary>Lets time pass until a condition holds.</summary>
        /// <returns>False when it did not hold in time.</returns>
        public static bool AdvanceUntil(Func<bool> condition, long limit)
        {
            long end = Now + limit;
            while (!condition())
            {
                int next = Next(end);
                if (next < 0)
                {
                    Now = end;
                    return false;
                }

                Action what = _planned[next].Value;
                Now = _planned[next].Key;
                _planned.RemoveAt(next);
                what();
            }

            return true;
        }

        private static int Next(long end)
        {
            int next = -1;
            for (int i = 0; i < _planned.Count; i++)
            {
                if (_planned[i].Key <= end && (next < 0 || _planned[i].Key < _planned[next].Key))
                {
                    next = i;
                }
            }

            return next;
        }
    }
}
