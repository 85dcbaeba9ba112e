namespace NanoMqttDevice.Service;

/// <summary>
/// One step of the schema: the step at index <c>n</c> of <see cref="All"/> leads from version <c>n</c> to <c>n + 1</c>. Steps are
/// added, never changed: databases in use have run them.
/// </summary>
internal sealed record SchemaStep(string Sqlite, string Postgres)
{
    public static IReadOnlyList<SchemaStep> All { get; } =
    [
        // Client IDs are ordered by their bytes in both: the pages of a list must not depend on a locale.
        new(
            """
            CREATE TABLE DeviceCredential (
                InstanceId TEXT NOT NULL,
                ClientId TEXT NOT NULL,
                DeviceAccessKeyId TEXT NOT NULL UNIQUE,
                DeviceAccessKeySecret TEXT NOT NULL,
                CreateTime INTEGER NOT NULL,
                UpdateTime INTEGER NOT NULL,
                PRIMARY KEY (InstanceId, ClientId)
            ) STRICT, WITHOUT ROWID;
            """,
            """
            CREATE TABLE DeviceCredential (
                InstanceId text COLLATE "C" NOT NULL,
                ClientId text COLLATE "C" NOT NULL,
                DeviceAccessKeyId text COLLATE "C" NOT NULL UNIQUE,
                DeviceAccessKeySecret text NOT NULL,
                CreateTime bigint NOT NULL,
                UpdateTime bigint NOT NULL,
                PRIMARY KEY (InstanceId, ClientId)
            );
            """),

        // A token's text is kept nowhere: its id finds the grant, its signature proves it.
        new(
            """
            CREATE TABLE Token (
                TokenId TEXT NOT NULL PRIMARY KEY,
                InstanceId TEXT NOT NULL,
                AccessKeyId TEXT NOT NULL,
                Resources TEXT NOT NULL,
                Actions INTEGER NOT NULL,
                ExpireTime INTEGER NOT NULL,
                RevokeTime INTEGER
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX TokenExpireTime ON Token (ExpireTime);
            CREATE TABLE TokenKey (
                Id INTEGER NOT NULL PRIMARY KEY,
                Secret TEXT NOT NULL
            ) STRICT;
            CREATE TABLE SignatureNonce (
                AccessKeyId TEXT NOT NULL,
                Nonce TEXT NOT NULL,
                ForgetTime INTEGER NOT NULL,
                PRIMARY KEY (AccessKeyId, Nonce)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX SignatureNonceForgetTime ON SignatureNonce (ForgetTime);
            """,
            """
            CREATE TABLE Token (
                TokenId text COLLATE "C" NOT NULL PRIMARY KEY,
                InstanceId text COLLATE "C" NOT NULL,
                AccessKeyId text COLLATE "C" NOT NULL,
                Resources text NOT NULL,
                Actions bigint NOT NULL,
                ExpireTime bigint NOT NULL,
                RevokeTime bigint
            );
            CREATE INDEX TokenExpireTime ON Token (ExpireTime);
            CREATE TABLE TokenKey (
                Id bigint NOT NULL PRIMARY KEY,
                Secret text NOT NULL
            );
            CREATE TABLE SignatureNonce (
                AccessKeyId text COLLATE "C" NOT NULL,
                Nonce text COLLATE "C" NOT NULL,
                ForgetTime bigint NOT NULL,
                PRIMARY KEY (AccessKeyId, Nonce)
            );
            CREATE INDEX SignatureNonceForgetTime ON SignatureNonce (ForgetTime);
            """),

        // With which tokens a client of another broker logged in last: that broker tells only user name and client ID when it asks
        // about a topic. An empty text stands for no token of that type.
        new(
            """
            CREATE TABLE TokenLogin (
                InstanceId TEXT NOT NULL,
                ClientId TEXT NOT NULL,
                AccessKeyId TEXT NOT NULL,
                ReadTokenId TEXT NOT NULL,
                WriteTokenId TEXT NOT NULL,
                ReadWriteTokenId TEXT NOT NULL,
                ExpireTime INTEGER NOT NULL,
                PRIMARY KEY (InstanceId, ClientId)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX TokenLoginExpireTime ON TokenLogin (ExpireTime);
            """,
            """
            CREATE TABLE TokenLogin (
                InstanceId text COLLATE "C" NOT NULL,
                ClientId text COLLATE "C" NOT NULL,
                AccessKeyId text COLLATE "C" NOT NULL,
                ReadTokenId text COLLATE "C" NOT NULL,
                WriteTokenId text COLLATE "C" NOT NULL,
                ReadWriteTokenId text COLLATE "C" NOT NULL,
                ExpireTime bigint NOT NULL,
                PRIMARY KEY (InstanceId, ClientId)
            );
            CREATE INDEX TokenLoginExpireTime ON TokenLogin (ExpireTime);
            """),
    ];
}
