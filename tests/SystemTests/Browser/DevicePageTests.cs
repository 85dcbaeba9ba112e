using System.Security.Cryptography.X509Certificates;
using Microsoft.Playwright;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.SystemTests.Devices;
using NanoMqttDevice.SystemTests.Service;
using static Microsoft.Playwright.Assertions;

namespace NanoMqttDevice.SystemTests.Browser;

[TestClass]
[TestCategory(TestCategories.Browser)]
public sealed class DevicePageTests
{
    private const string ClientId = "GID_Test@@@0001";
    private const string Path = "/devices/GID_Test%40%40%400001";

    [TestMethod]
    public async Task A_device_shows_its_values_messages_announcements_and_traces()
    {
        await using var bench = await PageBench.StartAsync();
        await using var device = new TestDevice();
        device.Start(TestDevice.Settings(bench.Service.Register("0001"), bench.Service.Service.Port));
        await device.ExpectAsync(SupervisorState.Online);
        var page = await bench.OpenAsync(Path);
        await Expect(page.Locator("svg.chart.large").First).ToBeVisibleAsync();

        await TabAsync(page, "Messages");
        await Expect(page.GetByRole(AriaRole.Log, new() { Name = "Messages" })).ToContainTextAsync("sensors/telemetry");
        await Expect(page.GetByRole(AriaRole.Log, new() { Name = "Announcements" })).ToContainTextAsync("\"event\":\"online\"");
        await TabAsync(page, "Traces");
        await Expect(page.GetByRole(AriaRole.Log, new() { Name = "Traces" })).ToContainTextAsync("connect: accepted");
        await TabAsync(page, "Update");
        await Expect(page.GetByTestId("update")).ToContainTextAsync("No update was heard of");
        Assert.IsEmpty(bench.Complaints, string.Join('\n', bench.Complaints));
    }

    [TestMethod]
    public async Task A_sealed_command_is_sent_by_a_form_and_its_answer_shown()
    {
        await using var bench = await PageBench.StartAsync();
        await using var device = new TestDevice();
        device.Start(TestDevice.Settings(bench.Service.Register("0001"), bench.Service.Service.Port));
        await device.ExpectAsync(SupervisorState.Online);
        var page = await bench.OpenAsync(Path);
        await TabAsync(page, "Command");
        await Expect(page.GetByTestId("usage")).ToContainTextAsync("interval SECONDS");
        await page.GetByTestId("usage").SelectOptionAsync("interval SECONDS");
        await page.GetByLabel("SECONDS", new() { Exact = true }).FillAsync("7");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Expect(page.GetByTestId("answer")).ToContainTextAsync("ok after");

        await page.GetByTestId("usage").SelectOptionAsync("info");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Expect(page.GetByTestId("answer")).ToContainTextAsync("telemetryInterval");
        await Expect(page.GetByTestId("answer").Locator("dt:has-text('telemetryInterval') + dd")).ToHaveTextAsync("7");

        await page.GetByTestId("usage").SelectOptionAsync("");
        await page.GetByLabel("Command and argument").FillAsync("no-such thing");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Expect(page.GetByTestId("answer")).ToContainTextAsync("neither the firmware nor its application knows this command");
    }

    [TestMethod]
    public async Task A_credential_is_registered_refreshed_and_ended_and_its_secret_seen_once()
    {
        await using var bench = await PageBench.StartAsync();
        var store = bench.Service.Service.Credentials;
        var page = await bench.OpenAsync(Path);
        await TabAsync(page, "Credential");
        await Expect(page.GetByTestId("credential")).ToContainTextAsync("none");

        await page.GetByRole(AriaRole.Button, new() { Name = "Register", Exact = true }).ClickAsync();
        await Expect(page.GetByTestId("secret").Last).ToHaveTextAsync(store.Get(TestService.Instance, ClientId)!.DeviceAccessKeySecret);
        await page.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Expect(page.GetByTestId("secret")).ToHaveCountAsync(0);
        await Expect(page.GetByTestId("credential")).ToContainTextAsync(store.Get(TestService.Instance, ClientId)!.DeviceAccessKeyId);
        Assert.DoesNotContain(store.Get(TestService.Instance, ClientId)!.DeviceAccessKeySecret, await page.ContentAsync());

        var before = store.Get(TestService.Instance, ClientId)!;
        await page.GetByRole(AriaRole.Button, new() { Name = "Refresh secret" }).ClickAsync();
        await ConfirmAsync(page, "Refresh secret");
        await Expect(page.GetByTestId("secret").Last).ToBeVisibleAsync();
        Assert.AreNotEqual(before.DeviceAccessKeySecret, store.Get(TestService.Instance, ClientId)!.DeviceAccessKeySecret);
        await page.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Unregister" }).ClickAsync();
        await ConfirmAsync(page, "Unregister");
        await Expect(page.GetByTestId("outcome")).ToContainTextAsync("Unregistered");
        Assert.IsNull(store.Get(TestService.Instance, ClientId));
    }

    [TestMethod]
    public async Task A_device_in_the_field_is_rotated_step_by_step()
    {
        await using var bench = await PageBench.StartAsync(TestService.Options with { TlsPort = 0 });
        using var authority = X509Certificate2.CreateFromPem(bench.Service.Service.CertificateAuthorityPem!);
        await using var device = new TestDevice(certificateAuthority: authority);
        var old = bench.Service.Register("0001");
        var settings = TestDevice.Settings(old, bench.Service.Service.TlsPort!.Value);
        settings.Tls = true;
        device.Start(settings);
        await device.ExpectAsync(SupervisorState.Online);
        var page = await bench.OpenAsync(Path);
        await TabAsync(page, "Credential");
        await page.GetByRole(AriaRole.Button, new() { Name = "Rotate" }).ClickAsync();
        await ConfirmAsync(page, "Rotate");
        foreach (var step in (string[])["connect", "ask", "register", "keep", "deliver", "confirm"])
        {
            await Expect(page.Locator($"li.done[data-step='{step}']")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        }

        var fresh = bench.Service.Service.Credentials.Get(TestService.Instance, ClientId)!;
        Assert.AreNotEqual(old.DeviceAccessKeyId, fresh.DeviceAccessKeyId);
        Assert.Contains(fresh.DeviceAccessKeyId, device.Device.Mind!.UserName);
        Assert.Contains(fresh.DeviceAccessKeySecret, File.ReadAllText(bench.Folder.PathOf(ClientId + ".json")));
        Assert.DoesNotContain(fresh.DeviceAccessKeySecret, await page.ContentAsync());
    }

    [TestMethod]
    public async Task A_rotation_that_the_device_does_not_take_says_what_to_do()
    {
        await using var bench = await PageBench.StartAsync();
        await using var device = new TestDevice();
        var old = bench.Service.Register("0001");
        device.Start(TestDevice.Settings(old, bench.Service.Service.Port));
        await device.ExpectAsync(SupervisorState.Online);
        var page = await bench.OpenAsync(Path);
        await TabAsync(page, "Credential");
        await page.GetByRole(AriaRole.Button, new() { Name = "Rotate" }).ClickAsync();
        await ConfirmAsync(page, "Rotate");
        await Expect(page.Locator("li.failed[data-step='ask']")).ToContainTextAsync("the device takes a credential over TLS only");
        Assert.AreEqual(old.DeviceAccessKeyId, bench.Service.Service.Credentials.Get(TestService.Instance, ClientId)!.DeviceAccessKeyId);
    }

    private static Task TabAsync(IPage page, string name) => page.GetByRole(AriaRole.Tab, new() { Name = name, Exact = true }).ClickAsync();

    private static Task ConfirmAsync(IPage page, string name) =>
        page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = name }).ClickAsync();
}
