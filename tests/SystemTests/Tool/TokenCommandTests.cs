using System.Text.Json;
using NanoMqttDevice.Service;
using NanoMqttDevice.SystemTests.Service;

namespace NanoMqttDevice.SystemTests.Tool;

[TestClass]
public sealed class TokenCommandTests
{
    [TestMethod]
    public async Task The_file_that_apply_writes_is_the_file_that_query_and_revoke_take()
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        using var folder = new TestFolder();
        var file = folder.PathOf("device.json");
        var run = await ServerApiRun.OfAsync(service, "token", "apply", "--resource", $"{TestService.Parent}/#", "--actions", "R", "--out", file);
        Assert.AreEqual(0, run.ExitCode, run.Error);
        run = await ServerApiRun.OfAsync(service, "token", "query", "--token-file", file);
        Assert.AreEqual("valid\n", run.Output, run.Error);

        run = await ServerApiRun.OfAsync(service, "token", "apply", "--resource", $"{TestService.Parent}/#", "--actions", "W", "--out", file);
        Assert.AreEqual(0, run.ExitCode, run.Error);
        (await ServerApiRun.OfAsync(service, "token", "query", "--token-file", file)).AssertRefused(2, "holds tokens of the types R, W; say which one with --type");
        run = await ServerApiRun.OfAsync(service, "token", "revoke", "--token-file", file, "--type", "W");
        Assert.AreEqual("revoked\n", run.Output, run.Error);
        run = await ServerApiRun.OfAsync(service, "token", "query", "--token-file", file, "--type", "W");
        Assert.AreEqual(14, run.ExitCode);
        run = await ServerApiRun.OfAsync(service, "token", "query", "--token-file", file, "--type", "R");
        Assert.AreEqual("valid\n", run.Output, run.Error);
    }

    [TestMethod]
    public async Task A_token_goes_to_a_file_with_which_the_device_is_online()
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        using var folder = new TestFolder();
        var file = folder.WritePrivate("device.json", """{"clientId":"GID_Test@@@0001","secret":"of another mode"}""");
        string[] command =
        [
            "token", "apply", "--resource", $"{TestService.Parent}/#", "--actions", "RW", "--valid-for", "2h", "--out", file,
            "--parent-topic", TestService.Parent, .. ServerApiRun.MqttOf(service),
        ];
        var run = await ServerApiRun.OfAsync(service, command);
        Assert.AreEqual(0, run.ExitCode, run.Error);
        var settings = JsonDocument.Parse(File.ReadAllText(file)).RootElement;
        var token = settings.GetProperty("tokenRW").GetString()!;
        Assert.DoesNotContain(token, run.Output + run.Error);
        Assert.IsFalse(settings.TryGetProperty("secret", out _));
        Assert.AreEqual(TokenState.Valid, service.Service.Tokens.Inspect(TestService.Instance, token).State);

        var device = await ToolRun.StartAsync("", "device", "--flash", folder.PathOf("flash"), "--settings", file, "--once");
        Assert.AreEqual(0, device.ExitCode, device.Error);
    }

    [TestMethod]
    public async Task A_token_is_valid_until_it_is_revoked()
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        var run = await ServerApiRun.OfAsync(service, "token", "apply", "--resource", TestService.Parent, "--actions", "R", "--show-secret", "--json");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        var json = JsonDocument.Parse(run.Output).RootElement;
        Assert.AreEqual("R", json.GetProperty("tokenType").GetString());
        var token = json.GetProperty("token").GetString()!;
        run = await ServerApiRun.OfAsync(service, token + "\n", ["token", "query"]);
        Assert.AreEqual(0, run.ExitCode, run.Error);
        Assert.AreEqual("valid\n", run.Output);
        run = await ServerApiRun.OfAsync(service, token, ["token", "revoke"]);
        Assert.AreEqual(0, run.ExitCode, run.Error);
        run = await ServerApiRun.OfAsync(service, token, ["token", "query", "--json"]);
        Assert.AreEqual(14, run.ExitCode, run.Error);
        Assert.AreEqual("not valid", JsonDocument.Parse(run.Output).RootElement.GetProperty("result").GetString());
        Assert.DoesNotContain(token, run.Output + run.Error);
    }

    [TestMethod]
    [DataRow("--show-secret", "--actions", "X", "--actions: must be R, W or RW")]
    [DataRow("--show-secret", "--valid-for", "59s", "--valid-for: must be at least 60s")]
    [DataRow("--show-secret", "--valid-for", "1w", "--valid-for: must be a whole number")]
    [DataRow("--show-secret", "--resource", "a,b", "--resource: ")]
    [DataRow("--json", "--actions", "R", "--out FILE or --show-secret")]
    public async Task What_the_service_would_not_take_is_refused_before_it_is_asked(string flag, string option, string value, string says)
    {
        var run = await ToolRun.StartAsync(
            "", "token", "apply", "--resource", "sensors", flag, option, value, "--instance", "i", "--endpoint", "http://127.0.0.1:1");
        run.AssertRefused(2, says);
    }

    [TestMethod]
    public async Task A_topic_that_does_not_exist_is_refused_with_the_vendors_code()
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        (await ServerApiRun.OfAsync(service, "token", "apply", "--resource", "nowhere", "--show-secret")).AssertRefused(12, "PermissionCheckFailed");
    }
}
