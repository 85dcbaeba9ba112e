using System.Text;
using System.Text.Json;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.SystemTests.Devices;
using NanoMqttDevice.SystemTests.Service;

namespace NanoMqttDevice.SystemTests.Tool;

[TestClass]
public sealed class SendCommandTests
{
    private const string ClientId = "GID_Test@@@0001";

    [TestMethod]
    public async Task A_command_reaches_the_device_and_its_answer_comes_back()
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        await using var device = new TestDevice();
        device.Start(TestDevice.Settings(service.Register("0001"), service.Service.Port));
        await device.ExpectAsync(SupervisorState.Online);
        var run = await SendAsync(service, ClientId, "info");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        Assert.StartsWith($"{ClientId}  ok  version=", run.Output);

        run = await SendAsync(service, ClientId, "interval", "7", "--json");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        var answer = JsonDocument.Parse(run.Output).RootElement;
        Assert.AreEqual("ok", answer.GetProperty("result").GetString());
        Assert.AreEqual("interval", answer.GetProperty("command").GetString());
        Assert.AreEqual(ClientId, answer.GetProperty("answer").GetProperty("clientId").GetString());

        run = await SendAsync(service, ClientId, "interval", "0");
        Assert.AreEqual(16, run.ExitCode);
        Assert.AreEqual($"{ClientId}  bad-argument\n", run.Output);
        Assert.Contains("the argument has the wrong form or is out of range", run.Error);
    }

    [TestMethod]
    public async Task To_many_at_once_each_answer_is_told_and_who_gives_none()
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        using var folder = new TestFolder();
        await using var device = new TestDevice();
        device.Start(TestDevice.Settings(service.Register("0001"), service.Service.Port));
        await device.ExpectAsync(SupervisorState.Online);
        var file = folder.Write("ids.csv", $"# who is meant\nmac,client-id\n1,{ClientId}\n2,GID_Test@@@0002\n3,{ClientId}\n");
        var run = await SendAsync(service, "--to", file, "--wait", "2", "ping");
        Assert.AreEqual(9, run.ExitCode, run.Error);
        Assert.AreEqual($"{ClientId}  ok\nGID_Test@@@0002  no-answer\n", run.Output);
        Assert.Contains("1 of 2: no-answer", run.Error);

        var bad = folder.Write("bad.txt", $"{ClientId}\nnobody\n");
        (await SendAsync(service, "--to", bad, "ping")).AssertRefused(2, "row 2: has no separator @@@");
    }

    [TestMethod]
    public async Task What_a_stranger_answers_counts_for_nothing_and_cannot_move_the_cursor()
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        var device = await service.ConnectAsync("0001");
        device.Received += async message =>
        {
            var id = Encoding.UTF8.GetString(message.Payload).Split(' ')[0];
            await AnswerAsync(device, $$"""{"id":"other","clientId":"{{ClientId}}","result":"ok"}""");
            await AnswerAsync(device, $$"""{"id":"{{id}}","clientId":"GID_Test@@@0666","result":"ok"}""");
            await AnswerAsync(device, "no JSON");
            await AnswerAsync(device, $$"""{"id":"{{id}}","clientId":"{{ClientId}}","result":"ok","note":"a\u001b[2Jb"}""");
        };
        var run = await SendAsync(service, ClientId, "ping");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        Assert.AreEqual($"{ClientId}  ok  note=a\\u001B[2Jb\n", run.Output);
    }

    [TestMethod]
    [DataRow("COMMAND: is missing", ClientId)]
    [DataRow("CLIENT-ID: has no separator @@@", "nobody", "ping")]
    [DataRow("COMMAND: has printable ASCII only", ClientId, "grüße")]
    [DataRow("--wait: must be", ClientId, "ping", "--wait", "0")]
    public async Task A_wrong_command_line_is_refused_with_one_line(string says, params string[] arguments)
    {
        (await ToolRun.StartAsync("", ["send", .. arguments])).AssertRefused(2, says);
    }

    private static Task AnswerAsync(LibraryClient device, string text) => device.PublishAsync($"{TestService.Parent}/reply", Encoding.UTF8.GetBytes(text));

    private static Task<ToolRun> SendAsync(TestService service, params string[] arguments) =>
        ServerApiRun.OfAsync(service, ["send", .. arguments, "--parent-topic", TestService.Parent, .. ServerApiRun.MqttOf(service)]);
}
