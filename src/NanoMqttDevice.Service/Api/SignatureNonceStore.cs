namespace NanoMqttDevice.Service;

/// <summary>
/// The nonces that were used, in the database: a call cannot be replayed after a restart or at a neighbour that shares it.
/// </summary>
internal sealed class SignatureNonceStore(ServiceDatabase database)
{
    /// <summary>Takes a nonce once.</summary>
    /// <returns>Whether it was new.</returns>
    public bool TryUse(string accessKeyId, string nonce, DateTimeOffset now, DateTimeOffset forgetTime)
    {
        database.Execute("DELETE FROM SignatureNonce WHERE ForgetTime < @now;", ("@now", now.ToUnixTimeMilliseconds()));

        return database.Write(
            """
            INSERT INTO SignatureNonce (AccessKeyId, Nonce, ForgetTime) VALUES (@account, @nonce, @forget)
            ON CONFLICT (AccessKeyId, Nonce) DO NOTHING RETURNING Nonce;
            """,
            static reader => reader.GetString(0),
            ("@account", accessKeyId),
            ("@nonce", nonce),
            ("@forget", forgetTime.ToUnixTimeMilliseconds())).Count == 1;
    }
}
