using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.SystemTests.Devices;
using NanoMqttDevice.SystemTests.Service;
using NanoMqttDevice.SystemTests.Tool;
using static Microsoft.Playwright.Assertions;

namespace NanoMqttDevice.SystemTests.Browser;

/// <summary><c>nanomqtt page</c>, in a process of its own, for a service that is elsewhere.</summary>
[TestClass]
public sealed partial class BrokerPageTests
{
    [TestMethod]
    [TestCategory(TestCategories.Browser)]
    public async Task The_devices_of_a_service_that_is_elsewhere_are_seen_and_commanded()
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        await using var device = new TestDevice();
        device.Start(TestDevice.Settings(service.Register("0001"), service.Service.Port));
        await device.ExpectAsync(SupervisorState.Online);
        using var process = Start(service);
        try
        {
            var link = await LinkAsync(process);
            var browser = await Chromium.StartAsync();
            await using var context = await browser.NewContextAsync();
            var page = await context.NewPageAsync();
            await page.GotoAsync(link);
            var row = page.Locator("tr[data-client='GID_Test@@@0001']");
            await Expect(row).ToContainTextAsync("counter", new() { Timeout = 20_000 });

            await row.GetByRole(AriaRole.Link).ClickAsync();
            await page.GetByRole(AriaRole.Tab, new() { Name = "Command" }).ClickAsync();
            await page.GetByTestId("usage").SelectOptionAsync("interval SECONDS");
            await page.GetByLabel("SECONDS", new() { Exact = true }).FillAsync("9");
            await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
            await Expect(page.GetByTestId("answer")).ToContainTextAsync("ok after", new() { Timeout = 20_000 });
            await page.GetByRole(AriaRole.Tab, new() { Name = "Credential" }).ClickAsync();
            await Expect(page.GetByTestId("credential")).ToContainTextAsync("DC.");
        }
        finally
        {
            process.Kill();
        }
    }

    [TestMethod]
    public async Task An_address_that_others_reach_wants_TLS()
    {
        var run = await ServerApiRun.AtAsync(
            "http://127.0.0.1:1", "", "page", "--listen", "0.0.0.0", "--parent-topic", "sensors", "--mqtt-endpoint", "127.0.0.1", "--tls", "off");
        run.AssertRefused(2, "--listen: an address that others reach needs --tls-certificate");
    }

    private static Process Start(TestService service)
    {
        var start = ToolRun.StartInfo(
            "page", "--port", "0", "--group", TestService.Group, "--endpoint", $"http://127.0.0.1:{service.Service.HttpPort}/", "--instance", TestService.Instance,
            "--mqtt-endpoint", "127.0.0.1", "--mqtt-port", $"{service.Service.Port}", "--tls", "off", "--parent-topic", TestService.Parent, "--json");
        start.Environment["NANOMQTT_ACCESS_KEY_ID"] = TestService.Options.Accounts[0].AccessKeyId;
        start.Environment["NANOMQTT_ACCESS_KEY_SECRET"] = TestService.AccountSecret;
        return Process.Start(start)!;
    }

    private static async Task<string> LinkAsync(Process process)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var output = process.StandardOutput.ReadLineAsync(limit.Token);
        var line = await process.StandardError.ReadLineAsync(limit.Token) ?? "";
        var told = await output ?? "";
        JsonPromise.Check(told);
        Assert.DoesNotContain("token=", told, "the link is a secret: it is not in what programs keep");
        return Url().Match(line).Value;
    }

    [GeneratedRegex("https?://\\S+")]
    private static partial Regex Url();
}
