using NanoMqttDevice.Messaging;
using NanoMqttDevice.Product;
using NanoMqttDevice.Settings;

namespace NanoMqttDevice.Examples
{
    /// <summary>
    /// Watches over a machine: vibration ten times a second, temperature each second, current every five. Telemetry has what was seen since the last
    /// message, <c>live</c> the present values with QoS 0, and <c>alarm</c> says at once when the machine gets too hot, and when it is well again.
    /// </summary>
    public sealed class MachineMonitor : DeviceApplication
    {
        private readonly JsonObject _message = new JsonObject();
        private DeviceContext _device;
        private ProductSetting _limit;
        private ProductSetting _isLive;
        private ProductTimer _live;
        private double _peak;
        private double _temperature;
        private double _current;
        private int _readings;
        private bool _isAlarm;

        /// <summary>Temperature of the machine in degrees Celsius: stands in for a sensor.</summary>
        public double Heat { get; set; } = 40;

        /// <inheritdoc/>
        public override void Start(DeviceContext device)
        {
            _device = device;
            _limit = device.AddNumber("limit", "70", 30, 120);
            _isLive = device.AddSwitch("live", false);
            device.Every(100, ReadVibration);
            device.Every(1000, ReadTemperature);
            device.Every(5000, ReadCurrent);
            _live = device.Every(2000, TellLive);
            ApplyLive();
        }

        /// <inheritdoc/>
        public override void Measure(DeviceContext device, JsonObject telemetry)
        {
            if (_readings == 0)
            {
                return;
            }

            telemetry
                .Add("vibrationPeak", _peak, 3)
                .Add("temperature", _temperature, 1)
                .Add("current", _current, 2)
                .Add("readings", _readings)
                .Add("alarm", _isAlarm);
            _peak = 0;
            _readings = 0;
        }

        /// <inheritdoc/>
        public override void OnSettingChanged(DeviceContext device, ProductSetting setting)
        {
            ApplyLive();
            CheckAlarm();
        }

        // Put your sensors' drivers into these three.
        private void ReadVibration()
        {
            double vibration = _readings % 7 * 0.125;
            _peak = vibration > _peak ? vibration : _peak;
            _readings++;
        }

        private void ReadTemperature()
        {
            _temperature = Heat;
            CheckAlarm();
        }

        private void ReadCurrent()
        {
            _current = _isAlarm ? 0 : 3.5;
        }

        private void TellLive()
        {
            // Of present values nobody wants those of an hour ago.
            if (_device.IsOnline)
            {
                _message.Clear();
                _device.Publish("live", _message.Add("temperature", _temperature, 1).Add("current", _current, 2), 0);
            }
        }

        private void CheckAlarm()
        {
            // Two degrees lower before it is well again, so that it does not flutter.
            bool isAlarm = _temperature > (_isAlarm ? _limit.Number - 2 : _limit.Number);
            if (isAlarm != _isAlarm)
            {
                _isAlarm = isAlarm;
                _message.Clear();
                _device.Stamp(_message);
                _device.Publish("alarm", _message.Add("alarm", isAlarm).Add("temperature", _temperature, 1).Add("limit", _limit.Number, 1));
            }
        }

        private void ApplyLive()
        {
            if (_isLive.IsOn)
            {
                _live.Interval = 2000;
            }
            else
            {
                _live.Stop();
            }
        }
    }
}
