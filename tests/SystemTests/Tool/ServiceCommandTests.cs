using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using NanoMqttDevice.SystemTests.Service;

namespace NanoMqttDevice.SystemTests.Tool;

[TestClass]
public sealed class ServiceCommandTests
{
    [TestMethod]
    public async Task The_service_registers_a_device_that_then_logs_in()
    {
        using var folder = new TestFolder();
        var settings = folder.PathOf("device.json");
        using var service = ToolRun.Start(
            "service", "--port", "0", "--json", "--database", folder.PathOf("service.db"), "--register", "GID_Demo@@@0001", "--settings-out", settings);
        try
        {
            var listening = await ReadLineAsync(service);
            Assert.AreEqual("listening", listening.GetProperty("action").GetString());
            Assert.AreNotEqual(0, listening.GetProperty("port").GetInt32());
            if (!OperatingSystem.IsWindows())
            {
                Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(settings));
            }

            var device = await ToolRun.StartAsync("", "device", "--flash", folder.PathOf("flash"), "--settings", settings, "--once");
            Assert.AreEqual(0, device.ExitCode, device.Error);
            var trace = await ReadLineAsync(service);
            Assert.AreEqual("GID_Demo@@@0001", trace.GetProperty("clientId").GetString());
            Assert.AreEqual("accepted", trace.GetProperty("reason").GetString());
        }
        finally
        {
            service.Kill();
            await service.WaitForExitAsync();
        }
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task A_service_that_is_started_again_leaves_the_device_its_credential(bool hasDatabase)
    {
        using var folder = new TestFolder();
        var settings = folder.PathOf("device.json");
        string[] database = hasDatabase ? ["--database", folder.PathOf("service.db")] : [];
        string[] arguments = ["service", "--port", "0", "--json", .. database, "--register", "GID_Demo@@@0001", "--settings-out", settings];
        await RunAsync(async _ =>
        {
            var device = await ToolRun.StartAsync("", "device", "--flash", folder.PathOf("flash"), "--settings", settings, "--once");
            Assert.AreEqual(0, device.ExitCode, device.Error);
        });
        var first = JsonDocument.Parse(File.ReadAllText(settings)).RootElement;
        await RunAsync(async port =>
        {
            // The device's own memory, but for the free port, which is another.
            var secret = folder.WritePrivate("secret", first.GetProperty("secret").GetString()!);
            var doctor = await ToolRun.StartAsync(
                "", "doctor", "--mode", "DeviceCredential", "--endpoint", "127.0.0.1", "--mqtt-port", $"{port}", "--tls", "off", "--instance", "mqtt-demo",
                "--client-id", "GID_Demo@@@0001", "--access-key-id", first.GetProperty("accessKeyId").GetString()!, "--secret-file", secret,
                "--parent-topic", "demo");
            Assert.Contains("GID_Demo@@@0001 is let in", doctor.Output, doctor.Error);
        });
        var second = JsonDocument.Parse(File.ReadAllText(settings)).RootElement;
        Assert.AreEqual(first.GetProperty("secret").GetString(), second.GetProperty("secret").GetString());

        async Task RunAsync(Func<int, Task> work)
        {
            using var service = ToolRun.Start(arguments);
            try
            {
                await work((await ReadLineAsync(service)).GetProperty("port").GetInt32());
            }
            finally
            {
                service.Kill();
                await service.WaitForExitAsync();
            }
        }
    }

    [TestMethod]
    public async Task The_settings_of_another_device_are_not_overwritten()
    {
        using var folder = new TestFolder();
        var settings = folder.WritePrivate("device.json", """{"clientId":"GID_Demo@@@0002","secret":"DC.precious"}""");
        var run = await ToolRun.StartAsync("", "service", "--port", "0", "--register", "GID_Demo@@@0001", "--settings-out", settings);
        run.AssertRefused(2, "--settings-out: ");
        Assert.Contains("holds the settings of GID_Demo@@@0002", run.Error);
        Assert.Contains("DC.precious", File.ReadAllText(settings));
    }

    [TestMethod]
    public async Task A_port_in_use_has_an_exit_code_of_its_own()
    {
        await using var other = await TestService.StartAsync();
        var run = await ToolRun.StartAsync("", "service", "--port", $"{other.Service.Port}");
        run.AssertRefused(3, $"{other.Service.Port}");
    }

    [TestMethod]
    [DataRow("--group", "GID", "--group: ")]
    [DataRow("--parent-topic", "a", "--parent-topic: ")]
    [DataRow("--instance", "", "--instance: ")]
    [DataRow("--listen", "nowhere", "--listen: ")]
    [DataRow("--register", "GID_Demo@@@0001", "--settings-out: give both or neither")]
    [DataRow("--http-port", "65536", "--http-port: must be a whole number from 0 to 65535")]
    [DataRow("--http-listen", "nowhere", "--http-listen: ")]
    [DataRow("--accounts", "/nonexistent", "--accounts: ")]
    [DataRow("--postgres", "/nonexistent", "--postgres: ")]
    [DataRow("--colour", "red", "Unrecognized command or argument '--colour'")]
    public async Task A_wrong_option_is_refused_with_one_line(string option, string value, string says)
    {
        (await ToolRun.StartAsync("", "service", "--port", "0", option, value)).AssertRefused(2, says);
    }

    [TestMethod]
    public async Task A_port_that_another_program_has_is_told_with_that_program()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Inconclusive("only Linux tells");
        }

        using var other = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        other.Start();
        var port = ((System.Net.IPEndPoint)other.LocalEndpoint).Port;
        (await ToolRun.StartAsync("", "service", "--port", $"{port}")).AssertRefused(3, $"(process {Environment.ProcessId})");
    }

    [TestMethod]
    public async Task A_database_that_is_none_is_a_wrong_option()
    {
        using var folder = new TestFolder();
        var file = folder.Write("text", new string('x', 5000));
        (await ToolRun.StartAsync("", "service", "--port", "0", "--database", file)).AssertRefused(2, "--database: ");
        (await ToolRun.StartAsync("", "service", "--port", "0", "--database", folder.PathOf("no/such/folder.db"))).AssertRefused(2, "--database: ");
    }

    [TestMethod]
    public async Task Messages_are_shown_on_demand_with_times_and_without_secrets()
    {
        using var folder = new TestFolder();
        var settings = folder.PathOf("device.json");
        using var service = ToolRun.Start("service", "--port", "0", "--show-messages", "--register", "GID_Demo@@@0001", "--settings-out", settings);
        try
        {
            var listening = await service.StandardOutput.ReadLineAsync();
            Assert.MatchesRegex(@"^\d\d:\d\d:\d\d\.\d\d\d  listening on ", listening);
            var device = await ToolRun.StartAsync("", "device", "--flash", folder.PathOf("flash"), "--settings", settings, "--once");
            Assert.MatchesRegex(@"\d\d:\d\d:\d\d\.\d\d\d  online\n$", device.Output);
            using var running = ToolRun.Start("device", "--flash", folder.PathOf("flash"));
            string? line;
            do
            {
                line = await service.StandardOutput.ReadLineAsync();
            }
            while (line?.Contains("telemetry", StringComparison.Ordinal) == false);

            Assert.MatchesRegex(@"^\d\d:\d\d:\d\d\.\d\d\d  telemetry  GID_Demo@@@0001 +\{", line);
            running.Kill();
            await running.WaitForExitAsync();
        }
        finally
        {
            service.Kill();
            await service.WaitForExitAsync();
        }

        var command = NanoMqttDevice.Tool.Messages.WatchedEntry.Of(
            DateTimeOffset.UnixEpoch, "demo/p2p/GID_Demo@@@0001", "1 settings access-key-id=a secret=TopSecret"u8, "demo", "");
        Assert.AreEqual("command", command.Kind);
        Assert.EndsWith("access-key-id=a secret=****", command.ToString());
    }

    [TestMethod]
    public async Task A_port_that_is_none_is_refused()
    {
        (await ToolRun.StartAsync("", "service", "--port", "65536")).AssertRefused(2, "--port: must be a whole number from 0 to 65535");
    }

    [TestMethod]
    public async Task A_client_ID_of_wrong_form_is_not_registered()
    {
        using var folder = new TestFolder();
        var run = await ToolRun.StartAsync(
            "", "service", "--port", "0", "--register", "nobody", "--settings-out", folder.PathOf("device.json"));
        run.AssertRefused(2, "--register: ");
        Assert.IsFalse(File.Exists(folder.PathOf("device.json")));
    }

    [TestMethod]
    public async Task The_server_API_is_served_to_the_accounts_of_a_file()
    {
        using var folder = new TestFolder();
        var accounts = Private(folder.Write("accounts.json", $$"""[{"accessKeyId":"LTAIaccount","accessKeySecret":"{{TestService.AccountSecret}}"}]"""));
        using var service = ToolRun.Start(
            "service", "--port", "0", "--http-port", "0", "--instance", TestService.Instance, "--group", TestService.Group,
            "--accounts", accounts, "--json");
        try
        {
            var listening = await ReadLineAsync(service);
            using var api = new ApiClient(listening.GetProperty("httpPort").GetInt32(), TimeProvider.System);
            await api.OkAsync("RegisterDeviceCredential", ("ClientId", "GID_Test@@@0001"));
            var trace = await ReadLineAsync(service);
            Assert.AreEqual("api", trace.GetProperty("action").GetString());
            Assert.AreEqual("accepted", trace.GetProperty("reason").GetString());
        }
        finally
        {
            service.Kill();
            await service.WaitForExitAsync();
        }
    }

    [TestMethod]
    [DataRow("", "is empty")]
    [DataRow("{", "is not [{")]
    [DataRow("""[{"accessKeyId":"LTAIaccount"}]""", "is not [{")]
    [DataRow("""[{"accessKeyId":"LTAIaccount","accessKeySecret":null}]""", "is not [{")]
    [DataRow("""[{"accessKeyId":"a|b","accessKeySecret":"hidden-0123"}]""", "--accounts: ")]
    [DataRow("hidden-0123", "is not [{")]
    public async Task An_accounts_file_of_wrong_form_is_refused_and_not_quoted(string text, string says)
    {
        using var folder = new TestFolder();
        var accounts = Private(folder.Write("accounts.json", text));
        var run = await ToolRun.StartAsync("", "service", "--port", "0", "--accounts", accounts);
        run.AssertRefused(2, says);
        Assert.Contains("--accounts", run.Error);
        Assert.DoesNotContain("hidden-0123", run.Error);
    }

    [TestMethod]
    [DataRow("--accounts")]
    [DataRow("--postgres")]
    [DataRow("--authenticate-secret")]
    public async Task A_file_with_secrets_that_others_can_read_is_refused(string option)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("Windows has no file modes.");
            return;
        }

        using var folder = new TestFolder();
        var file = folder.Write("secrets", "hidden-0123");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var run = await ToolRun.StartAsync("", "service", "--port", "0", option, file);
        run.AssertRefused(2, $"{option}: others can read");
        Assert.DoesNotContain("hidden-0123", run.Error);
    }

    [TestMethod]
    public async Task A_database_in_a_file_and_one_in_PostgreSQL_are_not_both_taken()
    {
        using var folder = new TestFolder();
        var postgres = Private(folder.Write("postgres", "Host=127.0.0.1;Port=1;Password=hidden-0123"));
        var both = await ToolRun.StartAsync("", "service", "--port", "0", "--database", folder.PathOf("service.db"), "--postgres", postgres);
        both.AssertRefused(2, "--database and --postgres: give one of them");

        // From the environment, too; a server that is not there is told without the password.
        var start = ToolRun.StartInfo("service", "--port", "0");
        start.Environment["NANOMQTT_POSTGRES"] = await File.ReadAllTextAsync(postgres);
        var run = await ToolRun.StartAsync("", start);
        run.AssertRefused(1, "Cannot open the PostgreSQL database");
        Assert.DoesNotContain("hidden-0123", run.Error);
    }

    [TestMethod]
    public async Task Kill_9_under_load_loses_no_credential_and_no_token_that_was_answered()
    {
        using var folder = new TestFolder();
        var accounts = Private(folder.Write("accounts.json", $$"""[{"accessKeyId":"LTAIaccount","accessKeySecret":"{{TestService.AccountSecret}}"}]"""));
        string[] arguments =
        [
            "service", "--port", "0", "--http-port", "0", "--instance", TestService.Instance, "--group", TestService.Group,
            "--parent-topic", TestService.Parent, "--accounts", accounts, "--database", folder.PathOf("service.db"), "--json",
        ];
        var credentials = new ConcurrentBag<string>();
        var tokens = new ConcurrentBag<string>();
        const int Enough = 40;

        using (var service = ToolRun.Start(arguments))
        {
            var port = (await ReadLineAsync(service)).GetProperty("httpPort").GetInt32();
            var drained = service.StandardOutput.ReadToEndAsync();
            var writers = Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
            {
                using var api = new ApiClient(port, TimeProvider.System);

                try
                {
                    for (var i = 0; ; i++)
                    {
                        var reply = await api.OkAsync("RegisterDeviceCredential", ("ClientId", $"GID_Test@@@{writer}-{i}"));
                        credentials.Add(reply.GetProperty("DeviceCredential").GetRawText());
                        var expires = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds();
                        reply = await api.OkAsync("ApplyToken", ("Resources", "sensors"), ("Actions", "R"), ("ExpireTime", $"{expires}"));
                        tokens.Add(reply.GetProperty("Token").GetString()!);
                    }
                }
                catch (HttpRequestException)
                {
                    return;
                }
            })).ToArray();

            await Eventually.HoldsAsync(() => tokens.Count >= Enough, "enough is answered");
            service.Kill();
            await Task.WhenAll(writers);
            await drained;
        }

        using (var service = ToolRun.Start(arguments))
        {
            try
            {
                using var api = new ApiClient((await ReadLineAsync(service)).GetProperty("httpPort").GetInt32(), TimeProvider.System);
                var drained = service.StandardOutput.ReadToEndAsync();

                foreach (var credential in credentials)
                {
                    var clientId = JsonDocument.Parse(credential).RootElement.GetProperty("ClientId").GetString()!;
                    var found = await api.OkAsync("GetDeviceCredential", ("ClientId", clientId));
                    Assert.AreEqual(credential, found.GetProperty("DeviceCredential").GetRawText());
                }

                // As many as QueryToken serves in a second.
                foreach (var token in tokens.Take(Enough))
                {
                    Assert.IsTrue((await api.OkAsync("QueryToken", ("Token", token))).GetProperty("TokenStatus").GetBoolean());
                }
            }
            finally
            {
                service.Kill();
                await service.WaitForExitAsync();
            }
        }
    }

    private static string Private(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return path;
    }

    private static async Task<JsonElement> ReadLineAsync(Process process)
    {
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.IsNotNull(line);
        return JsonDocument.Parse(line).RootElement;
    }
}
