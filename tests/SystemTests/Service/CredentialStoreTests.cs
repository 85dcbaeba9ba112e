using Microsoft.Data.Sqlite;
using NanoMqttDevice.Service;

namespace NanoMqttDevice.SystemTests.Service;

[TestClass]
public sealed class CredentialStoreTests
{
    private string _folder = string.Empty;

    private string DatabasePath => Path.Combine(_folder, "credentials.db");

    private ServiceOptions Options => TestService.Options with { DatabasePath = DatabasePath };

    [TestInitialize]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("service").FullName;

    [TestCleanup]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void Keys_look_like_the_vendors_and_do_not_repeat()
    {
        using var store = CredentialStore.Open(TestService.Options);
        var keys = new HashSet<string>();

        for (var i = 0; i < 200; i++)
        {
            var credential = store.Register(TestService.Instance, TestService.ClientId($"{i}"));

            foreach (var key in (string[])[credential.DeviceAccessKeyId, credential.DeviceAccessKeySecret])
            {
                StringAssert.Matches(key, new("^DC\\.[A-Za-z0-9]{22}$"));
                Assert.IsTrue(keys.Add(key));
            }
        }
    }

    [TestMethod]
    public void Keys_come_from_the_given_random_source_and_every_character_is_equally_likely()
    {
        // Taken modulo 62 as they come, bytes would favour the first eight characters by a quarter.
        var random = new Random(20260103);
        using var store = CredentialStore.Open(TestService.Options with { Random = random.NextBytes });

        var drawn = string.Concat(Enumerable.Range(0, 500).Select(i =>
        {
            var credential = store.Register(TestService.Instance, TestService.ClientId($"{i}"));
            return credential.DeviceAccessKeyId[3..] + credential.DeviceAccessKeySecret[3..];
        }));

        Assert.AreEqual(62, drawn.Distinct().Count());
        var fair = drawn.Length * 8 / 62;
        Assert.IsInRange(fair * 0.9, fair * 1.1, (double)drawn.Count(c => c is >= 'A' and <= 'H'));

        // The same source gives the same keys.
        using var again = CredentialStore.Open(TestService.Options with { Random = new Random(20260103).NextBytes });
        var first = again.Register(TestService.Instance, TestService.ClientId("0"));
        StringAssert.StartsWith(drawn, first.DeviceAccessKeyId[3..], StringComparison.Ordinal);
    }

    [TestMethod]
    public void A_credential_is_registered_read_refreshed_listed_and_unregistered()
    {
        var time = new ManualTime();
        using var store = CredentialStore.Open(TestService.Options, time);
        var clientId = TestService.ClientId("0001");
        var registered = store.Register(TestService.Instance, clientId);
        Assert.AreEqual(time.GetUtcNow().ToUnixTimeMilliseconds(), registered.CreateTime);
        Assert.AreEqual(registered.CreateTime, registered.UpdateTime);
        Assert.AreEqual(registered, store.Get(TestService.Instance, clientId));
        Assert.IsNull(store.Get(TestService.OtherInstance, clientId));

        time.Advance(TimeSpan.FromSeconds(1));
        var refreshed = store.Refresh(TestService.Instance, clientId)!;
        Assert.AreNotEqual(registered.DeviceAccessKeySecret, refreshed.DeviceAccessKeySecret);
        Assert.AreEqual(registered.UpdateTime + 1000, refreshed.UpdateTime);
        Assert.AreEqual(
            registered with { DeviceAccessKeySecret = refreshed.DeviceAccessKeySecret, UpdateTime = refreshed.UpdateTime },
            refreshed);
        Assert.AreEqual(refreshed, store.Get(TestService.Instance, clientId));

        var again = store.Register(TestService.Instance, clientId);
        Assert.AreNotEqual(registered.DeviceAccessKeyId, again.DeviceAccessKeyId);
        Assert.AreNotEqual(refreshed.DeviceAccessKeySecret, again.DeviceAccessKeySecret);
        CollectionAssert.AreEqual((DeviceCredential[])[again], store.List(TestService.Instance).ToArray());

        Assert.IsTrue(store.Unregister(TestService.Instance, clientId));
        Assert.IsFalse(store.Unregister(TestService.Instance, clientId));
        Assert.IsNull(store.Get(TestService.Instance, clientId));
        Assert.IsNull(store.Refresh(TestService.Instance, clientId));
        Assert.IsEmpty(store.List(TestService.Instance));
    }

    [TestMethod]
    public void Credentials_are_listed_by_instance_and_group()
    {
        // A group whose name begins like another's must not be taken for it.
        var options = TestService.Options with { GroupIds = [TestService.Group, "GID_Test2", "GID-Other"] };
        using var store = CredentialStore.Open(options);
        store.Register(TestService.Instance, "GID_Test@@@b");
        store.Register(TestService.Instance, "GID_Test@@@a");
        store.Register(TestService.Instance, "GID_Test2@@@a");
        store.Register(TestService.OtherInstance, "GID_Test@@@c");

        Assert.AreEqual("GID_Test2@@@a GID_Test@@@a GID_Test@@@b", ClientIds(store.List(TestService.Instance)));
        Assert.AreEqual("GID_Test@@@a GID_Test@@@b", ClientIds(store.List(TestService.Instance, TestService.Group)));
        Assert.AreEqual("GID_Test@@@c", ClientIds(store.List(TestService.OtherInstance)));
        Assert.IsEmpty(store.List(TestService.Instance, "GID-Other"));
    }

    [TestMethod]
    public void What_is_unknown_or_malformed_is_not_registered()
    {
        using var store = CredentialStore.Open(TestService.Options);

        Assert.ThrowsExactly<ArgumentException>(() => store.Register("mqtt-cn-none", "GID_Test@@@0001"));
        Assert.ThrowsExactly<ArgumentException>(() => store.Register(TestService.Instance, "GID_None@@@0001"));
        Assert.ThrowsExactly<ArgumentException>(() => store.Register(TestService.Instance, "0001"));
    }

    [TestMethod]
    public void A_credentials_text_does_not_show_its_secret()
    {
        using var store = CredentialStore.Open(TestService.Options);
        var credential = store.Register(TestService.Instance, TestService.ClientId("0001"));

        Assert.DoesNotContain(credential.DeviceAccessKeySecret, $"{credential}");
        Assert.Contains(credential.DeviceAccessKeyId, $"{credential}");
        Assert.DoesNotContain(TestService.AccountSecret, $"{TestService.Options} {TestService.Options.Accounts[0]}");
    }

    [TestMethod]
    public async Task Credentials_survive_a_restart()
    {
        DeviceCredential credential;

        await using (var test = await TestService.StartAsync(Options))
        {
            credential = test.Register("0001");
        }

        await using (var test = await TestService.StartAsync(Options))
        {
            Assert.AreEqual(credential, test.Service.Credentials.Get(TestService.Instance, credential.ClientId));
            Assert.AreEqual(0, await test.LoginAsync(credential));
        }
    }

    [TestMethod]
    [DataRow(false, DisplayName = "a new file")]
    [DataRow(true, DisplayName = "a file left behind that others may read")]
    public void Every_file_is_for_its_owner_alone_while_secrets_are_written(bool exists)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("Windows has no file modes.");
            return;
        }

        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        if (exists)
        {
            File.WriteAllBytes(DatabasePath, []);
            File.SetUnixFileMode(DatabasePath, OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        using var store = CredentialStore.Open(Options);
        store.Register(TestService.Instance, TestService.ClientId("0001"));

        var files = Directory.GetFiles(_folder);
        Assert.Contains(DatabasePath + "-wal", files);

        foreach (var file in files)
        {
            Assert.AreEqual(OwnerOnly, File.GetUnixFileMode(file), file);
        }
    }

    [TestMethod]
    public void A_kill_at_any_moment_keeps_all_that_was_confirmed_before()
    {
        // What the disk may hold after a kill is the database and the log up to any byte: each commit is there or not, in order.
        var confirmed = new List<(long LogLength, DeviceCredential Credential)>();
        byte[] database;
        byte[] log;

        using (var store = CredentialStore.Open(Options))
        {
            for (var i = 0; i < 8; i++)
            {
                var credential = store.Register(TestService.Instance, TestService.ClientId($"{i}"));
                confirmed.Add((new FileInfo(DatabasePath + "-wal").Length, credential));
            }

            database = Read(DatabasePath);
            log = Read(DatabasePath + "-wal");
        }

        for (var length = 0; length <= log.Length; length += 509)
        {
            var copy = Path.Combine(_folder, "copy.db");
            File.WriteAllBytes(copy, database);
            File.WriteAllBytes(copy + "-wal", log[..length]);
            File.Delete(copy + "-shm");

            using var store = CredentialStore.Open(Options with { DatabasePath = copy });
            var found = store.List(TestService.Instance).ToArray();
            var expected = confirmed.Where(entry => entry.LogLength <= length).Select(entry => entry.Credential).ToArray();
            CollectionAssert.AreEqual(expected, found, $"log cut at {length} of {log.Length}");
            store.Register(TestService.Instance, TestService.ClientId("after"));
        }
    }

    [TestMethod]
    public async Task A_newer_schema_is_refused_and_left_as_it_is()
    {
        Execute("PRAGMA user_version = 999;");

        var exception = await Assert.ThrowsExactlyAsync<ServiceStartException>(() => MqttService.StartAsync(Options));

        Assert.Contains("schema version 999", exception.Message);
        Assert.Contains(DatabasePath, exception.Message);
        Execute("PRAGMA user_version;", expected: 999L);
    }

    [TestMethod]
    public void A_database_of_something_else_is_refused()
    {
        Execute("CREATE TABLE Other (X);");

        Assert.ThrowsExactly<ServiceStartException>(() => CredentialStore.Open(Options).Dispose());
        Execute("SELECT count(*) FROM sqlite_master;", expected: 1L);
    }

    [TestMethod]
    public void A_file_that_is_no_database_is_refused_and_left_as_it_is()
    {
        File.WriteAllText(DatabasePath, new string('x', 5000));

        var exception = Assert.ThrowsExactly<ServiceStartException>(() => CredentialStore.Open(Options).Dispose());

        Assert.Contains("not a credential database", exception.Message);
        Assert.AreEqual(new string('x', 5000), File.ReadAllText(DatabasePath));
    }

    [TestMethod]
    public void A_folder_that_does_not_exist_is_named()
    {
        var path = Path.Combine(_folder, "none", "credentials.db");

        var options = Options with { DatabasePath = path };

        var exception = Assert.ThrowsExactly<ServiceStartException>(() => CredentialStore.Open(options).Dispose());

        Assert.Contains(path, exception.Message);
    }

    [TestMethod]
    public void Several_threads_may_use_a_store_at_once()
    {
        using var store = CredentialStore.Open(TestService.Options);

        Parallel.For(0, 200, i =>
        {
            var clientId = TestService.ClientId($"{i % 10}");
            store.Register(TestService.Instance, clientId);
            Assert.IsNotNull(store.Refresh(TestService.Instance, clientId));
            Assert.IsNotNull(store.Get(TestService.Instance, clientId));
        });

        Assert.HasCount(10, store.List(TestService.Instance));
    }

    private static string ClientIds(IReadOnlyList<DeviceCredential> credentials)
    {
        return string.Join(' ', credentials.Select(credential => credential.ClientId));
    }

    private static byte[] Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private void Execute(string sql, object? expected = null)
    {
        using var connection = new SqliteConnection($"Data Source={DatabasePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are this file's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        Assert.AreEqual(expected, command.ExecuteScalar());
    }
}
