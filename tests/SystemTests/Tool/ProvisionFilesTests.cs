using NanoMqttDevice.Runtime;
using NanoMqttDevice.SystemTests.Devices;
using NanoMqttDevice.SystemTests.Service;

namespace NanoMqttDevice.SystemTests.Tool;

[TestClass]
public sealed class ProvisionFilesTests
{
    private static readonly string[] _settings =
    [
        "--mode", "DeviceCredential", "--endpoint", "a.b", "--mqtt-port", "1883", "--tls", "off", "--instance", "mqtt-xxxxx", "--client-id", "GID_Test@@@0001", "--access-key-id", "YYYYY",
        "--parent-topic", "top",
    ];

    [TestMethod]
    public async Task The_record_that_nanoff_gets_is_byte_by_byte_the_one_of_the_specification()
    {
        using var bench = new FlashBench();
        var run = await ToolRun.StartAsync("XXXXX\n12345678\n", bench.StartInfoOf(
            ["provision", "--via", "files", "--port", bench.Port, "--wifi-ssid", "Home", "--wifi-password-file", "-", "--secret-file", "-", .. _settings]));
        Assert.AreEqual(0, run.ExitCode, run.Error);
        Assert.AreSequenceEqual(["files", "network"], bench.Steps.ToArray());
        const string Example = """
            4E4D445201005400010000000101000302030061 2E620302005B07040100000
            50A006D7174742D7878787878060F004749445F5465737440404030303031070500595959595908050058585858580D0300746F700E02005A000F04003C0000002AF5054E
            """;
        Assert.AreEqual(string.Concat(Example.Where(char.IsLetterOrDigit)), Convert.ToHexString(File.ReadAllBytes(bench.PathOf("settings.0"))));
        Assert.AreEqual("600", bench.Read("record.mode").Trim());
        Assert.Contains("600 ", bench.Read("files.modes"));
        Assert.Contains("700 ", bench.Read("files.modes"));
        Assert.Contains("{\"DestinationFilePath\":\"I:\\\\settings.1\",\"SourceFilePath\":\"\"}", bench.Read("files.json"));
        Assert.IsEmpty(bench.Leftovers);
        Assert.DoesNotContain("XXXXX", string.Concat(bench.ArgumentsOf("files")) + run.Output + run.Error);
        Assert.DoesNotContain("12345678", string.Concat(bench.ArgumentsOf("network")) + run.Output + run.Error);
    }

    [TestMethod]
    public async Task A_device_that_finds_the_record_in_its_flash_is_online()
    {
        using var bench = new FlashBench();
        await using var service = await TestService.StartAsync();
        var credential = service.Register("0001");
        var run = await ToolRun.StartAsync(credential.DeviceAccessKeySecret, bench.StartInfoOf(
            "provision", "--via", "files", "--port", bench.Port, "--mode", "DeviceCredential", "--endpoint", "127.0.0.1", "--mqtt-port",
            $"{service.Service.Port}", "--tls", "off", "--instance", credential.InstanceId, "--client-id", credential.ClientId, "--access-key-id",
            credential.DeviceAccessKeyId, "--parent-topic", TestService.Parent));
        Assert.AreEqual(0, run.ExitCode, run.Error);
        await using var device = new TestDevice();
        File.Copy(bench.PathOf("settings.0"), Path.Combine(device.Folder, "settings.0"));
        device.Device.Start();
        await device.ExpectAsync(NanoMqttDevice.Connectivity.SupervisorState.Online);
    }

    [TestMethod]
    [DataRow("refuse file", "not written: I:\\settings.0")]
    [DataRow("forget deletions", "not written: I:\\settings.1, I:\\candidate.0, I:\\candidate.1")]
    [DataRow("fail files", "nanoff says 'Error E2002")]
    public async Task A_file_that_nanoff_does_not_say_it_wrote_is_a_failure(string behaviour, string says)
    {
        using var bench = new FlashBench();
        bench.Behave(behaviour);
        var run = await ToolRun.StartAsync("XXXXX", bench.StartInfoOf(["provision", "--via", "files", "--port", bench.Port, .. _settings]));
        Assert.AreEqual(8, run.ExitCode, run.Error);
        Assert.Contains("provision failed at step 1 (settings)", run.Error);
        Assert.Contains(says, run.Error);
        Assert.IsEmpty(bench.Leftovers);
    }

    [TestMethod]
    public async Task Settings_that_are_not_whole_are_refused_before_nanoff_runs()
    {
        using var bench = new FlashBench();
        var run = await ToolRun.StartAsync("XXXXX", bench.StartInfoOf("provision", "--via", "files", "--port", bench.Port, "--mode", "DeviceCredential"));
        run.AssertRefused(2, "endpoint: is missing");
        Assert.IsEmpty(bench.Steps);
    }
}
