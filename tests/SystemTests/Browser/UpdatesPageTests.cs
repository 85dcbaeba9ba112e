using Microsoft.Playwright;
using NanoMqttDevice.Page;
using NanoMqttDevice.SystemTests.Rollout;
using NanoMqttDevice.SystemTests.Service;
using NanoMqttDevice.SystemTests.Tool;
using NanoMqttDevice.Tool.Rollout;
using NanoMqttDevice.Tool.ServedPage;
using NanoMqttDevice.Tool.Updates;
using NanoMqttDevice.Updates;
using static Microsoft.Playwright.Assertions;

namespace NanoMqttDevice.SystemTests.Browser;

/// <summary>Rollouts of the page: real packages, to simulated devices that run them.</summary>
[TestClass]
public sealed class UpdatesPageTests : IDisposable
{
    private const float Patience = 60_000;

    private static readonly Lazy<SigningKey> _key = new(() => SigningKey.Create(10));

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [TestCategory(TestCategories.Browser)]
    public async Task A_rollout_is_begun_stopped_and_resumed_and_ends_with_all_devices_on_the_release()
    {
        const int Devices = 6;
        await using var bench = await PageBench.StartAsync(updates: Folder());
        await using var fleet = await FleetAsync(bench, Devices);
        Pack("7.nmdp", 7, "none");
        await File.WriteAllTextAsync(_folder.PathOf("draft.nmdp"), "no package");
        var page = await bench.OpenAsync("/updates");
        var packages = page.GetByRole(AriaRole.Region, new() { Name = "Packages" });
        await Expect(packages.Locator("[data-package='7.nmdp']")).ToContainTextAsync($"update key {_key.Value.Fingerprint[..8]}");
        await Expect(packages.Locator("[data-package='7.nmdp']")).ToContainTextAsync($"0 of {Devices}");
        await Expect(packages.Locator("[data-package='draft.nmdp']")).ToContainTextAsync("no whole package");

        await BeginAsync(page, "1,50%,all");
        var rollout = page.Locator("[data-rollout='7.nmdp']");
        await Expect(rollout).ToContainTextAsync($"of {Devices / 2 - 1} updated");
        await rollout.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await Expect(rollout.GetByTestId("stage")).ToHaveTextAsync("stopped", new() { Timeout = Patience });
        Assert.IsLessThan(Devices, fleet.RunsRelease(7), "it went on");

        await rollout.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await Expect(rollout.GetByTestId("stage")).ToHaveTextAsync("done", new() { Timeout = Patience });
        await Expect(rollout).ToContainTextAsync($"Wave 3: {Devices / 2} of {Devices / 2} updated");
        await Expect(packages.Locator("[data-package='7.nmdp']")).ToContainTextAsync($"{Devices} of {Devices}");
        Assert.AreEqual(Devices, fleet.RunsRelease(7));

        // The command line sees the same rollout.
        var status = await ToolRun.StartAsync("", "update", "status", _folder.PathOf("7.nmdp.result.csv"));
        Assert.Contains("6 devices have ended: 6 updated, 0 failed, 0 silent; 0 left; done", status.Output);

        await bench.GoAsync(page, "/devices/GID_Test%40%40%400001");
        await page.GetByRole(AriaRole.Tab, new() { Name = "Update", Exact = true }).ClickAsync();
        await Expect(page.GetByTestId("release")).ToHaveTextAsync("7");
        await Expect(page.GetByTestId("update")).ToContainTextAsync("current, release 7");
        await Expect(page.Locator("tr[data-rollout='7.nmdp']")).ToContainTextAsync("updated");
        Assert.IsEmpty(bench.Complaints, string.Join('\n', bench.Complaints));
    }

    [TestMethod]
    [TestCategory(TestCategories.Browser)]
    public async Task A_rollout_whose_devices_fail_stops_itself_and_says_why()
    {
        await using var bench = await PageBench.StartAsync(updates: Folder());
        await using var fleet = await FleetAsync(bench, 3);
        Pack("8.nmdp", 8, "");
        Pack("9.nmdp", 9, "", SigningKey.Create(10));
        var page = await bench.OpenAsync("/updates");
        await Expect(page.Locator("[data-package='9.nmdp']")).ToContainTextAsync("none of the update keys");
        await Expect(page.GetByTestId("package").Locator("option")).ToHaveCountAsync(1);

        await page.GetByLabel("Waves").FillAsync("many");
        await BeginAsync(page, "many");
        await Expect(page.GetByTestId("outcome")).ToContainTextAsync("waves: 'many' is neither a number of devices nor a share");

        await BeginAsync(page, "1,all");
        var rollout = page.Locator("[data-rollout='8.nmdp']");
        await Expect(rollout.GetByTestId("stage")).ToHaveTextAsync("stopped itself: too many have failed", new() { Timeout = Patience });
        await Expect(rollout).ToContainTextAsync("Wave 1: 0 of 1 updated, 1 failed");
        await rollout.Locator("summary").ClickAsync();
        await Expect(rollout.Locator("tr[data-client]").First).ToContainTextAsync("self-test: the product's own test says that it does not work");
        await Expect(rollout.Locator("tr[data-client]").Last).ToContainTextAsync("open");
        Assert.AreEqual(3, fleet.RunsRelease(0));

        // Who lets more fail may go on.
        await rollout.GetByLabel("Most failures in %").FillAsync("100");
        await rollout.GetByLabel("Most failures in %").PressAsync("Tab");
        await rollout.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await Expect(rollout.GetByTestId("stage")).ToHaveTextAsync("done", new() { Timeout = Patience });
        await Expect(rollout).ToContainTextAsync("Wave 2: 0 of 2 updated, 2 failed");
        Assert.IsEmpty(bench.Complaints, string.Join('\n', bench.Complaints));
    }

    [TestMethod]
    [TestCategory(TestCategories.Browser)]
    public async Task A_rollout_goes_on_when_the_service_comes_back_and_one_of_the_command_line_is_seen()
    {
        const int Devices = 3;
        Pack("7.nmdp", 7, "none");
        var result = _folder.PathOf("7.nmdp.result.csv");
        RolloutResult.Open(result, 7, TimeProvider.System).Dispose();
        var plan = new RolloutPlan
        {
            Package = "7.nmdp",
            Release = 7,
            ClientIds = [.. Enumerable.Range(1, Devices).Select(i => $"GID_Test@@@{i:0000}")],
            Waves = [1],
            IsServed = true,
        };
        plan.Write(result);

        // As 'update roll' leaves one that was killed.
        var other = _folder.PathOf("other.result.csv");
        RolloutResult.Open(other, 7, TimeProvider.System).Dispose();
        (plan with { IsServed = false }).Write(other);

        await using var bench = await PageBench.StartAsync(updates: Folder());
        await using var fleet = await FleetAsync(bench, Devices);
        var page = await bench.OpenAsync("/updates");
        await Expect(page.Locator("[data-rollout='7.nmdp']").GetByTestId("stage")).ToHaveTextAsync("done", new() { Timeout = Patience });
        Assert.AreEqual(Devices, fleet.RunsRelease(7));

        var rollout = page.Locator("[data-rollout='other']");
        await Expect(rollout.GetByTestId("stage")).ToContainTextAsync("broken off");
        using (RolloutResult.Open(other, 7, TimeProvider.System))
        {
            await Expect(rollout.GetByTestId("stage")).ToContainTextAsync("rolling, by another program");
            await rollout.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
            await Expect(rollout.GetByTestId("stage")).ToContainTextAsync("stopping");
            Assert.IsTrue(File.Exists(RolloutResult.PauseOf(other)), "what 'update roll' looks for");
        }

        await rollout.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await Expect(rollout.GetByTestId("stage")).ToHaveTextAsync("done", new() { Timeout = Patience });
        Assert.IsEmpty(bench.Complaints, string.Join('\n', bench.Complaints));
    }

    [TestMethod]
    public void Each_word_of_a_device_for_a_failed_update_is_explained()
    {
        foreach (var error in Enum.GetValues<PackageError>().Where(e => e != PackageError.None))
        {
            var word = PackageErrors.WordOf(error);
            Assert.IsGreaterThan(word.Length + 10, UpdateTexts.Explain(word).Length, word);
        }
    }

    [TestMethod]
    public async Task Packages_want_a_page_and_a_folder()
    {
        (await ToolRun.StartAsync("", "service", "--port", "0", "--updates", _folder.PathOf(""))).AssertRefused(2, "--updates is for the page: give --http-port");
        (await ToolRun.StartAsync("", "service", "--port", "0", "--http-port", "0", "--updates", _folder.PathOf("none"))).AssertRefused(2, "--updates: there is no folder");
        (await ToolRun.StartAsync("", "service", "--port", "0", "--http-port", "0", "--update-key", "ab", "--updates", _folder.PathOf("")))
            .AssertRefused(2, "--update-key: must be the 112 hexadecimal digits");
    }

    private UpdateFolder Folder() => new(_folder.PathOf(""), [Convert.FromHexString(_key.Value.PublicKey)]);

    private void Pack(string name, int release, string failing, SigningKey? key = null) =>
        File.WriteAllBytes(_folder.PathOf(name), TestProduct.Pack(key ?? _key.Value, release, failing));

    private static async Task<SimulatedFleet> FleetAsync(PageBench bench, int count)
    {
        var fleet = new SimulatedFleet(bench.Service, count, _key.Value.PublicKey);
        await Eventually.HoldsAsync(() => fleet.Online == count, $"{count} devices are online", TimeSpan.FromSeconds(60));
        return fleet;
    }

    private static async Task BeginAsync(IPage page, string waves)
    {
        await page.GetByLabel("Waves").FillAsync(waves);
        await page.GetByLabel("Waves").PressAsync("Tab");
        await page.GetByRole(AriaRole.Button, new() { Name = "Begin", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Begin", Exact = true }).ClickAsync();
    }
}
