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
    [DataRow("--colour", "red", "Unrecognized command or argument '--colour'")]
    public async Task A_wrong_option_is_refused_with_one_line(string option, string value, string says)
    {
        (await ToolRun.StartAsync("", "service", "--port", "0", option, value)).AssertRefused(2, says);
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

    private static async Task<JsonElement> ReadLineAsync(Process process)
    {
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.IsNotNull(line);
        return JsonDocument.Parse(line).RootElement;
    }
}
