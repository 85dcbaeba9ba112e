using NanoMqttDevice.Commands;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Runtime
{
    /// <summary>What a device says first at each connect: that it is there, how it runs, and the nonce that commands are to be sealed over.</summary>
    internal sealed class Announcement
    {
        private readonly DeviceReport _report;
        private readonly CommandGate _gate;
        private readonly DeviceTopics _topics;
        private int _ticket;
        private int _seenConnects;

        public Announcement(DeviceReport report, CommandGate gate, DeviceTopics topics)
        {
            _report = report;
            _gate = gate;
            _topics = topics;
        }

        public void Step()
        {
            Supervisor supervisor = _report.Uplink.Supervisor;
            if (supervisor.Connects == _seenConnects || _report.Uplink.Settings == null)
            {
                return;
            }

            _seenConnects = supervisor.Connects;
            JsonObject message = new JsonObject()
                .Add("clientId", _report.Uplink.Settings.ClientId)
                .Add("event", "online")
                .Add("nonce", _gate.Seal.Nonce)
                .Add("version", Firmware.Version)
                .Add("mode", StartModes.WordOf(_report.Mode))
                .Add("cause", OfflineCauses.WordOf(supervisor.Cause))
                .Add("sequence", (long)_report.Settings.Sequence);
            _report.DescribeProduct(message);

            // One that could not leave in an earlier session says nothing that this one does not.
            byte[] payload = message.ToBytes();
            if (!_report.Outbox.Replace(_ticket, payload))
            {
                _ticket = _report.Outbox.Add(_topics.Reply, payload);
            }
        }
    }
}
