using NanoMqttDevice.AdapterTests.Platform;

namespace System.Device.Gpio
{
    internal enum PinMode
    {
        Input = 0,
        Output = 3,
    }

    internal readonly struct PinValue
    {
        private readonly bool _isHigh;

        private PinValue(bool isHigh)
        {
            _isHigh = isHigh;
        }

        public static PinValue High
        {
            get { return new PinValue(true); }
        }

        public static PinValue Low
        {
            get { return new PinValue(false); }
        }

        public static explicit operator bool(PinValue value)
        {
            return value._isHigh;
        }
    }

    internal sealed class GpioController
    {
        public GpioPin OpenPin(int pinNumber, PinMode mode)
        {
            if (pinNumber == Pins.Taken || mode != PinMode.Output)
            {
                throw new InvalidOperationException("CLR_E_PIN_UNAVAILABLE");
            }

            Pins.Levels[pinNumber] = false;
            return new GpioPin(pinNumber);
        }
    }

    internal sealed class GpioPin
    {
        private readonly int _number;

        internal GpioPin(int number)
        {
            _number = number;
        }

        public void Write(PinValue value)
        {
            Pins.Writes++;
            Pins.Levels[_number] = (bool)value;
        }

        public void Toggle()
        {
            Pins.Toggle(_number);
        }
    }
}
