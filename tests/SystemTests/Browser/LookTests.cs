using Microsoft.Playwright;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.SystemTests.Devices;
using NanoMqttDevice.SystemTests.Rollout;
using NanoMqttDevice.SystemTests.Service;
using NanoMqttDevice.SystemTests.Tool;
using NanoMqttDevice.Tool.Rollout;
using NanoMqttDevice.Tool.ServedPage;
using NanoMqttDevice.Tool.Updates;
using static Microsoft.Playwright.Assertions;

namespace NanoMqttDevice.SystemTests.Browser;

/// <summary>Every page in both colours, wide and as narrow as a telephone: pictures for who looks at them, and what axe says.</summary>
[TestClass]
[TestCategory(TestCategories.Browser)]
public sealed class LookTests
{
    private const int Wide = 1280;
    private const int Narrow = 360;

    private static readonly (string Name, string Path)[] _pages =
    [
        ("devices", "/devices"),
        ("device", "/devices/GID_Test%40%40%400001"),
        ("live", "/live"),
        ("board", "/board"),
        ("tokens", "/tokens"),
        ("updates", "/updates"),
    ];

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task No_page_has_a_serious_fault_of_access_and_all_fit_a_telephone()
    {
        const int Fleet = 50;
        using var folder = new TestFolder();
        LeaveRollout(folder, Fleet);
        await using var bench = await PageBench.StartAsync(updates: new UpdateFolder(folder.PathOf(""), []));
        for (var i = 1; i <= Fleet; i++)
        {
            await bench.Service.ConnectRawAsync($"1{i:0000}");
        }

        await using var device = new TestDevice();
        device.Start(TestDevice.Settings(bench.Service.Register("0001"), bench.Service.Service.Port));
        await device.ExpectAsync(SupervisorState.Online);
        await bench.Service.ConnectRawAsync("0002");
        await bench.Service.Service.DropAsync(TestService.ClientId("0002"));
        await bench.Service.LoginAsync(TestService.ClientId("0003"), "DeviceCredential|DC.none|" + TestService.Instance, "wrong");
        bench.Service.Register("0004");

        var found = 0;
        foreach (var (isDark, width) in ((bool, int)[])[(false, Wide), (true, Narrow), (true, Wide), (false, Narrow)])
        {
            var page = await bench.OpenAsync(isDark: isDark, width: width);
            foreach (var (name, path) in _pages)
            {
                await bench.GoAsync(page, path);
                await Expect(page.Locator("h1")).ToBeVisibleAsync();
                if (name is "devices")
                {
                    await Expect(page.Locator("tr[data-client]")).Not.ToHaveCountAsync(0);
                    await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "devices" })).ToContainTextAsync($"{Fleet + 4} devices");
                }

                found += await PageBench.LookAsync(page, $"{name}-{(isDark ? "dark" : "light")}-{(width == Wide ? "wide" : "narrow")}");
                var overflow = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
                Assert.IsLessThanOrEqualTo(0, overflow, $"{name} is wider than {width}");
            }

            await bench.LinkAnotherAsync(page);
        }

        TestContext.WriteLine($"axe: {_pages.Length * 4} pages, 0 serious, {found} of less weight");
        Assert.IsEmpty(bench.Complaints, string.Join('\n', bench.Complaints));
    }

    // One that has stopped itself, as the command line leaves it.
    private static void LeaveRollout(TestFolder folder, int devices)
    {
        File.WriteAllBytes(folder.PathOf("thermometer-7.nmdp"), TestProduct.Pack(SigningKey.Create(10), 7, ""));
        var result = folder.PathOf("thermometer-7.nmdp.result.csv");
        var plan = new RolloutPlan
        {
            Package = "thermometer-7.nmdp",
            Release = 7,
            ClientIds = [.. Enumerable.Range(1, devices).Select(i => $"GID_Test@@@1{i:0000}")],
            Waves = [1, 0.1],
            End = "stopped",
        };
        using var kept = RolloutResult.Open(result, 7, TimeProvider.System);
        foreach (var (clientId, number) in plan.ClientIds.Take(5).Select((id, i) => (id, i)))
        {
            var hasFailed = number == 3;
            kept.Put(new RolloutEntry { ClientId = clientId, State = hasFailed ? RolloutState.Failed : RolloutState.Updated, Cause = hasFailed ? "self-test" : "" });
        }

        plan.Write(result);
    }

    [TestMethod]
    public async Task The_keyboard_alone_finds_a_device_and_the_colours_are_kept()
    {
        await using var bench = await PageBench.StartAsync();
        bench.Service.Register("0001");
        var page = await bench.OpenAsync();
        await Expect(page.Locator("tr[data-client]")).ToHaveCountAsync(1);
        var isThere = false;
        for (var i = 0; i < 40 && !isThere; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            isThere = await page.EvaluateAsync<bool>("() => document.activeElement.getAttribute('href') === '/devices/GID_Test%40%40%400001'");
        }

        Assert.IsTrue(isThere, "Tab does not come to the device");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("h1")).ToHaveTextAsync("GID_Test@@@0001");

        await page.GetByRole(AriaRole.Button, new() { Name = "Dark colours" }).ClickAsync();
        await page.ReloadAsync();
        await PageBench.ReadyAsync(page);
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
    }
}
