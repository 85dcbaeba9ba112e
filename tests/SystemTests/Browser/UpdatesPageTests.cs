using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NanoMqttDevice.SystemTests.Browser;

[TestClass]
[TestCategory(TestCategories.Browser)]
public sealed class UpdatesPageTests
{
    [TestMethod]
    public async Task Packages_and_waves_are_shown_and_a_rollout_stops_and_goes_on()
    {
        var updates = new ScriptedUpdates();
        await using var bench = await PageBench.StartAsync(updates: updates);
        var page = await bench.OpenAsync("/updates");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Packages" })).ToContainTextAsync("door-1.2.0.nmu");
        var rollout = page.Locator("[data-rollout='spring']");
        await Expect(rollout).ToContainTextAsync("Wave 2: 31 of 90 updated, 2 failed");
        await rollout.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await Expect(rollout).ToContainTextAsync("stopped");
        Assert.IsTrue(updates.IsStopped);
        await rollout.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await Expect(rollout).ToContainTextAsync("rolling");
        Assert.IsFalse(updates.IsStopped);
    }
}
