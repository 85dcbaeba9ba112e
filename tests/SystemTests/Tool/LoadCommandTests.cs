using System.Text.Json;
using NanoMqttDevice.Service;
using NanoMqttDevice.Simulator;
using NanoMqttDevice.SystemTests.Service;
using NanoMqttDevice.Tool.Load;

namespace NanoMqttDevice.SystemTests.Tool;

[TestClass]
public sealed class LoadCommandTests
{
    [TestMethod]
    public async Task A_run_that_is_stopped_tells_what_was_measured_until_then()
    {
        await using var window = await TerminalWindow.StartAsync(100, "load", "--stand-in", "--clients", "50", "--hold", "10m");
        await window.ExpectAsync("logins: 50 of 50");
        await window.PressAsync("C-c");
        var screen = await window.ExpectAsync("[exit 130]");
        Assert.Contains("stopped; what was measured until then", screen);
        Assert.Contains("50 of 50 in", screen);
        Assert.Contains("login:     p50", screen);
    }

    [TestMethod]
    public async Task Registered_devices_log_in_stay_send_and_are_unregistered_again()
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        var run = await ServerApiRun.OfAsync(
            service,
            [
                "load", "--clients", "50", "--group", TestService.Group, "--hold", "2s", "--messages", "2", "--parent-topic", TestService.Parent,
                "--pid", $"{Environment.ProcessId}", "--json", .. ServerApiRun.MqttOf(service),
            ]);
        Assert.AreEqual(0, run.ExitCode, run.Error);
        var json = JsonDocument.Parse(run.Output).RootElement;
        Assert.AreEqual(50, json.GetProperty("accepted").GetInt32());
        Assert.AreEqual(0, json.GetProperty("lost").GetInt32());
        Assert.AreEqual(100, json.GetProperty("messages").GetProperty("acknowledged").GetInt32());
        Assert.IsGreaterThan(0, json.GetProperty("loginMs").GetProperty("p99").GetDouble());
        Assert.IsGreaterThan(1, json.GetProperty("brokerMb").GetProperty("online").GetDouble());
        Assert.AreEqual(100, service.Received.Count(m => m.Topic == $"{TestService.Parent}/telemetry"));
        Assert.AreEqual(50, service.Received.Select(m => m.ClientId).Distinct().Count());
        Assert.IsNull(service.Service.Credentials.Get(TestService.Instance, "GID_Test@@@load-00001"));
        Assert.AreEqual(50, service.Service.Counters.Accepted);
    }

    [TestMethod]
    public async Task Logins_from_a_file_are_refused_where_they_are_wrong_and_counted_by_cause()
    {
        await using var service = await TestService.StartAsync();
        using var folder = new TestFolder();
        var file = folder.PathOf("clients.csv");
        var wrong = new LoadClient(TestService.ClientId("0003"), "DeviceCredential|DC.id|mqtt-cn-0001", "wrong, \"quoted\"");
        LoadClientFile.Write(file, [LoadRegistration.Of(service.Register("0001")), LoadRegistration.Of(service.Register("0002")), wrong]);
        var run = await ToolRun.StartAsync("", ["load", "--clients", "3", "--rate", "100", "--clients-file", file, "--json", .. ServerApiRun.MqttOf(service)]);
        Assert.AreEqual(15, run.ExitCode, run.Error);
        var json = JsonDocument.Parse(run.Output).RootElement;
        Assert.AreEqual(2, json.GetProperty("accepted").GetInt32());
        Assert.AreEqual(1, json.GetProperty("failures").GetProperty("CONNACK 5").GetInt32());
        await service.ExpectTraceAsync(TestService.ClientId("0001"), "disconnect", "disconnected by client");
    }

    [TestMethod]
    public async Task A_password_file_of_mosquitto_is_taken_too()
    {
        using var folder = new TestFolder();
        var file = folder.WritePrivate("passwords", "one:first\r\ntwo:with:colon\n");
        LoadClient[] expected = [new("load-00001", "one", "first"), new("load-00002", "two", "with:colon")];
        Assert.AreSequenceEqual(expected, LoadClientFile.Read("--clients-file", file));
        await using var service = await TestService.StartAsync();
        var run = await ToolRun.StartAsync("", ["load", "--clients", "3", "--clients-file", file, .. ServerApiRun.MqttOf(service)]);
        run.AssertRefused(2, "holds 2 logins, 3 are wanted");
    }

    [TestMethod]
    [DataRow("clientId,userName,password\na,b\n", "line 2 does not have the three fields")]
    [DataRow("TopSecret\n", "line 1 is not userName:password")]
    public async Task A_file_of_wrong_form_is_refused_without_what_it_holds(string text, string says)
    {
        using var folder = new TestFolder();
        var file = folder.WritePrivate("clients", text);
        var run = await ToolRun.StartAsync("", "load", "--clients", "1", "--clients-file", file, "--mqtt-endpoint", "127.0.0.1");
        run.AssertRefused(2, says);
        Assert.DoesNotContain("TopSecret", run.Error);
    }

    [TestMethod]
    public async Task A_broker_that_is_not_there_is_a_failure_by_its_name()
    {
        using var folder = new TestFolder();
        var file = folder.PathOf("clients.csv");
        LoadClientFile.Write(file, [new LoadClient("a", "b", "c")]);
        string[] command = ["load", "--clients", "1", "--clients-file", file, "--mqtt-endpoint", "127.0.0.1", "--tls", "off"];
        var run = await ToolRun.StartAsync("", [.. command, "--mqtt-port", $"{FreePort.Take()}"]);
        Assert.AreEqual(15, run.ExitCode, run.Error);
        Assert.Contains("1 connection refused", run.Output);
    }

    [TestMethod]
    public async Task The_stand_in_can_be_loaded_with_nothing_else_at_hand()
    {
        var run = await ToolRun.StartAsync("", "load", "--stand-in", "--clients", "20");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        Assert.Contains("20 of 20", run.Output);
    }

    [TestMethod]
    [DataRow("--clients", "0", "--clients: must be a whole number")]
    [DataRow("--rate", "0", "--rate: must be a number above 0")]
    [DataRow("--messages", "1", "--messages: needs --hold")]
    [DataRow("--keepalive", "9", "--keepalive: must be a whole number from 10 to 480")]
    [DataRow("--group", "GID_Test", "--clients-file, --group and --stand-in: give one of them")]
    [DataRow("--pid", "999999999", "--pid: there is no process")]
    public async Task A_wrong_option_is_refused(string option, string value, string says)
    {
        (await ToolRun.StartAsync("", "load", "--stand-in", option, value)).AssertRefused(2, says);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(30)]
    [DataRow(300)]
    public async Task After_an_outage_no_second_sees_more_than_three_times_the_mean(int seconds)
    {
        var shape = RestartSimulation.Run(10000, TimeSpan.FromSeconds(seconds), seed: 1);
        Assert.AreEqual(10000, shape.Devices);
        Assert.IsLessThanOrEqualTo(3, shape.PeakOverMeanOfMost);
        var run = await ToolRun.StartAsync("", "load", "simulate-restart", "--clients", "10000", "--outage", $"{seconds}s", "--json");
        Assert.AreEqual(0, run.ExitCode, run.Output + run.Error);
        Assert.AreEqual(shape.PeakPerSecond, JsonDocument.Parse(run.Output).RootElement.GetProperty("peakPerSecond").GetInt32());
    }

    [TestMethod]
    public async Task Devices_come_back_to_a_service_that_was_restarted()
    {
        var options = TestService.Options with { Port = FreePort.Take() };
        using var folder = new TestFolder();
        options = options with { DatabasePath = folder.PathOf("service.db") };
        await using var first = await TestService.StartAsync(options);
        LoadClient[] clients = [.. Enumerable.Range(0, 20).Select(i => LoadRegistration.Of(first.Register($"{i:0000}")))];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var broker = await BrokerAddress.ResolveAsync(new("127.0.0.1", options.Port, IsTls: false), null, limit.Token);
        var seed = 0;
        var run = new RestartRun(new LoadOptions { Broker = broker, Clients = clients }, () => new SeededRandom(Interlocked.Increment(ref seed)));
        var coming = run.RunAsync(limit.Token);
        await run.Ready.WaitAsync(limit.Token);
        await first.DisposeAsync();
        await using var second = await TestService.StartAsync(options);
        var shape = await coming;
        Assert.AreEqual(20, shape.Devices);
        Assert.AreEqual(20, second.Service.Counters.Accepted);
    }

    [TestMethod]
    public void The_peak_is_the_busiest_second_after_the_first_wherever_it_begins()
    {
        var shape = ReturnShape.Of([0, 100, 200, 300, 1500, 2100, 2400, 4000, 5000, 10000]);
        Assert.AreEqual(4, shape.FirstSecond);
        Assert.AreEqual(3, shape.PeakPerSecond);
        Assert.AreEqual(10, shape.Seconds);
        Assert.AreEqual(1, shape.MeanPerSecond);
        Assert.AreEqual(3, shape.PeakOverMean);
        Assert.AreEqual(5, shape.MostSeconds);
        Assert.AreEqual(1.67, shape.PeakOverMeanOfMost);
    }

    [TestMethod]
    public void Percentiles_are_values_that_were_measured()
    {
        var latencies = new Latencies();
        for (var i = 1; i <= 200; i++)
        {
            latencies.Add(i);
        }

        Assert.AreEqual(new LatencySummary(100, 180, 198, 200), latencies.Summarize());
        Assert.IsNull(new Latencies().Summarize());
    }
}
