using System.Device.Gpio;
using NanoMqttDevice.Commands;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Product;

namespace NanoMqttDevice.Examples
{
    /// <summary>A relay with a button beside it and sealed commands: <c>relay on</c>, <c>relay off</c>, <c>pulse SECONDS</c>.</summary>
    public sealed class Relay : DeviceApplication
    {
        // The relay closes at a high level, the button pulls its pin low.
        private const int RelayPin = 4;
        private const int ButtonPin = 5;
        private const int Bounce = 50;

        private readonly JsonObject _message = new JsonObject();
        private DeviceContext _device;
        private GpioPin _relay;
        private GpioPin _button;
        private ProductTimer _pulse;
        private ProductTimer _bounce;
        private Command _pulsing;
        private bool _isOn;

        /// <inheritdoc/>
        public override void Start(DeviceContext device)
        {
            _device = device;
            GpioController pins = (GpioController)device.Pins;
            _relay = pins.OpenPin(RelayPin, PinMode.Output);
            _button = pins.OpenPin(ButtonPin, PinMode.InputPullUp);
            _button.ValueChanged += OnButton;
            device.AddCommand("relay on|off", CommandTraits.Sealed, SwitchRelay);
            device.AddCommand("pulse SECONDS", CommandTraits.Sealed, Pulse);
            device.AddCommand("state", CommandTraits.Open, TellState);
        }

        /// <inheritdoc/>
        public override void BeforeRestart(DeviceContext device)
        {
            Switch(false, "restart");
        }

        // Comes on the thread of the pins.
        private void OnButton(object sender, PinValueChangedEventArgs e)
        {
            if (e.ChangeType == PinEventTypes.Falling)
            {
                _device.Post(Toggle);
            }
        }

        private void Toggle()
        {
            // A contact closes several times when it is pressed once.
            if (_bounce == null || !_bounce.IsRunning)
            {
                _bounce = _device.After(Bounce, Settle);
                Switch(!_isOn, "button");
            }
        }

        private void Settle()
        {
        }

        private CommandResult SwitchRelay(Command command, JsonObject reply)
        {
            bool isOn;
            if (!command.GetSwitch(0, out isOn))
            {
                return CommandResult.BadArgument;
            }

            Switch(isOn, "command");
            return TellState(command, reply);
        }

        private CommandResult Pulse(Command command, JsonObject reply)
        {
            int seconds;
            if (!command.GetInt(0, 1, 3600, out seconds))
            {
                return CommandResult.BadArgument;
            }

            if (_pulsing != null)
            {
                return CommandResult.Busy;
            }

            Switch(true, "command");
            _pulsing = command;
            _pulse = _device.After(seconds * 1000, EndPulse);
            return CommandResult.Working;
        }

        private void EndPulse()
        {
            Switch(false, "command");
            _device.Answer(_pulsing, CommandResult.Ok, null);
            _pulsing = null;
        }

        private CommandResult TellState(Command command, JsonObject reply)
        {
            reply.Add("relay", _isOn).Add("pulse", _pulse != null && _pulse.IsRunning);
            return CommandResult.Ok;
        }

        private void Switch(bool isOn, string why)
        {
            _isOn = isOn;
            _relay.Write(isOn ? PinValue.High : PinValue.Low);
            _message.Clear();
            _device.Publish("relay", _message.Add("relay", isOn).Add("by", why));
        }
    }
}
