using Microsoft.Playwright;
using NanoMqttDevice.SystemTests.Service;
using static Microsoft.Playwright.Assertions;

namespace NanoMqttDevice.SystemTests.Browser;

[TestClass]
[TestCategory(TestCategories.Browser)]
public sealed class LivePageTests
{
    [TestMethod]
    public async Task Messages_and_traces_come_are_filtered_and_stand_still()
    {
        await using var bench = await PageBench.StartAsync();
        var page = await bench.OpenAsync("/live");
        var list = page.GetByRole(AriaRole.Log);
        using var client = await bench.Service.ConnectAsync("0001");
        await client.PublishAsync("sensors/telemetry", """{"clientId":"GID_Test@@@0001","temperature":21.5}"""u8.ToArray());
        await Expect(list).ToContainTextAsync("connect: accepted");
        await Expect(list).ToContainTextAsync("\"temperature\":21.5");

        await page.GetByRole(AriaRole.Button, new() { Name = "telemetry" }).ClickAsync();
        await Expect(list).Not.ToContainTextAsync("connect: accepted");
        await page.GetByRole(AriaRole.Button, new() { Name = "telemetry" }).ClickAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).Last).ToContainTextAsync("Paused; 0 entries have come since");
        await client.PublishAsync("sensors/telemetry", """{"clientId":"GID_Test@@@0001","temperature":99.5}"""u8.ToArray());
        await Expect(page.GetByRole(AriaRole.Status).Last).ToContainTextAsync("Paused; 1 entries have come since");
        await Expect(list).Not.ToContainTextAsync("99.5");
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await Expect(list).ToContainTextAsync("99.5");

        await page.GetByLabel("Filter by text").FillAsync("99.5");
        await Expect(list.Locator(".entry")).ToHaveCountAsync(1);
        Assert.IsEmpty(bench.Complaints, string.Join('\n', bench.Complaints));
    }

    [TestMethod]
    public async Task A_refusal_is_explained_and_no_secret_is_shown()
    {
        await using var bench = await PageBench.StartAsync();
        var page = await bench.OpenAsync("/live");
        await bench.Service.LoginAsync(TestService.ClientId("0009"), "DeviceCredential|DC.none|" + TestService.Instance, "wrong-password-of-somebody");
        using var client = await bench.Service.ConnectAsync("0001");
        await client.PublishAsync("sensors/reply", """{"clientId":"GID_Test@@@0001","secret":"very-secret"}"""u8.ToArray());
        var list = page.GetByRole(AriaRole.Log);
        await Expect(list.Locator(".refusal")).ToContainTextAsync("the service does not know this login");
        await Expect(list).ToContainTextAsync("GID_Test@@@0009");
        await Expect(list).ToContainTextAsync("\"secret\":\"****");
        var html = await page.ContentAsync();
        Assert.DoesNotContain("wrong-password-of-somebody", html);
        Assert.DoesNotContain("very-secret", html);
    }
}
