using System.Device.Gpio;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Esp32
{
    /// <summary>
    /// A pin for a watchdog beside the chip, which resets the board when the pin stands still. It is the only answer to a native call that never
    /// returns: such a call stops every managed thread.
    /// </summary>
    public sealed class WatchdogPin
    {
        /// <summary>Least time between two changes of the level, in milliseconds. Watchdogs count edges, not levels.</summary>
        public const int Interval = 200;

        private readonly GpioPin _pin;
        private int _failures;
        private long _next;

        /// <summary>Takes the pin.</summary>
        /// <param name="board">Says which pin, if any.</param>
        public WatchdogPin(BoardInfo board)
        {
            if (board.WatchdogPin >= 0)
            {
                _pin = new GpioController().OpenPin(board.WatchdogPin, PinMode.Output);
                _pin.Write(PinValue.Low);
            }
        }

        /// <summary>Changes the level when it is time, but only after a step in which nothing failed.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <param name="failures">How many steps have failed since the start: one more than at the last call means that there was no progress.</param>
        public void Step(long now, int failures)
        {
            bool isProgress = failures == _failures;
            _failures = failures;
            if (_pin != null && isProgress && now >= _next)
            {
                _next = now + Interval;
                _pin.Toggle();
            }
        }
    }
}
