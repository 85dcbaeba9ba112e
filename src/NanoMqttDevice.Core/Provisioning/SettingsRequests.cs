using NanoMqttDevice.Settings;
using NanoMqttDevice.Storage;

namespace NanoMqttDevice.Provisioning
{
    /// <summary>The requests about settings, which are staged here until they are committed. A secret goes in and never comes out.</summary>
    public sealed class SettingsRequests
    {
        private readonly SettingsKeeper _settings;
        private readonly DeviceNames _names;
        private readonly SerialAnswer _answer;
        private readonly ValueHandler _takeValue;
        private StagedSettings _staged;
        private SettingsField _awaited;

        /// <summary>Makes the requests.</summary>
        /// <param name="settings">The settings in flash.</param>
        /// <param name="names">Host name and name, forgotten with the settings.</param>
        /// <param name="answer">Takes the answers.</param>
        public SettingsRequests(SettingsKeeper settings, DeviceNames names, SerialAnswer answer)
        {
            _settings = settings;
            _names = names;
            _answer = answer;
            _takeValue = TakeValue;
        }

        /// <summary><c>show</c></summary>
        /// <param name="argument">None.</param>
        public void Show(string argument)
        {
            StagedSettings staged = Staged();
            for (int i = 1; i <= SettingsFields.Last; i++)
            {
                SettingsField field = (SettingsField)i;
                _answer.Say(SettingsFields.NameOf(field), staged.Show(field));
            }

            _answer.Ok();
        }

        /// <summary><c>set FIELD [VALUE]</c></summary>
        /// <param name="argument">Field and value; that of a secret field may be the next line.</param>
        public void Set(string argument)
        {
            int space = argument.IndexOf(' ');
            string name = space < 0 ? argument : argument.Substring(0, space);
            SettingsField field = SettingsFields.Find(name);
            if (field == SettingsField.None)
            {
                RefuseName(name);
            }
            else if (space < 0 && SettingsFields.IsSecret(field))
            {
                _awaited = field;
                _answer.Await(_takeValue);
            }
            else
            {
                Report(Staged().Set(field, space < 0 ? "" : argument.Substring(space + 1)));
            }
        }

        /// <summary><c>check</c></summary>
        /// <param name="argument">None.</param>
        public void Check(string argument)
        {
            Report(SettingsRules.Check(Staged().Settings));
        }

        /// <summary><c>commit</c></summary>
        /// <param name="argument">None.</param>
        public void Commit(string argument)
        {
            SettingsError error;
            StoreResult result = _settings.Commit(Staged().Settings, out error);
            if (error != SettingsError.None)
            {
                Report(error);
            }
            else if (result == StoreResult.Ok || result == StoreResult.Unchanged || result == StoreResult.Candidate)
            {
                _staged = null;
                _answer.Say("settings", StoreResults.WordOf(result));
                _answer.Ok();
            }
            else
            {
                _answer.Fail(SerialErrors.NotStored, StoreResults.WordOf(result));
            }
        }

        /// <summary><c>discard</c></summary>
        /// <param name="argument">None.</param>
        public void Discard(string argument)
        {
            Forget();
            _answer.Ok();
        }

        /// <summary><c>factory-reset confirm</c></summary>
        /// <param name="argument">The word.</param>
        public void FactoryReset(string argument)
        {
            if (argument != "confirm")
            {
                _answer.Fail(SerialErrors.NotConfirmed, "confirm");
                return;
            }

            Forget();
            StoreResult result = _settings.Erase();
            _names.Erase();
            if (result == StoreResult.Ok)
            {
                _answer.Ok();
            }
            else
            {
                _answer.Fail(SerialErrors.NotStored, StoreResults.WordOf(result));
            }
        }

        private void TakeValue(string value)
        {
            Report(Staged().Set(_awaited, value));
        }

        private void RefuseName(string name)
        {
            for (int i = 1; i <= SettingsFields.Last; i++)
            {
                string other = SettingsFields.NameOf((SettingsField)i);
                if (name.Length > 0 && name[0] == other[0])
                {
                    _answer.Say("near", other);
                }
            }

            _answer.Fail(SerialErrors.UnknownField, "field");
        }

        private void Forget()
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
                _staged = _settings.Stage();
            }

            return _staged;
        }

        private void Report(SettingsError error)
        {
            if (error == SettingsError.None)
            {
                _answer.Ok();
            }
            else
            {
                _answer.Fail((int)error, SettingsFields.NameOf(SettingsFields.FieldOf(error)));
            }
        }
    }
}
