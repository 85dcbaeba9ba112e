using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using NanoMqttDevice.Service;
using NanoMqttDevice.SystemTests.Documents;
using NanoMqttDevice.SystemTests.Service;
using NanoMqttDevice.SystemTests.Tool;
using NanoMqttDevice.Tool.ServedPage;

namespace NanoMqttDevice.SystemTests.Browser;

/// <summary>A service with its page, and browsers that look at it; all of it ends with the test.</summary>
internal sealed partial class PageBench : IAsyncDisposable
{
    private static readonly string _screenshots = Path.Combine(Repository.Root, "artifacts", "screenshots");

    private readonly List<IBrowserContext> _contexts = [];
    private readonly Queue<string> _links = new();
    private readonly string _link;

    private readonly ServicePage _page;

    private PageBench(TestService service, TestFolder folder, ServicePage page, string told)
    {
        _page = page;
        Service = service;
        Folder = folder;
        _link = Url().Match(told).Value;
    }

    public TestService Service { get; }

    /// <summary>Where the page keeps what it keeps.</summary>
    public TestFolder Folder { get; }

    /// <summary>Where the page is, without a path.</summary>
    public string Origin => new Uri(_link).GetLeftPart(UriPartial.Authority);

    /// <summary>The link that was printed at start.</summary>
    public string Link => _link;

    /// <summary>What the browsers complained about: each is a defect of the page.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Starts one.</summary>
    /// <param name="options">The service's options; null for those of every test.</param>
    /// <param name="updates">The folder with packages; null for none.</param>
    public static async Task<PageBench> StartAsync(ServiceOptions? options = null, UpdateFolder? updates = null)
    {
        var folder = new TestFolder();
        var served = ServicePage.AddTo((options ?? TestService.Options) with { HttpPort = 0 }, updates, folder.PathOf(""), out var page);
        var service = await TestService.StartAsync(served);
        return new PageBench(service, folder, page!, page!.Attach(service.Service, served));
    }

    /// <summary>Opens the link in a browser of its own.</summary>
    /// <param name="path">Where to go from there.</param>
    /// <param name="isDark">Whether the system is dark.</param>
    /// <param name="width">Width of the window.</param>
    /// <param name="prepare">Done to the browser before it loads anything.</param>
    /// <returns>The page, drawn.</returns>
    public async Task<IPage> OpenAsync(string path = "/devices", bool isDark = false, int width = 1280, Func<IBrowserContext, Task>? prepare = null)
    {
        var browser = await Chromium.StartAsync();
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 800 },
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
        });
        _contexts.Add(context);
        context.SetDefaultTimeout(15_000);
        if (prepare is not null)
        {
            await prepare(context);
        }

        var page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" && !message.Text.Contains("favicon", StringComparison.Ordinal))
            {
                Complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => Complaints.Add(error);
        await page.GotoAsync(_links.TryDequeue(out var again) ? again : _link);
        await ReadyAsync(page);
        if (path != "/devices")
        {
            await GoAsync(page, path);
        }

        return page;
    }

    /// <summary>Has a browser that is logged in make the link for the next one.</summary>
    public async Task LinkAnotherAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Log another browser in" }).ClickAsync();
        _links.Enqueue(await page.GetByTestId("secret").InnerTextAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
    }

    /// <summary>Goes to a path as a user does who types it.</summary>
    public async Task GoAsync(IPage page, string path)
    {
        await page.GotoAsync(Origin + path);
        await ReadyAsync(page);
    }

    /// <summary>Writes a picture of a page beside the other results, and fails on what axe calls serious.</summary>
    /// <param name="page">The page.</param>
    /// <param name="name">Name of the picture.</param>
    /// <returns>How many violations of any kind there are.</returns>
    public static async Task<int> LookAsync(IPage page, string name)
    {
        Directory.CreateDirectory(_screenshots);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(_screenshots, name + ".png"), Animations = ScreenshotAnimations.Disabled });
        var result = await page.RunAxe();
        var serious = result.Violations.Where(v => v.Impact is "serious" or "critical")
            .SelectMany(v => v.Nodes.Select(n => $"{v.Id}: {v.Help}: {n.Html}"));
        Assert.AreEqual("", string.Join('\n', serious), name);
        return result.Violations.Length;
    }

    public static async Task ReadyAsync(IPage page) => await page.WaitForSelectorAsync("html[data-ready]", new() { State = WaitForSelectorState.Attached });

    public async ValueTask DisposeAsync()
    {
        foreach (var context in _contexts)
        {
            await context.CloseAsync();
        }

        await _page.DisposeAsync();
        await Service.DisposeAsync();
        Folder.Dispose();
    }

    [GeneratedRegex("https?://\\S+")]
    private static partial Regex Url();
}
