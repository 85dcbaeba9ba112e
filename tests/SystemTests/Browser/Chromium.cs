using Microsoft.Playwright;

namespace NanoMqttDevice.SystemTests.Browser;

/// <summary>Debian's Chromium without a window, one for all tests, and pages in it that know nothing of each other.</summary>
[TestClass]
public static class Chromium
{
    private static readonly SemaphoreSlim _starting = new(1);
    private static IPlaywright? _playwright;
    private static IBrowser? _browser;

    /// <summary>Starts it, or ends the test as skipped where it is not installed; on a build server that is a failure.</summary>
    /// <returns>The browser.</returns>
    public static async Task<IBrowser> StartAsync()
    {
        var program = InstalledProgram.Require("chromium", "Debian: apt-get install chromium");
        await _starting.WaitAsync();
        try
        {
            _playwright ??= await Playwright.CreateAsync();

            // A machine that builds and tests at the same time is slow, and no test here is about how fast.
            Assertions.SetDefaultExpectTimeout(20_000);
            return _browser ??= await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = program,

                // Its sandbox wants rights that a container does not give; it sees our own page alone.
                Args = ["--no-sandbox", "--disable-dev-shm-usage"],
            });
        }
        finally
        {
            _starting.Release();
        }
    }

    [AssemblyCleanup]
    public static async Task StopAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
    }
}
