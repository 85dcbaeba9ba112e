using System;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Credentials;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Storage;

namespace NanoMqttDevice
{
    /// <content>What the device is told, from flash to what it goes by.</content>
    public sealed partial class Device
    {
        /// <summary>Reads the settings from flash and makes the login. Without settings the device stays unprovisioned.</summary>
        public void Boot()
        {
            Boot(null);
        }

        /// <summary>As <see cref="Boot()"/>; in safe mode, also with settings the device stays unprovisioned until some are committed.</summary>
        /// <param name="guard">Knows whether the device has crashed again and again, or null.</param>
        public void Boot(BootGuard guard)
        {
            _guard = guard;
            guard?.Start(_clock.Milliseconds);
            Names.Load();
            _link.Hostname = Names.Hostname;
            DeviceSettings settings = Rotation.Load();
            if (settings != null && IsSafeMode)
            {
                settings.Wipe();
                settings = null;
            }

            Use(settings);
        }

        /// <summary>Gives a copy of the stored settings to change.</summary>
        /// <returns>The candidate or else the current settings, with their secrets, or fresh ones.</returns>
        public StagedSettings Stage()
        {
            return new StagedSettings(_store.LoadCandidate() ?? _store.Load() ?? new DeviceSettings());
        }

        /// <summary>
        /// Stores settings and, once they are stored and read back, goes by them. All of them or none; beside current ones they are a candidate until the
        /// service has accepted them.
        /// </summary>
        /// <param name="settings">The settings; their secrets are wiped when they are stored.</param>
        /// <param name="error">Receives the broken rule.</param>
        /// <returns>Ok, Candidate or Unchanged when they are stored; Failed with an error, or for reasons of the flash; NewerVersion.</returns>
        public StoreResult Commit(DeviceSettings settings, out SettingsError error)
        {
            bool wasTrying = Rotation.IsTrying;
            StoreResult result = Store(settings, out error);
            if (IsStored(result))
            {
                settings.Wipe();
                if (result != StoreResult.Unchanged || wasTrying || Supervisor.State != SupervisorState.Online)
                {
                    Reload();
                    Supervisor.OnSettingsChanged();
                }
            }

            return result;
        }

        /// <summary>As <see cref="Commit"/>, but goes by them only when the reply to the command has had time to leave.</summary>
        /// <param name="settings">The settings.</param>
        /// <param name="only">The one field that is another than before, or None when there may be several. A token alone is uploaded instead.</param>
        /// <param name="error">Receives the broken rule.</param>
        /// <returns>As <see cref="Commit"/>.</returns>
        public StoreResult CommitSoon(DeviceSettings settings, SettingsField only, out SettingsError error)
        {
            StoreResult result = Store(settings, out error);
            if (result == StoreResult.Candidate && settings.Mode == AuthenticationMode.Token && only >= SettingsField.TokenR && only <= SettingsField.TokenRW)
            {
                // Uploaded, it counts at once; should that not be acknowledged, the next connect tries it.
                _message.Clear();
                _message.Add("token", settings.GetText(only)).Add("type", SettingsFields.NameOf(only).Substring("token-".Length).ToUpper());
                _pump.BeginUrgent(TokenNotices.Upload, _message.ToBytes());
                Reload();
            }
            else if (IsStored(result) && (result != StoreResult.Unchanged || Rotation.IsTrying))
            {
                _reloadAt = _clock.Milliseconds + ReplyTime;
            }

            return result;
        }

        /// <summary>Forgets the settings and goes offline.</summary>
        /// <returns>Ok, or Failed when something may still be in flash.</returns>
        public StoreResult Erase()
        {
            StoreResult result = _store.Erase();
            Names.Erase();
            _link.Hostname = Names.Hostname;
            Rotation.Load();
            _settings = null;
            return result;
        }

        /// <summary>Stores and uses other names.</summary>
        /// <param name="hostname">A host name.</param>
        /// <param name="name">A name.</param>
        /// <returns>True when they are stored.</returns>
        public bool SetNames(string hostname, string name)
        {
            bool isSaved = Names.Save(hostname, name);
            _link.Hostname = Names.Hostname;
            return isSaved;
        }

        /// <summary>Sets and stores the telemetry interval.</summary>
        /// <param name="seconds">Seconds, 1 to 86400, as text.</param>
        /// <returns>Ok, BadArgument, or Failed when it could not be stored.</returns>
        public CommandResult SetTelemetryInterval(string seconds)
        {
            StagedSettings staged = Stage();
            CommandResult result = CommandResult.BadArgument;
            if (staged.Set(SettingsField.TelemetryInterval, seconds) == SettingsError.None)
            {
                // Not while others are being tried: those would bring back the interval they were made with.
                result = CommandResult.Failed;
                if (!Rotation.IsTrying && _reloadAt == 0 && IsStored(_store.Save(staged.Settings)))
                {
                    _telemetryInterval = staged.Settings.TelemetryInterval * 1000;
                    _nextTelemetry = _clock.Milliseconds + _telemetryInterval;
                    result = CommandResult.Ok;
                }
            }

            staged.Settings.Wipe();
            return result;
        }

        private static bool IsStored(StoreResult result)
        {
            return result == StoreResult.Ok || result == StoreResult.Unchanged || result == StoreResult.Candidate;
        }

        private StoreResult Store(DeviceSettings settings, out SettingsError error)
        {
            error = SettingsRules.Check(settings);
            StoreResult result = error == SettingsError.None ? _store.Commit(settings) : StoreResult.Failed;
            if (IsStored(result))
            {
                // What is being uploaded is not what counts any more.
                _pump.EndUrgent();
                Rotation.Begin();
                _guard?.Leave();
            }

            return result;
        }

        private void Reload()
        {
            _reloadAt = 0;
            Use(Rotation.Load());
        }

        private void Use(DeviceSettings settings)
        {
            string oldTopic = _telemetryTopic;
            string oldClientId = ClientId;
            _settings = null;
            if (settings == null)
            {
                return;
            }

            _telemetryTopic = Topics.Telemetry(settings.ParentTopic);
            _replyTopic = Topics.Reply(settings.ParentTopic);
            _requestTopic = Topics.Request(settings.ParentTopic);
            if (oldTopic != _telemetryTopic || oldClientId != settings.ClientId)
            {
                // What waits was meant for other topics; publishing to one that is not granted would cost the connection.
                Outbox.Clear();
            }

            _telemetryInterval = settings.TelemetryInterval * 1000;
            _nextTelemetry = _clock.Milliseconds;
            _settings = new ConnectSettings(settings);
            settings.Wipe();
            _subscriptions = CheckSubscriptions(_application.GetSubscriptions(this));
        }

        // The service drops what is too many without a word and closes the connection for what has the wrong form: neither is sent.
        private string[] CheckSubscriptions(string[] filters)
        {
            int count = 0;
            for (int i = 0; i < filters.Length && count < Topics.MaxSubscriptions; i++)
            {
                if (Topics.CheckFilter(filters[i]) == TopicError.None)
                {
                    filters[count++] = filters[i];
                }
            }

            RejectedSubscriptions = filters.Length - count;
            string[] kept = new string[count];
            Array.Copy(filters, kept, count);
            return kept;
        }

        private void Rotate(long now)
        {
            if (_reloadAt != 0 && (now >= _reloadAt || Outbox.Count == 0))
            {
                Reload();
                Supervisor.OnSettingsChanged();
            }

            if (_pump.TakeUrgentAcknowledged())
            {
                AcceptCandidate();
            }

            if (Rotation.Step())
            {
                Use(_store.Load());
                Supervisor.OnSettingsChanged();
                BeginEvent("dropped").Add("cause", StatusWords.Of(Rotation.Dropped));
                Outbox.Add(_replyTopic, _message.ToBytes());
            }
        }

        private void AcceptCandidate()
        {
            if (Rotation.Accept())
            {
                BeginEvent("current").Add("sequence", (long)_store.Sequence);
                Outbox.Add(_replyTopic, _message.ToBytes());
            }
        }

        private JsonObject BeginEvent(string result)
        {
            _message.Clear();
            return _message.Add("clientId", ClientId).Add("event", "settings").Add("result", result);
        }
    }
}
