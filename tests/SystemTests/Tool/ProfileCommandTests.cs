using System.Diagnostics;
using System.Text.Json;
using NanoMqttDevice.SystemTests.Service;

namespace NanoMqttDevice.SystemTests.Tool;

[TestClass]
public sealed class ProfileCommandTests
{
    private const string ClientId = "GID_Test@@@0001";

    [TestMethod]
    public async Task What_is_always_the_same_is_said_once()
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        using var folder = new TestFolder();
        var credential = service.Register("0001");
        var run = await RunAsync(
            folder,
            TestService.AccountSecret + "\n",
            [
                "profile", "create", "plant", "--endpoint", $"http://127.0.0.1:{service.Service.HttpPort}", "--instance", TestService.Instance,
                "--access-key-id", ApiClient.AccessKeyId, "--parent-topic", TestService.Parent, .. ServerApiRun.MqttOf(service),
            ]);
        Assert.AreEqual(0, run.ExitCode, run.Error);
        Assert.Contains("plant (in use)", run.Output);
        Assert.DoesNotContain(TestService.AccountSecret, run.Output + run.Error);
        if (!OperatingSystem.IsWindows())
        {
            Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.PathOf("profiles/plant.json")));
        }

        run = await RunAsync(folder, "", "credential", "get", ClientId, "--out", folder.PathOf("device.json"));
        Assert.AreEqual(0, run.ExitCode, run.Error);
        var settings = JsonDocument.Parse(File.ReadAllText(folder.PathOf("device.json"))).RootElement;
        Assert.AreEqual(service.Service.Port, settings.GetProperty("port").GetInt32());
        Assert.AreEqual(TestService.Parent, settings.GetProperty("parentTopic").GetString());
        run = await RunAsync(folder, "", "send", ClientId, "ping", "--wait", "1");
        Assert.AreEqual(9, run.ExitCode, run.Error);
        Assert.IsNotNull(credential);
    }

    [TestMethod]
    public async Task Options_go_before_a_named_profile_that_before_the_environment_and_that_before_the_one_in_use()
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        using var folder = new TestFolder();
        await CreateAsync("wrong", "http://127.0.0.1:1", "secretOfAnother");
        await CreateAsync("right", $"http://127.0.0.1:{service.Service.HttpPort}", TestService.AccountSecret);
        service.Register("0001");
        await RunAsync(folder, "", "profile", "use", "wrong");
        Assert.AreEqual(4, (await RunAsync(folder, "", "credential", "get", ClientId)).ExitCode);
        Assert.AreEqual(0, (await RunAsync(folder, "", "credential", "get", ClientId, "--profile", "right")).ExitCode);
        Assert.AreEqual(4, (await RunAsync(folder, "", "credential", "get", ClientId, "--profile", "right", "--endpoint", "http://127.0.0.1:1")).ExitCode);
        (string Name, string Value)[] environment =
        [
            ("NANOMQTT_ENDPOINT", $"http://127.0.0.1:{service.Service.HttpPort}"), ("NANOMQTT_ACCESS_KEY_ID", ApiClient.AccessKeyId),
            ("NANOMQTT_ACCESS_KEY_SECRET", TestService.AccountSecret),
        ];
        Assert.AreEqual(0, (await RunAsync(folder, "", environment, "credential", "get", ClientId)).ExitCode);
        Assert.AreEqual(4, (await RunAsync(folder, "", environment, "credential", "get", ClientId, "--profile", "wrong")).ExitCode);
        Assert.AreEqual(0, (await RunAsync(folder, "", [("NANOMQTT_PROFILE", "right")], "credential", "get", ClientId)).ExitCode);

        var list = await RunAsync(folder, "", "profile", "list");
        Assert.StartsWith("  right ", list.Output);
        Assert.Contains("\n* wrong ", list.Output);
        Assert.AreEqual(0, (await RunAsync(folder, "", "profile", "remove", "wrong")).ExitCode);
        (await RunAsync(folder, "", "profile", "use", "wrong")).AssertRefused(2, "there is no profile 'wrong'; there are right");

        async Task CreateAsync(string name, string endpoint, string secret)
        {
            var run = await RunAsync(
                folder, secret, "profile", "create", name, "--endpoint", endpoint, "--instance", TestService.Instance, "--access-key-id", ApiClient.AccessKeyId);
            Assert.AreEqual(0, run.ExitCode, run.Error);
        }
    }

    [TestMethod]
    public async Task A_secret_may_stay_where_the_platform_keeps_it()
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        using var folder = new TestFolder();
        var keeper = folder.WritePrivate("keeper", TestService.AccountSecret + "\n");
        var run = await RunAsync(
            folder, "", "profile", "create", "kept", "--endpoint", $"http://127.0.0.1:{service.Service.HttpPort}", "--instance", TestService.Instance,
            "--access-key-id", ApiClient.AccessKeyId, "--secret-command", "cat", keeper);
        Assert.AreEqual(0, run.ExitCode, run.Error);
        Assert.DoesNotContain(TestService.AccountSecret, File.ReadAllText(folder.PathOf("profiles/kept.json")));
        service.Register("0001");
        Assert.AreEqual(0, (await RunAsync(folder, "", "credential", "get", ClientId)).ExitCode);
        File.Delete(keeper);
        Assert.Contains("accessKeySecretCommand: 'cat' ends with exit code 1", (await RunAsync(folder, "", "credential", "get", ClientId)).Error);
    }

    [TestMethod]
    [DataRow("NAME: has", "a/b")]
    [DataRow("--endpoint and --region: give one of them", "a", "--endpoint", "http://127.0.0.1", "--region", "cn-hangzhou")]
    [DataRow("--endpoint: over http", "a", "--endpoint", "http://192.0.2.1")]
    [DataRow("--access-key-id: is missing", "a", "--secret-command", "cat")]
    public async Task A_wrong_profile_is_not_made(string says, params string[] arguments)
    {
        using var folder = new TestFolder();
        (await RunAsync(folder, "", ["profile", "create", .. arguments])).AssertRefused(2, says);
        Assert.IsFalse(Directory.Exists(folder.PathOf("profiles")));
    }

    private static Task<ToolRun> RunAsync(TestFolder folder, string input, params string[] arguments) => RunAsync(folder, input, [], arguments);

    private static Task<ToolRun> RunAsync(TestFolder folder, string input, (string Name, string Value)[] environment, params string[] arguments)
    {
        var start = ToolRun.StartInfo(arguments);
        start.Environment["NANOMQTT_PROFILES"] = folder.PathOf("profiles");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return ToolRun.StartAsync(input, start);
    }
}
