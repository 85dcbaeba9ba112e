using NanoMqttDevice.Commands;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Updates;

namespace NanoMqttDevice.Runtime
{
    /// <summary>Gives each message that has arrived to whom it is for: a notice of the service, a command, or a message for the application.</summary>
    internal sealed class Reception
    {
        // Replies that wait are bounded here, so that none pushes another out of the outbox: every command that came gets its answer.
        private const int MostWaiting = 16;

        private readonly Inbox _inbox;
        private readonly Outbox _outbox;
        private readonly DeviceTopics _topics;
        private readonly Uplink _uplink;
        private readonly CommandProcessor _commands;
        private readonly MessageHandler _application;
        private readonly UpdateRun _updates;

        public Reception(Inbox inbox, Outbox outbox, DeviceTopics topics, Uplink uplink, CommandProcessor commands, MessageHandler application, UpdateRun updates)
        {
            _inbox = inbox;
            _outbox = outbox;
            _topics = topics;
            _uplink = uplink;
            _commands = commands;
            _application = application;
            _updates = updates;
        }

        public void Step(long now)
        {
            string topic;
            byte[] payload;
            while (_uplink.Settings != null && _outbox.Count < MostWaiting && _inbox.Take(out topic, out payload))
            {
                Take(topic, payload, now);
            }

            while (_uplink.Settings != null && _outbox.Count < MostWaiting)
            {
                string id = _inbox.TakeRefused();
                if (id == null)
                {
                    return;
                }

                _outbox.Add(_topics.Reply, _commands.Refuse(id, _uplink.Settings.ClientId));
            }
        }

        private void Take(string topic, byte[] payload, long now)
        {
            string clientId = _uplink.Settings.ClientId;
            if (topic == TokenNotices.Expire)
            {
                JsonObject request = new JsonObject().Add("clientId", clientId).Add("request", "token").Add("type", TokenNotices.FindType(payload));
                _outbox.Add(_topics.Request, request.ToBytes());
            }
            else if (topic == TokenNotices.Invalid)
            {
                // Of a device without tokens the service has none to speak of: whoever says so is not the service.
                if (_uplink.Settings.HasTokens)
                {
                    _uplink.Supervisor.OnTokenInvalid();
                }
            }
            else if (Topics.IsPeerToPeer(topic, clientId))
            {
                if (payload.Length > 0 && payload[0] == BlockReceiver.Mark)
                {
                    _updates.Take(payload, now);
                    return;
                }

                byte[] reply = _commands.Process(clientId, payload, now);
                if (reply != null)
                {
                    _outbox.Add(_topics.Reply, reply);
                }
            }
            else
            {
                _application(topic, payload);
            }
        }
    }
}
