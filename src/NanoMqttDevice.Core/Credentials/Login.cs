using System;
using System.Text;
using NanoMqttDevice.Security;

namespace NanoMqttDevice.Credentials
{
    /// <summary>What a client says of itself in CONNECT. Made once per credential: it holds no time, so every reconnect uses it again.</summary>
    public sealed class Login
    {
        private Login(string userName, string password)
        {
            UserName = userName;
            Password = password;
        }

        /// <summary><c>mode|access key ID|instance ID</c>.</summary>
        public string UserName { get; }

        /// <summary>As secret as the secret it was made from: it is good for this client ID until the credential ends.</summary>
        public string Password { get; }

        /// <summary>Makes the login of some settings.</summary>
        /// <param name="settings">Settings that keep every rule of <see cref="SettingsRules"/>.</param>
        /// <returns>The login.</returns>
        public static Login Create(DeviceSettings settings)
        {
            string mode;
            string password;
            switch (settings.Mode)
            {
                case AuthenticationMode.Token:
                    mode = "Token|";
                    password = JoinTokens(settings);
                    break;
                case AuthenticationMode.Signature:
                    mode = "Signature|";
                    password = settings.Password ?? Sign(settings.Secret, settings.ClientId);
                    break;
                default:
                    mode = "DeviceCredential|";
                    password = Sign(settings.Secret, settings.ClientId);
                    break;
            }

            return new Login(mode + settings.AccessKeyId + "|" + settings.Instance, password);
        }

        /// <summary>Base64(HMAC-SHA1(secret, client ID)), the password of modes DeviceCredential and Signature.</summary>
        /// <param name="secret">Secret as issued, UTF-8; a prefix such as <c>DC.</c> is part of it.</param>
        /// <param name="clientId">Client ID.</param>
        /// <returns>28 characters.</returns>
        public static string Sign(byte[] secret, string clientId)
        {
            byte[] mac = new byte[Sha1.DigestSize];
            new HmacSha1().Compute(secret, Encoding.UTF8.GetBytes(clientId), mac);
            return Convert.ToBase64String(mac);
        }

        private static string JoinTokens(DeviceSettings settings)
        {
            string joined = "";
            joined = Append(joined, "R|", settings.TokenR);
            joined = Append(joined, "W|", settings.TokenW);
            return Append(joined, "RW|", settings.TokenRW);
        }

        private static string Append(string joined, string type, string token)
        {
            if (token == null)
            {
                return joined;
            }

            return joined.Length == 0 ? type + token : joined + "|" + type + token;
        }
    }
}
