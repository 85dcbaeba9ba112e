using System;
using System.Device.Gpio;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Runtime;

namespace NanoMqttDevice.Esp32
{
    /// <summary>
    /// The board's light. Each state has a pattern of 16 parts of an eighth of a second, the lowest bit first, that is shown again and again.
    /// </summary>
    public sealed class StatusLed
    {
        private const int PartTime = 125;
        private const int Parts = 16;
        private const int IdentifyTime = 10000;

        private const int Flicker = 0x5555;
        private const int FourFlashes = 0x0055;

        private readonly GpioPin _pin;
        private bool _isLit;
        private long _identifyUntil;

        /// <summary>Takes the pin and switches the light off.</summary>
        /// <param name="board">Says which pin, if any.</param>
        public StatusLed(BoardInfo board)
        {
            if (board.LedPin >= 0)
            {
                _pin = new GpioController().OpenPin(board.LedPin, PinMode.Output);
                _pin.Write(board.IsLedActiveHigh ? PinValue.Low : PinValue.High);
            }
        }

        /// <summary>Flickers for ten seconds, whatever the state.</summary>
        public void Identify()
        {
            _identifyUntil = Environment.TickCount64 + IdentifyTime;
        }

        /// <summary>Tells whether it shows which board it is.</summary>
        /// <param name="now">Milliseconds since the start.</param>
        /// <returns>True for ten seconds after <see cref="Identify"/>.</returns>
        public bool IsIdentifying(long now)
        {
            return now < _identifyUntil;
        }

        /// <summary>Shows what is to be shown now.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <param name="state">Where the device stands.</param>
        /// <param name="isSafeMode">True in safe mode.</param>
        public void Step(long now, SupervisorState state, bool isSafeMode)
        {
            int pattern = IsIdentifying(now) ? Flicker : isSafeMode ? FourFlashes : PatternOf(state);
            bool isLit = ((pattern >> (int)(now / PartTime % Parts)) & 1) != 0;
            if (_pin != null && isLit != _isLit)
            {
                // Unlike Write, this makes no garbage.
                _isLit = isLit;
                _pin.Toggle();
            }
        }

        private static int PatternOf(SupervisorState state)
        {
            switch (state)
            {
                case SupervisorState.Unprovisioned:
                    return 0x0005; // two flashes
                case SupervisorState.JoiningWifi:
                    return 0x0F0F; // slow blinking
                case SupervisorState.WaitingForClock:
                    return 0x00FF; // very slow blinking
                case SupervisorState.Connecting:
                    return 0x3333; // fast blinking
                case SupervisorState.Online:
                    return 0xFFFF; // steady
                case SupervisorState.Waiting:
                    return 0x0001; // one flash
                default:
                    return 0x0015; // Refused: three flashes
            }
        }
    }
}
