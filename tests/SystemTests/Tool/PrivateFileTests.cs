using NanoMqttDevice.SystemTests.Service;

namespace NanoMqttDevice.SystemTests.Tool;

/// <summary>A file with a secret in it is taken when it is its owner's alone, and otherwise nowhere.</summary>
[TestClass]
public sealed class PrivateFileTests
{
    private const string Settings = """{"clientId":"GID_Test@@@0001","secret":"DC.0123456789"}""";
    private const string Shared = """{"endpoint":"127.0.0.1","parentTopic":"sensors"}""";

    [TestMethod]
    public async Task Settings_with_a_secret_that_others_can_read_are_refused_by_every_command()
    {
        using var folder = OpenFolder();
        var settings = folder.Write("settings.json", Settings);
        await AssertRefusedAsync(settings, "device", "--flash", folder.PathOf("flash"), "--settings", settings);
        await AssertRefusedAsync(settings, "provision", "--port", "/dev/null", "--settings", settings);
        await AssertRefusedAsync(settings, "doctor", "--settings", settings);
        await AssertRefusedAsync(settings, "fleet", folder.WritePrivate("fleet.csv", "client-id,secret\n"), "--settings", settings);
        await AssertRefusedAsync(
            settings, "credential", "get", "GID_Test@@@0001", "--out", settings, "--endpoint", "http://127.0.0.1:1", "--instance", "mqtt-cn-0001");
    }

    [TestMethod]
    public async Task So_are_other_files_with_secrets()
    {
        using var folder = OpenFolder();
        var secret = folder.Write("secret", "TopSecret");
        await AssertRefusedAsync(secret, "provision", "--port", "/dev/null", "--secret-file", secret);
        await AssertRefusedAsync(secret, "device", "--flash", folder.PathOf("flash"), "--wifi-password-file", secret);
        var fleet = folder.Write("fleet.csv", "client-id,secret\nGID_Test@@@0001,TopSecret\n");
        await AssertRefusedAsync(fleet, "fleet", fleet);
    }

    [TestMethod]
    public async Task Settings_without_a_secret_may_be_anybodys()
    {
        using var folder = OpenFolder();
        var settings = folder.Write("settings.json", Shared);
        (await ToolRun.StartAsync("", "device", "--flash", folder.PathOf("flash"), "--settings", settings)).AssertRefused(2, "mode: must be Signature");
    }

    private static async Task AssertRefusedAsync(string file, params string[] arguments)
    {
        var start = ToolRun.StartInfo(arguments);
        start.Environment["NANOMQTT_ACCESS_KEY_ID"] = "LTAIaccount";
        start.Environment["NANOMQTT_ACCESS_KEY_SECRET"] = TestService.AccountSecret;
        var run = await ToolRun.StartAsync("", start);
        run.AssertRefused(2, $"others can read '{file}'; chmod 600 it");
        Assert.DoesNotContain("TopSecret", run.Output);
    }

    private static TestFolder OpenFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("Windows has no file modes");
        }

        return new TestFolder();
    }
}
