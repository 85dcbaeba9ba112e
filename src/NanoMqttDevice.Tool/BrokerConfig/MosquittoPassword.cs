using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NanoMqttDevice.Tool.BrokerConfig;

/// <summary>
/// A line of mosquitto's password file, from 2.0 on: <c>user:$7$rounds$salt$hash</c>, PBKDF2 with HMAC-SHA512, as mosquitto_passwd
/// writes it.
/// </summary>
internal static class MosquittoPassword
{
    // As mosquitto_passwd. A password here has 160 bits that nobody chose: more rounds would only make logins slower.
    private const int Rounds = 101;
    private const int SaltLength = 12;
    private const int HashLength = 64;

    /// <summary>Makes the line.</summary>
    /// <param name="userName">User name, without a ':'.</param>
    /// <param name="password">Password.</param>
    /// <returns>The line, without its end.</returns>
    public static string Line(string userName, string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        var hash = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, Rounds, HashAlgorithmName.SHA512, HashLength);
        return string.Create(
            CultureInfo.InvariantCulture, $"{userName}:$7${Rounds}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}");
    }
}
