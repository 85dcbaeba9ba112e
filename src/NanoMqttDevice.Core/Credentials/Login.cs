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

        /// <summary>Makes a login whose password is a signature: mode DeviceCredential, or Signature.</summary>
        /// <param name="mode">The mode.</param>
        /// <param name="accessKeyId">AccessKey ID, or DeviceAccessKeyId.</param>
        /// <param name="instance">Instance ID.</param>
        /// <param name="clientId">Client ID, which is signed.</param>
        /// <param name="secret">AccessKey secret, or DeviceAccessKeySecret.</param>
        /// <returns>The login.</returns>
        public static Login WithSecret(AuthenticationMode mode, string accessKeyId, string instance, string clientId, byte[] secret)
        {
            return new Login(UserNameOf(mode, accessKeyId, instance), Sign(secret, clientId));
        }

        /// <summary>Makes a login of mode Signature whose password was computed elsewhere.</summary>
        /// <param name="accessKeyId">AccessKey ID.</param>
        /// <param name="instance">Instance ID.</param>
        /// <param name="password">The password.</param>
        /// <returns>The login.</returns>
        public static Login WithPassword(string accessKeyId, string instance, string password)
        {
            return new Login(UserNameOf(AuthenticationMode.Signature, accessKeyId, instance), password);
        }

        /// <summary>Makes a login of mode Token.</summary>
        /// <param name="accessKeyId">AccessKey ID.</param>
        /// <param name="instance">Instance ID.</param>
        /// <param name="tokenR">Token with the right to read, or null.</param>
        /// <param name="tokenW">Token with the right to write, or null.</param>
        /// <param name="tokenRW">Token with the right to read and write, or null.</param>
        /// <returns>The login.</returns>
        public static Login WithTokens(string accessKeyId, string instance, string tokenR, string tokenW, string tokenRW)
        {
            string joined = Append("", "R|", tokenR);
            joined = Append(joined, "W|", tokenW);
            joined = Append(joined, "RW|", tokenRW);
            return new Login(UserNameOf(AuthenticationMode.Token, accessKeyId, instance), joined);
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

        private static string UserNameOf(AuthenticationMode mode, string accessKeyId, string instance)
        {
            return AuthenticationModes.NameOf(mode) + "|" + accessKeyId + "|" + instance;
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
