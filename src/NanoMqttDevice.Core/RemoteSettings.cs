using NanoMqttDevice.Credentials;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Storage;

namespace NanoMqttDevice
{
    /// <summary>
    /// The command <c>settings FIELD=VALUE …</c>: other settings, a new credential or a new token above all, over the connection that they are to
    /// replace. Fields have the names of the serial line; values hold no space.
    /// </summary>
    public static class RemoteSettings
    {
        /// <summary>Sets the fields that a command names, all of them or none.</summary>
        /// <param name="device">The device.</param>
        /// <param name="argument">The fields and their values.</param>
        /// <param name="reply">Receives what became of it, or the field and the number of the broken rule (<see cref="SettingsError"/>).</param>
        /// <returns>Ok when they are stored, to be tried as soon as the reply has left.</returns>
        public static CommandResult Execute(Device device, string argument, JsonObject reply)
        {
            StagedSettings staged = device.Stage();
            SettingsField only = SettingsField.None;
            string[] pairs = argument.Split(' ');
            for (int i = 0; i < pairs.Length; i++)
            {
                int equals = pairs[i].IndexOf('=');
                SettingsField field = equals < 0 ? SettingsField.None : SettingsFields.Find(pairs[i].Substring(0, equals));
                SettingsError error = SettingsError.None;
                if (field != SettingsField.None)
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

            SettingsError broken;
            StoreResult result = device.CommitSoon(staged.Settings, only, out broken);
            staged.Settings.Wipe();
            if (broken != SettingsError.None)
            {
                return Refuse(SettingsFields.FieldOf(broken), broken, reply);
            }

            reply.Add("settings", StatusWords.Of(result));
            return result == StoreResult.Candidate || result == StoreResult.Unchanged ? CommandResult.Ok : CommandResult.Failed;
        }

        private static CommandResult Refuse(SettingsField field, SettingsError error, JsonObject reply)
        {
            reply.Add("field", SettingsFields.NameOf(field)).Add("rule", (int)error);
            return CommandResult.BadArgument;
        }
    }
}
