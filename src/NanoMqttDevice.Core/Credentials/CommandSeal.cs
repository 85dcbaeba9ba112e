using System;
using System.Text;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Security;

namespace NanoMqttDevice.Credentials
{
    /// <summary>
    /// Proves that a command comes from who knows the device's secret, is meant for this device, and was made since it started: an HMAC-SHA1 over a text
    /// that no client ID can be. <c>SEAL.md</c> gives every byte, with examples. Holds the nonce of this start and the id of the last command obeyed
    /// under it, so that nothing is obeyed twice.
    /// </summary>
    public sealed class CommandSeal
    {
        /// <summary>First line of the text that is sealed.</summary>
        public const string Label = "nanomqtt command seal 1";

        /// <summary>Characters of a nonce: Base64 of 12 bytes.</summary>
        public const int NonceLength = 16;

        /// <summary>Characters of a seal: Base64 of 20 bytes.</summary>
        public const int Length = 28;

        private const int NonceSize = 12;
        private const int MaxIdDigits = 18;

        private long _lastId;

        /// <summary>Draws a nonce.</summary>
        /// <param name="random">The hardware's generator.</param>
        public CommandSeal(IRandom random)
        {
            byte[] bytes = new byte[NonceSize];
            random.Fill(bytes);
            Nonce = Convert.ToBase64String(bytes);
        }

        /// <summary>The nonce of this start.</summary>
        public string Nonce { get; private set; }

        /// <summary>Id of the last sealed command that was obeyed; 0 when there was none.</summary>
        public long LastId
        {
            get { return _lastId; }
        }

        /// <summary>Goes on with the nonce of before a sleep.</summary>
        /// <param name="nonce">The nonce.</param>
        /// <param name="lastId">Id of the last sealed command that was obeyed.</param>
        public void Resume(string nonce, long lastId)
        {
            Nonce = nonce;
            _lastId = lastId;
        }

        /// <summary>Computes a seal.</summary>
        /// <param name="secret">The device's secret, UTF-8.</param>
        /// <param name="clientId">Client ID of the device.</param>
        /// <param name="nonce">The device's nonce.</param>
        /// <param name="line">The command: id, name and argument.</param>
        /// <returns>28 characters.</returns>
        public static string Compute(byte[] secret, string clientId, string nonce, string line)
        {
            return Login.Sign(secret, Label + "\n" + clientId + "\n" + nonce + "\n" + line);
        }

        /// <summary>Checks a seal, and takes note of the id when it is good.</summary>
        /// <param name="secret">The device's secret, or null when it has none.</param>
        /// <param name="clientId">Client ID of the device.</param>
        /// <param name="id">Id of the command.</param>
        /// <param name="line">The command: id, name and argument.</param>
        /// <param name="nonce">The nonce it was sealed over.</param>
        /// <param name="seal">The seal.</param>
        /// <returns>Whether it may be obeyed.</returns>
        public SealCheck Check(byte[] secret, string clientId, string id, string line, string nonce, string seal)
        {
            if (secret == null || !IsSame(Compute(secret, clientId, nonce, line), seal))
            {
                return SealCheck.Wrong;
            }

            if (nonce != Nonce)
            {
                return SealCheck.Stale;
            }

            long number = ParseId(id);
            if (number < 0)
            {
                return SealCheck.BadId;
            }

            if (number <= _lastId)
            {
                return SealCheck.Repeated;
            }

            _lastId = number;
            return SealCheck.Good;
        }

        private static bool IsSame(string expected, string seal)
        {
            return ConstantTime.AreEqual(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(seal));
        }

        // Digits only: 1 to 18 of them, so that milliseconds since 1970 do for an id that rises.
        private static long ParseId(string id)
        {
            if (id.Length > MaxIdDigits)
            {
                return -1;
            }

            long number = 0;
            for (int i = 0; i < id.Length; i++)
            {
                if (id[i] < '0' || id[i] > '9')
                {
                    return -1;
                }

                number = (number * 10) + (id[i] - '0');
            }

            return number == 0 ? -1 : number;
        }
    }
}
