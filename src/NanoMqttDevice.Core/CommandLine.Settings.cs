using NanoMqttDevice.Credentials;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Storage;

namespace NanoMqttDevice
{
    /// <content>The requests about settings, which are staged here until they are committed.</content>
    public sealed partial class CommandLine
    {
        private void TakeValue(string value)
        {
            SettingsField field = _awaitedField;
            string ssid = _awaitedSsid;
            _awaitedField = SettingsField.None;
            _awaitedSsid = null;
            if (ssid != null)
            {
                BeginWifi(Wait.Join, ssid, value);
            }
            else
            {
                Report(Staged().Set(field, value));
            }
        }

        private void Show()
        {
            StagedSettings staged = Staged();
            for (int i = 1; i <= SettingsFields.Last; i++)
            {
                SettingsField field = (SettingsField)i;
                Say(SettingsFields.NameOf(field), staged.Show(field));
            }
        }

        private void Set(string rest)
        {
            int space = rest.IndexOf(' ');
            string name = space < 0 ? rest : rest.Substring(0, space);
            SettingsField field = SettingsFields.Find(name);
            if (field == SettingsField.None)
            {
                for (int i = 1; i <= SettingsFields.Last; i++)
                {
                    string other = SettingsFields.NameOf((SettingsField)i);
                    if (name.Length > 0 && name[0] == other[0])
                    {
                        Say("near", other);
                    }
                }

                Fail(UnknownField, "field");
            }
            else if (space < 0 && SettingsFields.IsSecret(field))
            {
                // Its value is the next line: typed there, it is not part of a command that a terminal remembers.
                _awaitedField = field;
            }
            else
            {
                Report(Staged().Set(field, space < 0 ? "" : rest.Substring(space + 1)));
            }
        }

        private void Commit()
        {
            SettingsError error;
            StoreResult result = _device.Commit(Staged().Settings, out error);
            if (error != SettingsError.None)
            {
                Report(error);
                return;
            }

            if (result == StoreResult.Ok || result == StoreResult.Unchanged || result == StoreResult.Candidate)
            {
                _staged = null;
                Say("settings", StatusWords.Of(result));
                Ok();
            }
            else
            {
                Fail(NotStored, StatusWords.Of(result));
            }
        }

        private void FactoryReset(string rest)
        {
            if (rest != "confirm")
            {
                Fail(NotConfirmed, "confirm");
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
                Fail(NotStored, StatusWords.Of(result));
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
                Fail((int)error, SettingsFields.NameOf(SettingsFields.FieldOf(error)));
            }
        }
    }
}
