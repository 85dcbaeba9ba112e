using System.Text;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Settings;

namespace NanoMqttDevice.Provisioning
{
    /// <summary>Answers Improv's RPCs (improv-wifi.com/serial), of which every length is checked against the frame.</summary>
    public sealed class ImprovResponder
    {
        private const byte TypeState = 1;
        private const byte TypeError = 2;

        private const byte StateReady = 2;
        private const byte StateProvisioning = 3;
        private const byte StateProvisioned = 4;

        private const byte ErrorNone = 0;
        private const byte ErrorInvalid = 1;
        private const byte ErrorUnknownCommand = 2;
        private const byte ErrorNotConnected = 3;
        private const byte ErrorBadHostname = 5;
        private const byte ErrorUnknown = 0xFF;

        private const byte Settings = 1;
        private const byte State = 2;
        private const byte Information = 3;
        private const byte Scan = 4;
        private const byte Hostname = 5;
        private const byte Name = 6;

        // Where in a frame the data of an RPC starts: after type, length, command and the data's own length.
        private const int DataStart = 4;

        private static readonly string[] _nothing = new string[0];

        private readonly IBoard _board;
        private readonly DeviceNames _names;
        private readonly Uplink _uplink;
        private readonly SerialWriter _writer;

        // The command that waits for the network, or 0.
        private byte _waiting;

        /// <summary>Makes a responder.</summary>
        /// <param name="board">The board it speaks for.</param>
        /// <param name="names">Its names.</param>
        /// <param name="uplink">Joins networks.</param>
        /// <param name="writer">Takes the frames.</param>
        public ImprovResponder(IBoard board, DeviceNames names, Uplink uplink, SerialWriter writer)
        {
            _board = board;
            _names = names;
            _uplink = uplink;
            _writer = writer;
        }

        /// <summary>Answers what was waited for.</summary>
        public void Step()
        {
            if (_waiting == 0 || _uplink.Wifi.IsBusy)
            {
                return;
            }

            WifiJob wifi = _uplink.Wifi;
            byte command = _waiting;
            _waiting = 0;
            if (command == Settings)
            {
                bool isJoined = wifi.Result == LinkResult.Joined;
                if (!isJoined)
                {
                    SendError(ErrorNotConnected);
                }

                _writer.SendFrame(TypeState, isJoined ? StateProvisioned : StateReady);
                if (isJoined)
                {
                    _writer.SendResult(Settings, _nothing);
                }

                return;
            }

            for (int i = 0; wifi.Networks != null && i < wifi.Networks.Length; i++)
            {
                WifiNetwork network = wifi.Networks[i];
                _writer.SendResult(Scan, new string[] { network.Ssid, network.Rssi.ToString(), network.IsSecured ? "YES" : "NO" });
            }

            _writer.SendResult(Scan, _nothing);
        }

        /// <summary>Answers an RPC.</summary>
        /// <param name="frame">Type, length, and as many bytes.</param>
        public void Take(byte[] frame)
        {
            int end = 2 + frame[1];
            SendError(ErrorNone);
            if (end < DataStart || DataStart + frame[3] != end)
            {
                SendError(ErrorInvalid);
                return;
            }

            byte command = frame[2];
            if (command == Hostname || command == Name)
            {
                TakeName(command, Encoding.UTF8.GetString(frame, DataStart, end - DataStart));
            }
            else if (command == Settings)
            {
                TakeSettings(frame, end);
            }
            else if (command == 0 || command > Name)
            {
                SendError(ErrorUnknownCommand);
            }
            else if (end != DataStart)
            {
                SendError(ErrorInvalid);
            }
            else if (command == Scan)
            {
                Begin(Scan, null, null);
            }
            else if (command == State)
            {
                byte state = _waiting == Settings ? StateProvisioning : _uplink.IsLinkUp ? StateProvisioned : StateReady;
                _writer.SendFrame(TypeState, state);
                if (state == StateProvisioned)
                {
                    _writer.SendResult(State, _nothing);
                }
            }
            else
            {
                _writer.SendResult(Information, new string[] { Firmware.Name, Firmware.Version, _board.Chip, _names.Name });
            }
        }

        private void TakeSettings(byte[] frame, int end)
        {
            int ssid = DataStart;
            int password = ssid < end ? ssid + 1 + frame[ssid] : end;
            if (password >= end || password + 1 + frame[password] != end || frame[ssid] == 0 || frame[ssid] > DeviceNames.MaxLength)
            {
                SendError(ErrorInvalid);
                return;
            }

            if (Begin(
                Settings,
                Encoding.UTF8.GetString(frame, ssid + 1, frame[ssid]),
                Encoding.UTF8.GetString(frame, password + 1, frame[password])))
            {
                _writer.SendFrame(TypeState, StateProvisioning);
            }
        }

        private void TakeName(byte command, string text)
        {
            bool isHostname = command == Hostname;
            if (text.Length > 0)
            {
                bool isGood = isHostname ? DeviceNames.IsHostname(text) : DeviceNames.IsName(text);
                if (!isGood)
                {
                    SendError(isHostname ? ErrorBadHostname : ErrorInvalid);
                    return;
                }

                if (!_names.Save(isHostname ? text : _names.Hostname, isHostname ? _names.Name : text))
                {
                    SendError(ErrorUnknown);
                    return;
                }
            }

            _writer.SendResult(command, new string[] { isHostname ? _names.Hostname : _names.Name });
        }

        private bool Begin(byte command, string ssid, string password)
        {
            if (!_uplink.Wifi.Begin(ssid, password))
            {
                SendError(ErrorUnknown);
                return false;
            }

            _waiting = command;
            return true;
        }

        private void SendError(byte error)
        {
            _writer.SendFrame(TypeError, error);
        }
    }
}
