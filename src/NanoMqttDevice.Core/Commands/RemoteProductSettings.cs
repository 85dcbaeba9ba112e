using NanoMqttDevice.Messaging;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Storage;

namespace NanoMqttDevice.Commands
{
    /// <summary>The product's settings by command: <c>settings app.NAME=VALUE …</c> sets some, <c>show</c> tells all. Values hold no space.</summary>
    public sealed class RemoteProductSettings
    {
        private readonly ProductSettings _settings;

        /// <summary>Makes the commands.</summary>
        /// <param name="settings">The settings.</param>
        public RemoteProductSettings(ProductSettings settings)
        {
            _settings = settings;
        }

        /// <summary>Tells whether a field is one of the product.</summary>
        /// <param name="text">A text that begins with the field's name.</param>
        /// <returns>True when it begins with <c>app.</c></returns>
        public static bool IsMeant(string text)
        {
            return text.StartsWith(ProductSettings.Prefix);
        }

        /// <summary>Sets those that a command names, all of them or none.</summary>
        /// <param name="argument">Names and values.</param>
        /// <param name="reply">Receives what became of it, or the field and what its value has to be.</param>
        /// <returns>Ok when they are stored and count.</returns>
        public CommandResult Set(string argument, JsonObject reply)
        {
            StagedProductSettings staged = _settings.Stage();
            string[] pairs = argument.Split(' ');
            for (int i = 0; i < pairs.Length; i++)
            {
                int equals = pairs[i].IndexOf('=');
                string field = equals < 0 ? pairs[i] : pairs[i].Substring(0, equals);
                ProductSetting setting = IsMeant(field) ? _settings.Find(field.Substring(ProductSettings.Prefix.Length)) : null;
                if (setting == null || equals < 0 || !_settings.Set(staged, setting, pairs[i].Substring(equals + 1)))
                {
                    reply.Add("field", field).Add("rule", setting == null ? "unknown" : setting.Rule);
                    return CommandResult.BadArgument;
                }
            }

            StoreResult result = _settings.Commit(staged);
            reply.Add("settings", StoreResults.WordOf(result));
            return result == StoreResult.Ok || result == StoreResult.Unchanged ? CommandResult.Ok : CommandResult.Failed;
        }

        /// <summary>Tells all.</summary>
        /// <param name="command">The command.</param>
        /// <param name="reply">Receives names and values.</param>
        /// <returns>Ok.</returns>
        public CommandResult Show(Command command, JsonObject reply)
        {
            for (int i = 0; i < _settings.Count; i++)
            {
                ProductSetting setting = _settings.Get(i);
                reply.Add(ProductSettings.Prefix + setting.Name, setting.Text);
            }

            return CommandResult.Ok;
        }
    }
}
