using System.Diagnostics;
using System.Text;
using System.Text.Json;
using NanoMqttDevice.SystemTests.Service;

namespace NanoMqttDevice.SystemTests.Tool;

[TestClass]
public sealed class WatchCommandTests
{
    [TestMethod]
    public async Task Messages_and_refusals_are_shown_as_they_come()
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        using var watch = Start(service, "--json", "--count", "5", "--kind", "telemetry", "--kind", "answer", "--kind", "event", "--kind", "message", "--kind", "refusal");
        await watch.StandardError.ReadLineAsync();
        var device = await service.ConnectAsync("0001");
        await PublishAsync("telemetry", """{"clientId":"GID_Test@@@0001","uptime":1}""");
        await PublishAsync("reply", """{"id":"1","clientId":"GID_Test@@@0001","result":"ok"}""");
        await PublishAsync("reply", """{"event":"settings","clientId":"GID_Test@@@0001","result":"current"}""");
        await device.PublishAsync($"{TestService.Parent}/own", [0xFF, 0x00]);
        var telemetry = await ReadAsync(watch);
        Assert.AreEqual("message", telemetry.GetProperty("type").GetString());
        Assert.AreEqual("telemetry", telemetry.GetProperty("kind").GetString());
        Assert.AreEqual("GID_Test@@@0001", telemetry.GetProperty("clientId").GetString());
        Assert.AreEqual(1, telemetry.GetProperty("json").GetProperty("uptime").GetInt32());
        Assert.AreEqual("answer", (await ReadAsync(watch)).GetProperty("kind").GetString());
        Assert.AreEqual("event", (await ReadAsync(watch)).GetProperty("kind").GetString());
        Assert.AreEqual("0xff00", (await ReadAsync(watch)).GetProperty("payload").GetString());

        var stranger = await service.OpenAsync();
        await stranger.SendAsync(TestService.ConnectPacket(service.Register("0002") with { DeviceAccessKeySecret = "wrong" }));
        var refusal = await ReadAsync(watch);
        Assert.AreEqual("refusal", refusal.GetProperty("kind").GetString());
        Assert.AreEqual("GID_Test@@@0002", refusal.GetProperty("clientId").GetString());
        Assert.Contains("not authorized", refusal.GetProperty("text").GetString()!);
        await watch.WaitForExitAsync();
        Assert.AreEqual(0, watch.ExitCode);

        Task PublishAsync(string topic, string text) => device.PublishAsync($"{TestService.Parent}/{topic}", Encoding.UTF8.GetBytes(text));
    }

    [TestMethod]
    public async Task A_line_has_its_time_filters_narrow_down_and_nothing_moves_the_cursor()
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        using var watch = Start(service, "--count", "1", "--client-id", "GID_Test@@@0001", "--match", "uptime");
        await watch.StandardError.ReadLineAsync();
        var device = await service.ConnectAsync("0001");
        await device.PublishAsync($"{TestService.Parent}/telemetry", """{"clientId":"GID_Test@@@0002","uptime":1}"""u8.ToArray());
        await device.PublishAsync($"{TestService.Parent}/telemetry", """{"clientId":"GID_Test@@@0001","other":1}"""u8.ToArray());
        await device.PublishAsync($"{TestService.Parent}/telemetry", Encoding.UTF8.GetBytes("{\"clientId\":\"GID_Test@@@0001\",\"uptime\":\u001b[2J}"));
        await device.PublishAsync($"{TestService.Parent}/telemetry", """{"clientId":"GID_Test@@@0001","uptime":"\u202e"}"""u8.ToArray());
        var line = await watch.StandardOutput.ReadLineAsync();
        Assert.MatchesRegex(@"^\d\d:\d\d:\d\d\.\d\d\d  telemetry  GID_Test@@@0001 +\{""clientId"":""GID_Test@@@0001"",""uptime"":""", line);
        Assert.DoesNotContain('\u001b', line!);
        await watch.WaitForExitAsync();
        Assert.AreEqual(0, watch.ExitCode);
    }

    [TestMethod]
    public async Task A_broker_that_goes_away_and_comes_back_is_watched_again_and_Ctrl_C_is_the_normal_end()
    {
        var service = await ServerApiRun.StartServiceAsync();
        var port = service.Service.Port;
        await using var window = await TerminalWindow.StartAsync(120, WithKeys(ToolRun.StartInfo(Arguments(service))));
        await window.ExpectAsync("watching sensors/#");
        await service.DisposeAsync();
        await window.ExpectAsync("trying again in");
        await using var second = await TestService.StartAsync(TestService.Options with { Port = port });
        await window.ExpectAsync("watching again");
        await window.PressAsync("C-c");
        await window.ExpectAsync("[exit 0]");
    }

    [TestMethod]
    public async Task A_wrong_key_is_a_refused_login()
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        var start = WithKeys(ToolRun.StartInfo(Arguments(service)));
        start.Environment["NANOMQTT_ACCESS_KEY_SECRET"] = "wrong";
        (await ToolRun.StartAsync("", start)).AssertRefused(5, "the service refuses the login of the application server");
    }

    private static Process Start(TestService service, params string[] arguments) => Process.Start(WithKeys(ToolRun.StartInfo(Arguments(service, arguments))))!;

    private static string[] Arguments(TestService service, params string[] arguments) =>
    [
        "watch", "--group", TestService.Group, "--parent-topic", TestService.Parent, "--endpoint", $"http://127.0.0.1:{service.Service.HttpPort}",
        "--instance", TestService.Instance, .. ServerApiRun.MqttOf(service), .. arguments,
    ];

    private static ProcessStartInfo WithKeys(ProcessStartInfo start)
    {
        start.Environment["NANOMQTT_ACCESS_KEY_ID"] = ApiClient.AccessKeyId;
        start.Environment["NANOMQTT_ACCESS_KEY_SECRET"] = TestService.AccountSecret;
        return start;
    }

    private static async Task<JsonElement> ReadAsync(Process watch)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return JsonDocument.Parse((await watch.StandardOutput.ReadLineAsync(limit.Token))!).RootElement;
    }
}
