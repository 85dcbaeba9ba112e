using System.Data.Common;

namespace NanoMqttDevice.Service;

/// <summary>
/// With which tokens each client of another broker logged in last, in the database: every process that is asked about a topic finds
/// them there. Rows end with their tokens.
/// </summary>
internal sealed class TokenLogins(TimeProvider time, ServiceDatabase database)
{
    private const char Separator = ',';

    // In the order of the columns.
    private static readonly TokenActions[] _types = [TokenActions.Read, TokenActions.Write, TokenActions.ReadWrite];

    /// <summary>Keeps what a login rested on, in the place of the login before it.</summary>
    public void Keep(string instanceId, string clientId, string accessKeyId, IReadOnlyDictionary<TokenActions, TokenGrant> tokens)
    {
        database.Execute("DELETE FROM TokenLogin WHERE ExpireTime < @now;", ("@now", Now()));
        database.Execute(
            """
            INSERT INTO TokenLogin (InstanceId, ClientId, AccessKeyId, ReadTokenId, WriteTokenId, ReadWriteTokenId, ExpireTime)
            VALUES (@instance, @client, @account, @read, @write, @both, @expire)
            ON CONFLICT (InstanceId, ClientId) DO UPDATE SET
                AccessKeyId = @account, ReadTokenId = @read, WriteTokenId = @write, ReadWriteTokenId = @both, ExpireTime = @expire;
            """,
            ("@instance", instanceId),
            ("@client", clientId),
            ("@account", accessKeyId),
            ("@read", IdOf(TokenActions.Read)),
            ("@write", IdOf(TokenActions.Write)),
            ("@both", IdOf(TokenActions.ReadWrite)),
            ("@expire", tokens.Values.Min(token => token.ExpireTime)));

        string IdOf(TokenActions type) => tokens.TryGetValue(type, out var token) ? token.TokenId : string.Empty;
    }

    /// <summary>
    /// What the tokens of a client's last login permit now, by their type. Null when it did not log in with that account, or when one
    /// of them ended or was revoked: a client that rests on several is to be disconnected with the first (the vendor's token pages).
    /// </summary>
    public IReadOnlyDictionary<TokenActions, TokenGrant>? Find(string instanceId, string clientId, string accessKeyId)
    {
        var rows = database.Read(
            """
            SELECT l.ReadTokenId, l.WriteTokenId, l.ReadWriteTokenId, l.AccessKeyId,
                t.TokenId, t.InstanceId, t.AccessKeyId, t.Resources, t.Actions, t.ExpireTime, t.RevokeTime
            FROM TokenLogin l JOIN Token t ON t.TokenId IN (l.ReadTokenId, l.WriteTokenId, l.ReadWriteTokenId)
            WHERE l.InstanceId = @instance AND l.ClientId = @client;
            """,
            static reader => new Row(
                (string[])[reader.GetString(0), reader.GetString(1), reader.GetString(2)],
                reader.GetString(3),
                ReadGrant(reader),
                !reader.IsDBNull(10)),
            ("@instance", instanceId),
            ("@client", clientId));

        var now = Now();

        if (rows.Count == 0 || rows.Exists(row => row.IsRevoked || row.Token.ExpireTime <= now || row.AccessKeyId != accessKeyId))
        {
            return null;
        }

        // One token may stand for two types; one that the database has forgotten stands for none.
        var tokens = new Dictionary<TokenActions, TokenGrant>();

        foreach (var (type, id) in _types.Zip(rows[0].TokenIds).Where(held => held.Second.Length > 0))
        {
            if (rows.Find(row => row.Token.TokenId == id) is not { } row)
            {
                return null;
            }

            tokens.Add(type, row.Token);
        }

        return tokens;
    }

    private static TokenGrant ReadGrant(DbDataReader reader)
    {
        const int First = 4;
        return new TokenGrant(
            reader.GetString(First),
            reader.GetString(First + 1),
            reader.GetString(First + 2),
            reader.GetString(First + 3).Split(Separator),
            (TokenActions)reader.GetInt64(First + 4),
            reader.GetInt64(First + 5));
    }

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();

    private sealed record Row(string[] TokenIds, string AccessKeyId, TokenGrant Token, bool IsRevoked);
}
