using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Credentials;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Storage;

namespace NanoMqttDevice.Commands
{
    /// <summary>
    /// The command <c>settings FIELD=VALUE …</c>: other settings, a new credential or a new token above all, over the connection that they are to
    /// replace. Fields have the names of the serial line; values hold no space.
    /// </summary>
    public sealed class RemoteSettings
    {
        private readonly SettingsKeeper _settings;
        private readonly OutboxPump _pump;

        /// <summary>Makes the command.</summary>
        /// <param name="settings">The settings in flash.</param>
        /// <param name="pump">Uploads a token.</param>
        public RemoteSettings(SettingsKeeper settings, OutboxPump pump)
        {
            _settings = settings;
            _pump = pump;
        }

        /// <summary>Sets the fields that a command names, all of them or none.</summary>
        /// <param name="argument">The fields and their values.</param>
        /// <param name="isSealed">True when the sender has proved to know the secret; otherwise a token or a password is all that may be set.</param>
        /// <param name="reply">Receives what became of it, or the field and the number of the broken rule (<see cref="SettingsError"/>).</param>
        /// <returns>Ok when they are stored, to be tried as soon as the reply has left.</returns>
        public CommandResult Execute(string argument, bool isSealed, JsonObject reply)
        {
            StagedSettings staged = _settings.Stage();
            SettingsField only = SettingsField.None;
            string[] pairs = argument.Split(' ');
            for (int i = 0; i < pairs.Length; i++)
            {
                int equals = pairs[i].IndexOf('=');
                SettingsField field = equals < 0 ? SettingsField.None : SettingsFields.Find(pairs[i].Substring(0, equals));
                SettingsError error = SettingsError.None;
                if (!isSealed && !SettingsFields.IsToken(field) && field != SettingsField.Password)
                {
                    staged.Settings.Wipe();
                    reply.Add("field", SettingsFields.NameOf(field));
                    return CommandResult.NeedsSeal;
                }

                if (SettingsFields.IsSerialOnly(field))
                {
                    error = SettingsError.UpdateKeySerialOnly;
                }
                else if (field != SettingsField.None)
                {
                    error = staged.Set(field, pairs[i].Substring(equals + 1));
                    only = i == 0 ? field : SettingsField.None;
                }

                if (field == SettingsField.None || error != SettingsError.None)
                {
                    staged.Settings.Wipe();
                    return Refuse(field, error, reply);
                }
            }

            return Commit(staged.Settings, only, reply);
        }

        private static CommandResult Refuse(SettingsField field, SettingsError error, JsonObject reply)
        {
            reply.Add("field", SettingsFields.NameOf(field)).Add("rule", (int)error);
            return CommandResult.BadArgument;
        }

        private CommandResult Commit(DeviceSettings settings, SettingsField only, JsonObject reply)
        {
            SettingsError broken;
            bool isUpload = settings.Mode == AuthenticationMode.Token && SettingsFields.IsToken(only);
            StoreResult result = _settings.CommitLater(settings, isUpload, out broken);
            bool isStored = result == StoreResult.Candidate || result == StoreResult.Unchanged;
            if (isStored)
            {
                // What is being uploaded is not what counts any more.
                _pump.EndUrgent();
                if (isUpload && result == StoreResult.Candidate)
                {
                    // Uploaded, it counts at once; should that not be acknowledged, the next connect tries it.
                    JsonObject upload = new JsonObject();
                    upload.Add("token", settings.GetText(only)).Add("type", SettingsFields.NameOf(only).Substring("token-".Length).ToUpper());
                    _pump.BeginUrgent(TokenNotices.Upload, upload.ToBytes());
                    upload.Clear();
                }
            }

            settings.Wipe();
            if (broken != SettingsError.None)
            {
                return Refuse(SettingsFields.FieldOf(broken), broken, reply);
            }

            reply.Add("settings", StoreResults.WordOf(result));
            return isStored ? CommandResult.Ok : CommandResult.Failed;
        }
    }
}
