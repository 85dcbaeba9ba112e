using System;
using System.Text;
using NanoMqttDevice.Credentials;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Storage;

namespace NanoMqttDevice
{
    /// <summary>
    /// The device's command line: one request a line, every answer ends with a line <c>OK</c> or <c>ERR code word</c>. The code is the number of the
    /// broken rule (<see cref="SettingsError"/>), or one below 10 for what is no setting. A secret goes in and never comes out.
    /// </summary>
    public sealed class SerialConsole
    {
        private const int UnknownCommand = 1;
        private const int BadLine = 2;
        private const int UnknownField = 3;
        private const int NotStored = 4;
        private const int NotConfirmed = 5;

        private readonly Device _device;
        private readonly ISerialLine _line;
        private readonly LineReader _reader = new LineReader();
        private readonly byte[] _input = new byte[64];
        private StagedSettings _staged;
        private SettingsField _awaited;

        /// <summary>Makes a command line.</summary>
        /// <param name="device">The device it speaks for.</param>
        /// <param name="line">The line.</param>
        public SerialConsole(Device device, ISerialLine line)
        {
            _device = device;
            _line = line;
        }

        /// <summary>Takes what has arrived and answers. Never blocks, never throws; called again and again.</summary>
        public void Step()
        {
            try
            {
                int count = _line.Read(_input);
                for (int i = 0; i < count; i++)
                {
                    if (_reader.Push(_input[i]))
                    {
                        Answer();
                    }
                }

                Array.Clear(_input, 0, count);
            }
            catch (Exception)
            {
                // A line that is gone must not take the device with it.
                _awaited = SettingsField.None;
            }
        }

        private void Answer()
        {
            if (_reader.WasBad)
            {
                _awaited = SettingsField.None;
                Error(BadLine, "line");
                return;
            }

            string line = _reader.Take();
            if (_awaited != SettingsField.None)
            {
                SettingsField field = _awaited;
                _awaited = SettingsField.None;
                Set(field, line);
                return;
            }

            int space = line.IndexOf(' ');
            string word = space < 0 ? line : line.Substring(0, space);
            string rest = space < 0 ? "" : line.Substring(space + 1);
            switch (word)
            {
                case "help":
                    Say("info status show set check commit discard reboot factory-reset");
                    Ok();
                    break;
                case "info":
                    Say("version: " + Device.Version);
                    Say("board: " + _device.Board.Name);
                    Say("chip: " + _device.Board.Chip);
                    Say("mac: " + _device.Board.Mac);

                    Ok();
                    break;
                case "status":
                    Status();
                    break;
                case "show":
                    Show();
                    break;
                case "set":
                    BeginSet(rest);
                    break;
                case "check":
                    Report(SettingsRules.Check(Staged().Settings));
                    break;
                case "commit":
                    Commit();
                    break;
                case "discard":
                    Discard();
                    Ok();
                    break;
                case "reboot":
                    Ok();
                    _device.RebootSoon();
                    break;
                case "factory-reset":
                    FactoryReset(rest);
                    break;
                default:
                    Error(UnknownCommand, "command");
                    break;
            }
        }

        private void Status()
        {
            Say("state: " + StatusWords.Of(_device.Supervisor.State));
            Say("cause: " + StatusWords.Of(_device.Supervisor.Cause));
            Say("connack: " + _device.Supervisor.ReturnCode);
            Say("settings: " + StatusWords.Of(_device.StoreState));
            Say("outbox: " + _device.Outbox.Count);
            if (_device.IsSafeMode)
            {
                Say("mode: safe");
            }

            Ok();
        }

        private void Show()
        {
            StagedSettings staged = Staged();
            for (int i = 1; i <= SettingsFields.Last; i++)
            {
                SettingsField field = (SettingsField)i;
                Say(SettingsFields.NameOf(field) + ": " + (staged.Show(field) ?? "not set"));
            }

            Ok();
        }

        private void BeginSet(string rest)
        {
            int space = rest.IndexOf(' ');
            SettingsField field = SettingsFields.Find(space < 0 ? rest : rest.Substring(0, space));
            if (field == SettingsField.None)
            {
                Error(UnknownField, "field");
            }
            else if (space < 0 && SettingsFields.IsSecret(field))
            {
                // Its value is the next line: typed there, it is not part of a command that a terminal remembers.
                _awaited = field;
            }
            else
            {
                Set(field, space < 0 ? "" : rest.Substring(space + 1));
            }
        }

        private void Set(SettingsField field, string value)
        {
            Report(Staged().Set(field, value));
        }

        private void Commit()
        {
            SettingsError error;
            StoreResult result = _device.Commit(Staged().Settings, out error);
            if (error != SettingsError.None)
            {
                Report(error);
            }
            else if (result == StoreResult.Ok || result == StoreResult.Unchanged)
            {
                _staged = null;
                Say("settings: " + StatusWords.Of(result));
                Ok();
            }
            else
            {
                Error(NotStored, StatusWords.Of(result));
            }
        }

        private void FactoryReset(string rest)
        {
            if (rest != "confirm")
            {
                Error(NotConfirmed, "confirm");
                return;
            }

            Discard();
            StoreResult result = _device.Erase();
            if (result == StoreResult.Ok)
            {
                Ok();
            }
            else
            {
                Error(NotStored, StatusWords.Of(result));
            }
        }

        private void Discard()
        {
            if (_staged != null)
            {
                _staged.Settings.Wipe();
                _staged = null;
            }
        }

        private StagedSettings Staged()
        {
            if (_staged == null)
            {
                _staged = _device.Stage();
            }

            return _staged;
        }

        private void Report(SettingsError error)
        {
            if (error == SettingsError.None)
            {
                Ok();
            }
            else
            {
                Error((int)error, SettingsFields.NameOf(SettingsFields.FieldOf(error)));
            }
        }

        private void Ok()
        {
            Say("OK");
        }

        private void Error(int code, string word)
        {
            Say("ERR " + code + " " + word);
        }

        private void Say(string text)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text + "\r\n");
            _line.Write(bytes, bytes.Length);
        }
    }
}
