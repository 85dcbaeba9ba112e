using NanoMqttDevice.Commands;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Product
{
    /// <summary>What an application sees of the device it runs on.</summary>
    public sealed class DeviceContext
    {
        private readonly DeviceReport _report;

        /// <summary>Makes one.</summary>
        /// <param name="report">Knows the device.</param>
        public DeviceContext(DeviceReport report)
        {
            _report = report;
        }

        /// <summary>The board.</summary>
        public IBoard Board
        {
            get { return _report.Board; }
        }

        /// <summary>Seconds since the start.</summary>
        public long Uptime
        {
            get { return _report.Uptime; }
        }

        /// <summary>Client ID, or null when the device is unprovisioned.</summary>
        public string ClientId
        {
            get { return _report.Uplink.Settings == null ? null : _report.Uplink.Settings.ClientId; }
        }
    }
}
