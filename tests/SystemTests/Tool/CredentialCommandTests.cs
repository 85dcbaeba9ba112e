using System.Text.Json;
using NanoMqttDevice.SystemTests.Service;

namespace NanoMqttDevice.SystemTests.Tool;

[TestClass]
public sealed class CredentialCommandTests
{
    private const string ClientId = "GID_Test@@@0001";

    [TestMethod]
    public async Task A_registered_credential_goes_to_a_file_with_which_the_device_is_online()
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        using var folder = new TestFolder();
        var file = folder.PathOf("device.json");
        var run = await ServerApiRun.OfAsync(
            service,
            ["credential", "register", ClientId, "--out", file, "--parent-topic", TestService.Parent, "--json", .. ServerApiRun.MqttOf(service)]);
        Assert.AreEqual(0, run.ExitCode, run.Error);
        var credential = service.Service.Credentials.Get(TestService.Instance, ClientId)!;
        var json = JsonDocument.Parse(run.Output).RootElement;
        Assert.AreEqual(credential.DeviceAccessKeyId, json.GetProperty("accessKeyId").GetString());
        Assert.AreEqual(file, json.GetProperty("settings").GetString());
        Assert.DoesNotContain(credential.DeviceAccessKeySecret, run.Output + run.Error);
        AssertPrivate(file);

        var device = await ToolRun.StartAsync("", "device", "--flash", folder.PathOf("flash"), "--settings", file, "--once");
        Assert.AreEqual(0, device.ExitCode, device.Error);
    }

    [TestMethod]
    public async Task A_refreshed_secret_replaces_the_one_in_the_file_and_nothing_else_there()
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        using var folder = new TestFolder();
        var old = service.Register("0001");
        var file = folder.WritePrivate("device.json", """{"endpoint":"broker.example","port":8883,"keepalive":120,"secret":"old","parentTopic":"sensors","app.cycle":60}""");
        var run = await ServerApiRun.OfAsync(service, "credential", "refresh", ClientId, "--out", file);
        Assert.AreEqual(0, run.ExitCode, run.Error);
        var settings = JsonDocument.Parse(File.ReadAllText(file)).RootElement;
        var fresh = service.Service.Credentials.Get(TestService.Instance, ClientId)!;
        Assert.AreNotEqual(old.DeviceAccessKeySecret, fresh.DeviceAccessKeySecret);
        Assert.AreEqual(fresh.DeviceAccessKeySecret, settings.GetProperty("secret").GetString());
        Assert.AreEqual("broker.example", settings.GetProperty("endpoint").GetString());
        Assert.AreEqual(120, settings.GetProperty("keepalive").GetInt32());
        Assert.AreEqual("60", settings.GetProperty("app.cycle").ToString());
        AssertPrivate(file);
    }

    [TestMethod]
    [DataRow("register")]
    [DataRow("refresh")]
    public async Task A_file_that_cannot_be_written_leaves_the_credential_as_it_was(string action)
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        using var folder = new TestFolder();
        var old = service.Register("0001");

        // Where the new file is made before it replaces the old one: nothing can be written there, whoever asks.
        Directory.CreateDirectory(folder.PathOf("device.json.new"));
        var run = await ServerApiRun.OfAsync(service, "credential", action, ClientId, "--out", folder.PathOf("device.json"));
        run.AssertRefused(1, "cannot be written, and nothing was asked of the service");
        Assert.AreEqual(old, service.Service.Credentials.Get(TestService.Instance, ClientId));
    }

    [TestMethod]
    public async Task A_secret_is_shown_to_who_asks_for_it_and_to_nobody_else()
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        var secret = service.Register("0001").DeviceAccessKeySecret;
        var run = await ServerApiRun.OfAsync(service, "credential", "get", ClientId);
        Assert.AreEqual(0, run.ExitCode, run.Error);
        Assert.Contains("DC.**** (25 characters)", run.Output);
        Assert.DoesNotContain(secret, run.Output + run.Error);
        Assert.Contains("--show-secret", run.Error);
        run = await ServerApiRun.OfAsync(service, "credential", "get", ClientId, "--show-secret", "--json");
        Assert.AreEqual(secret, JsonDocument.Parse(run.Output).RootElement.GetProperty("secret").GetString());
    }

    [TestMethod]
    public async Task Unregister_ends_it_and_list_tells_the_rest_over_all_pages()
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        string[] devices = ["0001", "0002", "0003", "0004", "0005"];
        Array.ForEach(devices, d => service.Register(d));
        var run = await ServerApiRun.OfAsync(service, "credential", "unregister", "GID_Test@@@0003");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        run = await ServerApiRun.OfAsync(service, "credential", "list", "--group", TestService.Group, "--page-size", "2");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        string[] left = ["GID_Test@@@0001", "GID_Test@@@0002", "GID_Test@@@0004", "GID_Test@@@0005"];
        Assert.AreSequenceEqual(left, run.Output.TrimEnd().Split('\n'));
        Assert.Contains("4 of 4", run.Error);
    }

    [TestMethod]
    public async Task A_refusal_is_told_with_the_vendors_code_and_an_exit_code_of_its_own()
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        (await ServerApiRun.OfAsync(service, "credential", "register", "GID_Nobody@@@0001")).AssertRefused(12, "PermissionCheckFailed");
        (await ServerApiRun.OfAsync(service, "credential", "get", ClientId)).AssertRefused(12, "InvalidParameter.ClientId");
    }

    [TestMethod]
    public async Task A_wrong_secret_is_called_one_and_not_told()
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        using var folder = new TestFolder();
        var profile = folder.WritePrivate("profile.json", """{"accessKeyId":"LTAIaccount","accessKeySecret":"TopSecret"}""");
        var run = await ServerApiRun.OfAsync(service, "credential", "get", ClientId, "--profile", profile);
        run.AssertRefused(12, "SignatureDoesNotMatch: the AccessKey secret is not the one of this AccessKey ID");
        Assert.DoesNotContain("TopSecret", run.Error);
    }

    [TestMethod]
    public async Task A_profile_holds_keys_endpoint_and_instance_and_is_for_its_owner_alone()
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        service.Register("0001");
        using var folder = new TestFolder();
        var profile = folder.Write(
            "profile.json",
            $$"""
            {"accessKeyId":"LTAIaccount","accessKeySecret":"{{TestService.AccountSecret}}",
             "endpoint":"http://127.0.0.1:{{service.Service.HttpPort}}","instance":"{{TestService.Instance}}"}
            """);
        TestFolder.SetMode(profile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        string[] command = ["credential", "get", ClientId, "--profile", profile];
        if (!OperatingSystem.IsWindows())
        {
            (await ToolRun.StartAsync("", command)).AssertRefused(2, "chmod 600");
        }

        TestFolder.SetMode(profile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var run = await ToolRun.StartAsync("", command);
        Assert.AreEqual(0, run.ExitCode, run.Error);
    }

    [TestMethod]
    [DataRow("""{"accessKeyId":"a"}""", "accessKeySecret is missing")]
    [DataRow("""{"accessKeySecret":"TopSecret"}""", "accessKeyId is missing")]
    [DataRow("""{"accessKeyId":"a","accessKeySecret":"TopSecret","colour":"red"}""", "is no JSON object of accessKeyId")]
    [DataRow("""{"accessKeySecret":"TopSecret""", "is no JSON object of accessKeyId")]
    public async Task A_profile_of_wrong_form_is_refused_without_its_secret(string text, string says)
    {
        using var folder = new TestFolder();
        var profile = folder.WritePrivate("profile.json", text);
        var run = await ToolRun.StartAsync(
            "", "credential", "get", ClientId, "--profile", profile, "--endpoint", "http://127.0.0.1:1", "--instance", "i");
        run.AssertRefused(2, says);
        Assert.DoesNotContain("TopSecret", run.Error);
    }

    [TestMethod]
    [DataRow("http://example.com", "use https, or add --insecure")]
    [DataRow("ftp://example.com", "must be http:// or https://")]
    [DataRow("https://user:pass@example.com", "must be http:// or https://")]
    [DataRow("https://example.com/path", "must be http:// or https://")]
    [DataRow("example.com", "must be http:// or https://")]
    public async Task An_endpoint_that_is_none_or_not_safe_is_refused(string endpoint, string says)
    {
        (await ToolRun.StartAsync("", "credential", "get", ClientId, "--instance", "i", "--endpoint", endpoint)).AssertRefused(2, says);
    }

    [TestMethod]
    public async Task An_endpoint_that_is_not_there_or_no_API_is_told()
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        (await ServerApiRun.OfAsync(service, "credential", "get", "nobody")).AssertRefused(2, "CLIENT-ID: ");
        var start = ToolRun.StartInfo("credential", "get", ClientId, "--instance", "i", "--endpoint", $"http://127.0.0.1:{FreePort.Take()}");
        start.Environment["ALIBABA_CLOUD_ACCESS_KEY_ID"] = "id";
        start.Environment["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = "secret";
        (await ToolRun.StartAsync("", start)).AssertRefused(4, "the server API cannot be reached");
    }

    [TestMethod]
    public async Task Without_keys_or_with_half_of_them_it_says_what_to_set()
    {
        var start = ToolRun.StartInfo("credential", "get", ClientId, "--instance", "i", "--endpoint", "http://127.0.0.1:1");
        start.Environment.Remove("NANOMQTT_ACCESS_KEY_ID");
        start.Environment.Remove("NANOMQTT_ACCESS_KEY_SECRET");
        (await ToolRun.StartAsync("", start)).AssertRefused(2, "no account keys: set NANOMQTT_ACCESS_KEY_ID");
        start.Environment["NANOMQTT_ACCESS_KEY_ID"] = "id";
        (await ToolRun.StartAsync("", start)).AssertRefused(2, "NANOMQTT_ACCESS_KEY_SECRET is not");
    }

    [TestMethod]
    public async Task A_file_that_holds_something_else_is_left_alone_and_nothing_is_registered()
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        using var folder = new TestFolder();
        var file = folder.Write("other.txt", "not settings");
        (await ServerApiRun.OfAsync(service, "credential", "register", ClientId, "--out", file)).AssertRefused(2, "is not JSON");
        Assert.AreEqual("not settings", File.ReadAllText(file));
        Assert.IsNull(service.Service.Credentials.Get(TestService.Instance, ClientId));
    }

    private static void AssertPrivate(string file)
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }
}
