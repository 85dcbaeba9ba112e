using Microsoft.Playwright;
using NanoMqttDevice.Simulator;
using NanoMqttDevice.SystemTests.Devices;
using NanoMqttDevice.SystemTests.Service;
using static Microsoft.Playwright.Assertions;

namespace NanoMqttDevice.SystemTests.Browser;

[TestClass]
[TestCategory(TestCategories.Browser)]
public sealed class BoardPageTests
{
    private const string ClientId = "GID_Test@@@0042";

    // What the simulated air has.
    private const string Network = "simulated";
    private const string Password = "simulated";

    [TestMethod]
    public async Task A_new_board_comes_online_from_the_browser_and_prints_its_label()
    {
        await using var bench = await PageBench.StartAsync();
        using var terminal = Terminal();
        await using var device = new TestDevice(serial: terminal);
        device.Device.Start();
        await using var shim = new WebSerialShim(terminal);
        var page = await OpenAsync(bench, shim);

        await page.GetByRole(AriaRole.Button, new() { Name = "Look for networks" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Group, new() { Name = "Networks that the board sees" })).ToContainTextAsync(Network);
        await FillAsync(page, Network, Password);
        foreach (var step in (string[])["wifi", "register", "device", "settings", "online", "seen"])
        {
            await Expect(page.Locator($"li.done[data-step='{step}']")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        }

        Assert.IsTrue(bench.Service.Service.IsOnline(ClientId));
        var credential = bench.Service.Service.Credentials.Get(TestService.Instance, ClientId)!;
        var label = page.GetByTestId("label");
        await Expect(label).ToContainTextAsync(ClientId);
        await Expect(label).ToContainTextAsync(SimulatedBoard.DefaultMac);
        await Expect(label).ToContainTextAsync(credential.DeviceAccessKeyId);
        Assert.DoesNotContain(credential.DeviceAccessKeySecret, await page.ContentAsync());
        await PageBench.LookAsync(page, "board-done-light-wide");

        // On paper there is the label alone.
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        await Expect(label).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "New board" })).Not.ToBeVisibleAsync();
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Screen });
        Assert.IsEmpty(bench.Complaints, string.Join('\n', bench.Complaints));
    }

    [TestMethod]
    public async Task What_goes_wrong_is_told_in_the_words_of_provision()
    {
        await using var bench = await PageBench.StartAsync();
        using var terminal = Terminal();
        await using var device = new TestDevice(serial: terminal);
        device.Device.Start();
        await using var shim = new WebSerialShim(terminal);
        var page = await OpenAsync(bench, shim);

        await FillAsync(page, Network, "wrong-password");
        var failed = page.Locator("li.failed");
        await Expect(failed).ToContainTextAsync($"the Wi-Fi network '{Network}' was not joined: wifi-wrong-password: the Wi-Fi network does not accept the password", new() { Timeout = 30_000 });

        await FillAsync(page, "", "", clientId: "no client id");
        await Expect(failed).ToContainTextAsync("client-id");
        Assert.IsNull(bench.Service.Service.Credentials.Get(TestService.Instance, ClientId), "nothing was registered");

        await page.EvaluateAsync("() => window.unplug()");
        await Expect(page.GetByTestId("open")).ToContainTextAsync("Open the serial port");
        Assert.IsEmpty(bench.Complaints, string.Join('\n', bench.Complaints));
    }

    [TestMethod]
    public async Task A_browser_without_Web_Serial_says_what_to_do_instead()
    {
        await using var bench = await PageBench.StartAsync();
        var page = await bench.OpenAsync("/board", prepare: context => context.AddInitScriptAsync("delete Navigator.prototype.serial;"));
        await Expect(page.GetByText("This browser has no Web Serial")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("open")).ToBeDisabledAsync();
    }

    private static PseudoTerminal Terminal() =>
        PseudoTerminal.IsSupported ? new PseudoTerminal() : throw new AssertInconclusiveException("pseudo-terminals are Linux's");

    private static async Task<IPage> OpenAsync(PageBench bench, WebSerialShim shim)
    {
        var page = await bench.OpenAsync("/board", prepare: shim.PrepareAsync);
        shim.Attach(page);
        await page.GetByTestId("open").ClickAsync();
        await Expect(page.GetByTestId("open")).ToContainTextAsync("The port is open");
        return page;
    }

    private static async Task FillAsync(IPage page, string wifi, string password, string clientId = ClientId)
    {
        await page.GetByLabel("Client ID").FillAsync(clientId);
        await page.GetByLabel("Wi-Fi network").FillAsync(wifi);
        await page.GetByLabel("Wi-Fi password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Bring it online" }).ClickAsync();
    }
}
