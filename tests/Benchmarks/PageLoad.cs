using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace NanoMqttDevice.Benchmarks;

/// <summary>
/// <c>-- page</c>: 5,000 devices with 500 messages a second. How long a frame of the page takes in a real browser, and what an open page costs those who
/// log in. Service, devices and browser are processes of their own on this machine.
/// </summary>
internal static partial class PageLoad
{
    private const int Devices = 5_000;
    private const int MessagesPerSecond = 500;
    private const int HoldSeconds = 160;
    private const int Probes = 500;
    private const int ProbesPerSecond = 25;
    private const string Secret = "benchmarkSecret0123";

    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(3);
    private static readonly string[] _paths = ["/devices", "/live"];

    /// <summary>Measures and prints.</summary>
    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("nanomqtt-page-load-").FullName;
        var running = new List<Process>();
        try
        {
            var accounts = Path.Combine(folder, "accounts.json");
            await File.WriteAllTextAsync(accounts, $$"""[{"accessKeyId":"LTAIbenchmark","accessKeySecret":"{{Secret}}"}]""");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(accounts, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            var service = Start(running, "service", "--port", "0", "--http-port", "0", "--accounts", accounts, "--json");
            var told = new TaskCompletionSource<string>();
            service.ErrorDataReceived += (_, line) =>
            {
                if (Link().Match(line.Data ?? "") is { Success: true } found)
                {
                    told.TrySetResult(found.Value);
                }
            };
            service.BeginErrorReadLine();
            var listening = JsonDocument.Parse((await service.StandardOutput.ReadLineAsync())!).RootElement;
            var (port, http) = (listening.GetProperty("port").GetInt32(), listening.GetProperty("httpPort").GetInt32());
            _ = service.StandardOutput.ReadToEndAsync();
            var link = await told.Task.WaitAsync(_limit);

            var messages = MessagesPerSecond * HoldSeconds / Devices;
            var load = Start(running, Load(port, http, Devices, ["--hold", $"{HoldSeconds}s", "--messages", $"{messages}", "--parallel", "64"]));
            load.ErrorDataReceived += (_, _) => { };
            load.BeginErrorReadLine();
            await OnlineAsync(http);
            Console.WriteLine(Of($"{Devices} devices online, {MessagesPerSecond} messages a second"));

            Console.WriteLine($"logins without a page: {await ProbeAsync(running, port, http)}");
            using var playwright = await Playwright.CreateAsync();
            await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = "/usr/bin/chromium",
                Args = ["--no-sandbox", "--disable-dev-shm-usage"],
            });
            var page = await browser.NewPageAsync();
            await page.GotoAsync(link);
            await page.WaitForSelectorAsync("tr[data-client]");
            var probing = ProbeAsync(running, port, http);
            foreach (var path in _paths)
            {
                await page.GotoAsync(new Uri(new Uri(link), path).ToString());
                await page.WaitForSelectorAsync(path == "/devices" ? "tr[data-client]" : ".entry");
                Console.WriteLine($"{path}: {await FramesAsync(page)}");
            }

            Console.WriteLine($"logins with the page open: {await probing}");
        }
        finally
        {
            foreach (var process in running.Where(p => !p.HasExited))
            {
                process.Kill();
            }

            Directory.Delete(folder, recursive: true);
        }
    }

    // Ten seconds of frames, while the list is scrolled as by a hand.
    private static async Task<string> FramesAsync(IPage page)
    {
        var frames = await page.EvaluateAsync<double[]>("""
            () => new Promise(done => {
              const frames = [], box = document.querySelector(".grid, .entries");
              let last = performance.now();
              const end = last + 10000;
              (function frame(now) {
                frames.push(now - last);
                last = now;
                box.scrollTop += 12;
                if (now < end) requestAnimationFrame(frame); else done(frames.slice(1));
              })(last);
            })
            """);
        Array.Sort(frames);
        return Of($"{frames.Length} frames in 10 s, p50 {frames[frames.Length / 2]:0} ms, p99 {frames[(int)(frames.Length * 0.99)]:0} ms, longest {frames[^1]:0} ms");
    }

    private static async Task<string> ProbeAsync(List<Process> running, int port, int http)
    {
        var probe = Start(running, [.. Load(port, http, Probes, ["--rate", $"{ProbesPerSecond}"]), "--json"]);
        probe.ErrorDataReceived += (_, _) => { };
        probe.BeginErrorReadLine();
        var output = await probe.StandardOutput.ReadToEndAsync().WaitAsync(_limit);
        var milliseconds = JsonDocument.Parse(output.TrimEnd().Split('\n')[^1]).RootElement.GetProperty("loginMs");
        return Of($"{Probes} at {ProbesPerSecond} a second, p50 {milliseconds.GetProperty("p50").GetDouble():0.0} ms, p99 {milliseconds.GetProperty("p99").GetDouble():0.0} ms");
    }

    private static string[] Load(int port, int http, int clients, string[] further) =>
    [
        "load", "--group", "GID_Demo", "--clients", Of($"{clients}"), "--endpoint", Of($"http://127.0.0.1:{http}/"), "--instance", "mqtt-demo",
        "--mqtt-endpoint", "127.0.0.1", "--mqtt-port", Of($"{port}"), "--tls", "off", "--parent-topic", "demo", .. further,
    ];

    private static async Task OnlineAsync(int http)
    {
        using var client = new HttpClient();
        using var limit = new CancellationTokenSource(_limit);
        while (true)
        {
            var metrics = await client.GetStringAsync(Of($"http://127.0.0.1:{http}/metrics"), limit.Token);
            if (Connections().Match(metrics) is { Success: true } found && int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture) >= Devices)
            {
                return;
            }

            await Task.Delay(200, limit.Token);
        }
    }

    private static Process Start(List<Process> running, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "nanomqtt.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["NANOMQTT_ACCESS_KEY_ID"] = "LTAIbenchmark", ["NANOMQTT_ACCESS_KEY_SECRET"] = Secret },
        })!;
        running.Add(process);
        return process;
    }

    private static string Of(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("https?://\\S+login\\S+")]
    private static partial Regex Link();

    [GeneratedRegex("^nanomqtt_connections (\\d+)", RegexOptions.Multiline)]
    private static partial Regex Connections();
}
