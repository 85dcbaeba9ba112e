using NanoMqttDevice.AdapterTests.Platform;

namespace System.Device.Gpio
{
    internal enum PinMode
    {
        Input = 0,
        InputPullUp = 2,
        Output = 3,
    }

    internal readonly struct PinValue
    {
        private readonly bool _isHigh;

        private PinValue(bool isHigh)
        {
            _isHigh = isHigh;
        }

        public override bool Equals(object other)
        {
            return other is PinValue value && value._isHigh == _isHigh;
        }

        public override int GetHashCode()
        {
            return _isHigh ? 1 : 0;
        }

        public static PinValue High
        {
            get { return new PinValue(true); }
        }

        public static PinValue Low
        {
            get { return new PinValue(false); }
        }

        public static bool operator ==(PinValue left, PinValue right)
        {
            return left._isHigh == right._isHigh;
        }

        public static bool operator !=(PinValue left, PinValue right)
        {
            return left._isHigh != right._isHigh;
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
            if (pinNumber == Pins.Taken)
            {
                throw new InvalidOperationException("CLR_E_PIN_UNAVAILABLE");
            }

            Pins.Levels[pinNumber] = mode == PinMode.InputPullUp;
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

        public PinValue Read()
        {
            return Pins.Levels[_number] ? PinValue.High : PinValue.Low;
        }

        public void Toggle()
        {
            Pins.Toggle(_number);
        }
    }
}
