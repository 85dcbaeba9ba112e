using System;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Esp32
{
    /// <summary>What goes with each step of the device: the light, and the pin of an external watchdog. One that fails does not stop the other.</summary>
    public sealed class Companion
    {
        private readonly WatchdogPin _watchdog;
        private bool _isLedBroken;

        private Companion(StatusLed led, WatchdogPin watchdog, ResetButton button)
        {
            Button = button;
            Led = led;
            _watchdog = watchdog;
        }

        /// <summary>The light, or null when its pin could not be taken.</summary>
        public StatusLed Led { get; }

        /// <summary>The button, or null when its pin could not be taken.</summary>
        public ResetButton Button { get; }

        /// <summary>Tells whether the light shows which board it is, which needs a step every few milliseconds.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <returns>True for ten seconds after it was asked to.</returns>
        public bool IsIdentifying(long now)
        {
            return Led != null && Led.IsIdentifying(now);
        }

        /// <summary>Takes the pins of a board.</summary>
        /// <param name="board">Says which.</param>
        /// <returns>What could be had of it.</returns>
        public static Companion Open(BoardInfo board)
        {
            StatusLed led = null;
            WatchdogPin watchdog = null;
            try
            {
                watchdog = new WatchdogPin(board);
            }
            catch (Exception)
            {
                // The board is reset again and again then, which is for its maker to see; the device works in between.
                watchdog = null;
            }

            try
            {
                led = new StatusLed(board);
            }
            catch (Exception)
            {
                // A device works without a light.
                led = null;
            }

            ResetButton button = null;
            try
            {
                button = new ResetButton(board);
            }
            catch (Exception)
            {
                // The serial line can do as much.
                button = null;
            }

            return new Companion(led, watchdog, button);
        }

        /// <summary>Called after each step of the device.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <param name="failures">How many steps have failed since the start.</param>
        /// <param name="state">Where the device stands.</param>
        /// <param name="isSafeMode">True in safe mode.</param>
        public void Step(long now, int failures, SupervisorState state, bool isSafeMode)
        {
            _watchdog?.Step(now, failures);
            if (Led != null && !_isLedBroken)
            {
                try
                {
                    Led.Step(now, state, isSafeMode);
                }
                catch (Exception)
                {
                    // Not tried again: an exception in each step costs more than the light is worth.
                    _isLedBroken = true;
                }
            }
        }
    }
}
