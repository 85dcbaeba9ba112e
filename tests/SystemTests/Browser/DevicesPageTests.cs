using Microsoft.Playwright;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.SystemTests.Devices;
using NanoMqttDevice.SystemTests.Service;
using static Microsoft.Playwright.Assertions;

namespace NanoMqttDevice.SystemTests.Browser;

[TestClass]
[TestCategory(TestCategories.Browser)]
public sealed class DevicesPageTests
{
    [TestMethod]
    public async Task A_device_is_seen_as_it_comes_measures_and_goes()
    {
        await using var bench = await PageBench.StartAsync();
        var page = await bench.OpenAsync();
        await Expect(page.GetByTestId("empty")).ToContainTextAsync("No device is known yet");

        await using var device = new TestDevice();
        device.Start(TestDevice.Settings(bench.Service.Register("0001"), bench.Service.Service.Port));
        await device.ExpectAsync(SupervisorState.Online);
        var row = page.Locator("tr[data-client='GID_Test@@@0001']");
        await Expect(row).ToContainTextAsync("Online");
        await Expect(row).ToContainTextAsync("normal");
        await Expect(row.Locator("svg.chart polyline").First).ToBeVisibleAsync();

        await bench.Service.Service.DropAsync("GID_Test@@@0001");
        await Expect(row).ToContainTextAsync("was offline: connection-lost: the connection ended", new() { Timeout = 30_000 });
        await Expect(row).ToContainTextAsync("Online");

        // One that does not come back.
        await bench.Service.ConnectRawAsync("0002");
        await bench.Service.Service.DropAsync("GID_Test@@@0002");
        var gone = page.Locator("tr[data-client='GID_Test@@@0002']");
        await Expect(gone).ToContainTextAsync("Offline");
        await Expect(gone).ToContainTextAsync("Socket IOException");
        await Expect(gone).ToContainTextAsync("Look at the network between device and service");
        Assert.IsEmpty(bench.Complaints, string.Join('\n', bench.Complaints));
    }

    [TestMethod]
    public async Task The_list_is_searched_and_filtered_and_draws_only_what_is_seen()
    {
        await using var bench = await PageBench.StartAsync();
        for (var i = 0; i < 300; i++)
        {
            bench.Service.Register($"{i:0000}");
        }

        await bench.Service.LoginAsync(TestService.ClientId("0007"), "DeviceCredential|wrong|" + TestService.Instance, "wrong");
        var page = await bench.OpenAsync();
        await Expect(page.GetByText("300 devices")).ToBeVisibleAsync();
        Assert.IsLessThan(100, await page.Locator("tr[data-client]").CountAsync(), "rows that nobody sees are drawn");

        await page.GetByLabel("Search client IDs").FillAsync("0299");
        await Expect(page.GetByText("1 of 300 devices")).ToBeVisibleAsync();
        await Expect(page.Locator("tr[data-client]")).ToHaveCountAsync(1);

        await page.GetByLabel("Search client IDs").FillAsync("");
        await Expect(page.GetByText("300 devices", new() { Exact = true })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Refused 1" }).ClickAsync();
        await Expect(page.GetByText("1 of 300 devices")).ToBeVisibleAsync();
        await Expect(page.Locator("tr[data-client]")).ToHaveCountAsync(1);
        await Expect(page.Locator("tr[data-client]")).ToContainTextAsync("the service does not know this login");
    }
}
