using System.Security.Cryptography;
using System.Text;

namespace NanoMqttDevice.Service;

/// <summary>The password of the modes DeviceCredential and Signature: Base64(HMAC-SHA1(secret, client ID)).</summary>
public static class LoginSignature
{
    /// <summary>
    /// Computes the password. Key and message are the UTF-8 text as issued: nothing is stripped, a <c>DC.</c> is part of the key.
    /// </summary>
    /// <param name="secret">The DeviceAccessKeySecret or AccessKeySecret.</param>
    /// <param name="clientId">The client ID.</param>
    /// <returns>28 characters.</returns>
    public static string Compute(string secret, string clientId)
    {
        ArgumentNullException.ThrowIfNull(secret);
        ArgumentNullException.ThrowIfNull(clientId);

        return Convert.ToBase64String(Sign(secret, clientId));
    }

    /// <summary>Compares a password with the right one in a time that tells only its length.</summary>
    /// <param name="secret">The DeviceAccessKeySecret or AccessKeySecret.</param>
    /// <param name="clientId">The client ID.</param>
    /// <param name="password">The password as received.</param>
    /// <returns>Whether it is the right one.</returns>
    public static bool Matches(string secret, string clientId, ReadOnlySpan<byte> password)
    {
        var expected = Encoding.ASCII.GetBytes(Compute(secret, clientId));
        return CryptographicOperations.FixedTimeEquals(expected, password);
    }

    // HMAC-SHA1 is the vendor's choice (signature authentication page), not this project's.
#pragma warning disable CA5350
    private static byte[] Sign(string secret, string clientId)
    {
        return HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(clientId));
    }
#pragma warning restore CA5350
}
