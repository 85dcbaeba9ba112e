using System.Text;

namespace NanoMqttDevice.Messaging
{
    /// <summary>What the service says of tokens without being asked, and what it is told (the vendor's page on tokens).</summary>
    public static class TokenNotices
    {
        /// <summary>Where a new token is uploaded while online.</summary>
        public const string Upload = "$SYS/uploadToken";

        /// <summary>Says that a token is about to expire.</summary>
        public const string Expire = "$SYS/tokenExpireNotice";

        /// <summary>Says that a token is not valid, just before the service closes the connection.</summary>
        public const string Invalid = "$SYS/tokenInvalidNotice";

        private const string TypeName = "\"type\"";

        /// <summary>Finds the type of token in a notice, a flat JSON object.</summary>
        /// <param name="payload">Payload of the notice.</param>
        /// <returns><c>R</c>, <c>W</c> or <c>RW</c>; null when it names none of them.</returns>
        public static string FindType(byte[] payload)
        {
            string text = Encoding.UTF8.GetString(payload, 0, payload.Length);
            int at = text.IndexOf(TypeName);
            int start = at < 0 ? -1 : text.IndexOf('"', at + TypeName.Length);
            int end = start < 0 ? -1 : text.IndexOf('"', start + 1);
            string type = end < 0 ? null : text.Substring(start + 1, end - start - 1);
            return type == "R" || type == "W" || type == "RW" ? type : null;
        }
    }
}
