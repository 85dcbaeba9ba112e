using System.Threading;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Product;
using NanoMqttDevice.Settings;

namespace NanoMqttDevice.Examples
{
    /// <summary>A thermometer on a battery: wakes, measures with a slow sensor, delivers, and sleeps until the next time. A button wakes it at once.</summary>
    public sealed class Thermometer : DeviceApplication
    {
        private const int WakePin = 33;
        private const int FailedReadings = 0;

        private readonly JsonObject _message = new JsonObject();
        private DeviceContext _device;
        private ProductSetting _cycle;
        private ProductSetting _offset;
        private double _reading;

        /// <summary>Milliseconds that the sensor takes for one reading.</summary>
        public int ConversionTime { get; set; } = 750;

        /// <inheritdoc/>
        public override void Start(DeviceContext device)
        {
            _device = device;
            _cycle = device.AddInt("cycle", 600, 10, 86400);
            _offset = device.AddNumber("offset", "0", -5, 5);
            device.SleepBetween(_cycle.Whole);
            device.WakeByPin(WakePin, false);

            // On a thread of its own: meanwhile the device gets online.
            device.RunJob(ReadSensor, 5000, OnReading);
        }

        /// <inheritdoc/>
        public override void OnSettingChanged(DeviceContext device, ProductSetting setting)
        {
            device.SleepBetween(_cycle.Whole);
        }

        // Put your sensor's driver here; this one only takes its time.
        private void ReadSensor()
        {
            Thread.Sleep(ConversionTime);
            _reading = 20 + (_device.Uptime % 10 * 0.25);
        }

        private void OnReading(JobEnd end)
        {
            if (end != JobEnd.Done)
            {
                // Lives across sleeps, and is written to flash only when there was a failure.
                _device.SetCounter(FailedReadings, _device.GetCounter(FailedReadings) + 1);
                return;
            }

            _message.Clear();
            _message.Add("clientId", _device.ClientId);
            _device.Stamp(_message);
            _message
                .Add("temperature", _reading + _offset.Number, 2)
                .Add("failedReadings", _device.GetCounter(FailedReadings))
                .Add("byButton", _device.Wake == WakeCause.Pin);
            _device.Publish("telemetry", _message);
        }
    }
}
