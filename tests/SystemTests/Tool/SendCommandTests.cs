using System.Collections.Concurrent;
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

        run = await SendAsync(service, ClientId, "help");
        Assert.Contains("  open=ping, info, ", run.Output);

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
    public async Task A_command_is_sealed_anew_under_another_id_over_each_nonce_that_the_device_tells()
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        var secret = service.Register("0001").DeviceAccessKeySecret;
        var device = await service.ConnectAsync("0001");
        var lines = new ConcurrentQueue<string>();
        string[] nonces = ["firstNonce123456", "afterARestart789"];
        device.Received += async message =>
        {
            lines.Enqueue(Encoding.UTF8.GetString(message.Payload));
            var answer = lines.Count <= nonces.Length ? $"\"result\":\"stale\",\"nonce\":\"{nonces[lines.Count - 1]}\"" : "\"result\":\"ok\"";
            await AnswerAsync(device, $$"""{"id":"{{lines.Last().Split(' ')[0]}}","clientId":"{{ClientId}}",{{answer}}}""");
        };

        var run = await SendAsync(service, ClientId, "interval", "7");

        Assert.AreEqual(0, run.ExitCode, run.Error);
        var parts = lines.Select(line => line.Split(" ~")).ToArray();
        Assert.HasCount(3, parts);
        Assert.HasCount(3, parts.Select(part => part[0]).Distinct().ToArray());
        CollectionAssert.AreEqual(nonces, parts.Skip(1).Select(part => part[1][..16]).ToArray());
        foreach (var part in parts)
        {
            var expected = NanoMqttDevice.Credentials.CommandSeal.Compute(Encoding.UTF8.GetBytes(secret), ClientId, part[1][..16], part[0]);
            Assert.AreEqual(expected, part[1][16..]);
        }
    }

    [TestMethod]
    public async Task A_seal_made_with_another_secret_is_told_and_the_device_obeys_nothing()
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        using var folder = new TestFolder();
        var wrong = folder.WritePrivate("wrong.json", $$"""{"clientId":"{{ClientId}}","secret":"DC.another0123456789012345"}""");
        await using var device = new TestDevice();
        device.Start(TestDevice.Settings(service.Register("0001"), service.Service.Port));
        await device.ExpectAsync(SupervisorState.Online);
        var sequence = device.Device.Mind!.Settings.Sequence;

        var run = await SendAsync(service, ClientId, "interval", "77", "--settings", wrong);

        Assert.AreEqual(16, run.ExitCode, run.Error);
        Assert.AreEqual($"{ClientId}  bad-seal\n", run.Output);
        Assert.Contains("the seal was made with another secret than the device's", run.Error);
        Assert.AreEqual(sequence, device.Device.Mind!.Settings.Sequence, "nothing was written");
    }

    [TestMethod]
    public async Task The_secret_comes_from_a_services_database_where_there_is_no_server_API()
    {
        using var folder = new TestFolder();
        var database = folder.PathOf("service.db");
        await using var service = await TestService.StartAsync(TestService.Options with { DatabasePath = database });
        await using var device = new TestDevice();
        device.Start(TestDevice.Settings(service.Register("0001"), service.Service.Port));
        await device.ExpectAsync(SupervisorState.Online);
        string[] command = ["send", ClientId, "interval", "7", "--parent-topic", TestService.Parent, .. ServerApiRun.MqttOf(service)];

        var known = await ServerApiRun.WithoutApiAsync([.. command, "--database", database]);
        Assert.AreEqual(0, known.ExitCode, known.Error);
        Assert.StartsWith($"{ClientId}  ok", known.Output);

        var unknown = await ServerApiRun.WithoutApiAsync(command);
        Assert.AreEqual(16, unknown.ExitCode, unknown.Error);
        Assert.Contains("--database", unknown.Error);
        (await ServerApiRun.WithoutApiAsync([.. command, "--database", folder.PathOf("none.db")])).AssertRefused(2, "--database: there is no file");
        Assert.IsFalse(File.Exists(folder.PathOf("none.db")));
    }

    [TestMethod]
    public async Task The_longest_command_reaches_the_device_with_its_seal_and_a_longer_one_is_refused_with_the_limit()
    {
        const int Longest = 1119;
        await using var service = await ServerApiRun.StartServiceAsync();
        await using var device = new TestDevice();
        device.Start(TestDevice.Settings(service.Register("0001"), service.Service.Port));
        await device.ExpectAsync(SupervisorState.Online);

        var run = await SendAsync(service, ClientId, new string('x', Longest));
        Assert.AreEqual($"{ClientId}  unknown-command\n", run.Output, run.Error);
        (await SendAsync(service, ClientId, new string('x', Longest + 1)))
            .AssertRefused(2, "COMMAND: has at most 1119 characters, and this one 1120: a device reads 1198 bytes, 46 of them the seal");
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
