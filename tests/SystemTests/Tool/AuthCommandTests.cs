using System.Text.Json;
using NanoMqttDevice.SystemTests.Brokers;

namespace NanoMqttDevice.SystemTests.Tool;

[TestClass]
public sealed class AuthCommandTests
{
    [TestMethod]
    public async Task It_prints_what_it_refuses_and_ends_without_a_secret_in_its_output()
    {
        using var folder = new TestFolder();
        using var auth = ToolRun.Start("auth", "--http-port", "0", "--json", "--database", folder.PathOf("auth.db"));

        try
        {
            var listening = await ReadLineAsync(auth.StandardOutput);
            using var broker = new BrokerQuestions(listening.GetProperty("httpPort").GetInt32());
            Assert.AreEqual("deny", await broker.RabbitUserAsync("GID_Demo@@@0001", "DeviceCredential|DC.x|mqtt-demo", "password-0123"));

            var refused = await ReadLineAsync(auth.StandardOutput);
            Assert.AreEqual("authenticate", refused.GetProperty("action").GetString());
            Assert.AreEqual("GID_Demo@@@0001", refused.GetProperty("clientId").GetString());
            Assert.AreEqual("not authorized", refused.GetProperty("reason").GetString());
            Assert.DoesNotContain("password-0123", refused.GetRawText());
        }
        finally
        {
            auth.Kill();
            await auth.WaitForExitAsync();
        }
    }

    [TestMethod]
    [DataRow("--http-listen", "0.0.0.0", "needs --authenticate-secret")]
    [DataRow("--instances-file", "/nonexistent", "--instances-file: ")]
    [DataRow("--group", "GID", "--group: ")]
    [DataRow("--postgres", "/nonexistent", "--postgres: ")]
    public async Task A_wrong_option_is_refused_with_one_line(string option, string value, string says)
    {
        var run = await ToolRun.StartAsync("", "auth", "--http-port", "0", option, value);

        run.AssertRefused(2, says);
    }

    [TestMethod]
    public async Task A_file_of_instances_says_it_all()
    {
        using var folder = new TestFolder();
        var file = folder.Write("instances.json", """{"instances":[{"instanceId":"a","groupIds":["GID_Test"],"parentTopics":["abc"]}]}""");

        var run = await ToolRun.StartAsync("", "auth", "--instances-file", file, "--parent-topic", "abc");

        run.AssertRefused(2, "--instances-file and --parent-topic: give one of them");
    }

    private static async Task<JsonElement> ReadLineAsync(StreamReader output)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return JsonDocument.Parse((await output.ReadLineAsync(limit.Token))!).RootElement;
    }
}
