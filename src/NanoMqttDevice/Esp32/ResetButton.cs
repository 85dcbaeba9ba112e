using System;
using System.Device.Gpio;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Esp32
{
    /// <summary>The board's button; pressed, it pulls its pin low.</summary>
    public sealed class ResetButton
    {
        // A look makes garbage, and a button that is to be held for seconds need not be looked at in every step.
        private const int Gap = 250;

        private readonly GpioPin _pin;
        private long _next;
        private bool _isHeld;

        /// <summary>Takes the pin.</summary>
        /// <param name="board">Says which pin, if any.</param>
        public ResetButton(BoardInfo board)
        {
            if (board.ButtonPin >= 0)
            {
                _pin = new GpioController().OpenPin(board.ButtonPin, PinMode.InputPullUp);
            }
        }

        /// <summary>True while it is held, as seen at the last look.</summary>
        public bool IsHeld
        {
            get
            {
                if (_pin != null && Environment.TickCount64 >= _next)
                {
                    _next = Environment.TickCount64 + Gap;
                    _isHeld = _pin.Read() == PinValue.Low;
                }

                return _isHeld;
            }
        }
    }
}
