using System.Net;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NanoMqttDevice.SystemTests.Browser;

[TestClass]
public sealed class LoginTests
{
    private static readonly string[] _paths =
        ["/devices", "/devices/GID_Test@@@0001", "/Devices", "/live", "/board", "/tokens", "/updates", "/_blazor", "/_framework/blazor.web.js", "/_blazor/initializers", "/logout"];

    [TestMethod]
    public async Task Nothing_of_the_page_is_shown_without_a_login()
    {
        await using var bench = await PageBench.StartAsync();
        using var http = Client();
        foreach (var path in _paths)
        {
            Assert.AreEqual(HttpStatusCode.Unauthorized, (await http.GetAsync(bench.Origin + path)).StatusCode, path);
        }

        Assert.AreEqual(HttpStatusCode.Unauthorized, (await http.PostAsync(bench.Origin + "/_blazor/negotiate?negotiateVersion=1", null)).StatusCode);
        Assert.AreEqual("/devices", (await http.GetAsync(bench.Origin + "/")).Headers.Location?.ToString());
        Assert.AreEqual(HttpStatusCode.BadRequest, (await http.GetAsync(bench.Origin + "/?Action=GetDeviceCredential")).StatusCode, "a call of the API is one");
    }

    [TestMethod]
    public async Task A_link_logs_in_once_and_its_cookie_is_for_the_browser_alone()
    {
        await using var bench = await PageBench.StartAsync();
        using var http = Client();
        var first = await http.GetAsync(bench.Link);
        Assert.AreEqual(HttpStatusCode.OK, first.StatusCode);
        var cookie = string.Join('\n', first.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie);
        Assert.Contains("samesite=strict", cookie);
        Assert.DoesNotContain("unsafe-inline", ScriptsOf(first));
        Assert.Contains("'self'", ScriptsOf(first));
        using var other = Client();
        Assert.AreEqual(HttpStatusCode.Unauthorized, (await other.GetAsync(bench.Link)).StatusCode, "the link works a second time");
        Assert.AreEqual(HttpStatusCode.Unauthorized, (await other.GetAsync(bench.Origin + "/login?token=")).StatusCode);
        Assert.AreEqual(HttpStatusCode.Unauthorized, (await other.GetAsync(bench.Origin + "/login")).StatusCode);
        var page = await http.GetAsync(bench.Origin + "/devices");
        Assert.AreEqual(HttpStatusCode.OK, page.StatusCode);
        Assert.DoesNotContain(new Uri(bench.Link).Query.Split('=')[1], await page.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task What_another_site_sends_is_not_done()
    {
        await using var bench = await PageBench.StartAsync();
        using var http = Client();
        await http.GetAsync(bench.Link);
        Assert.AreEqual(HttpStatusCode.OK, (await SendAsync(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1", bench.Origin)).StatusCode);
        foreach (var origin in (string[])["http://evil.example", "http://127.0.0.1:1", "null"])
        {
            Assert.AreEqual(HttpStatusCode.Forbidden, (await SendAsync(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1", origin)).StatusCode, origin);
            Assert.AreEqual(HttpStatusCode.Forbidden, (await SendAsync(HttpMethod.Get, "/_blazor?id=x", origin)).StatusCode, origin);
        }

        // Without the form's own token nobody is logged out.
        Assert.AreEqual(HttpStatusCode.BadRequest, (await SendAsync(HttpMethod.Post, "/logout", bench.Origin)).StatusCode);
        Assert.AreEqual(HttpStatusCode.OK, (await http.GetAsync(bench.Origin + "/devices")).StatusCode);

        Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string origin)
        {
            var request = new HttpRequestMessage(method, bench.Origin + path) { Headers = { { "Origin", origin } } };
            return http.SendAsync(request);
        }
    }

    [TestMethod]
    [DataRow("rebound.example", HttpStatusCode.Forbidden)]
    [DataRow("localhost", HttpStatusCode.Unauthorized)]
    public async Task Over_plain_HTTP_a_foreign_name_of_this_machine_is_refused(string host, HttpStatusCode status)
    {
        await using var bench = await PageBench.StartAsync();
        using var http = Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, bench.Origin + "/devices") { Headers = { Host = host } };
        Assert.AreEqual(status, (await http.SendAsync(request)).StatusCode);
    }

    [TestMethod]
    [TestCategory(TestCategories.Browser)]
    public async Task A_browser_logs_another_one_in_and_itself_out()
    {
        await using var bench = await PageBench.StartAsync();
        var page = await bench.OpenAsync();
        await bench.LinkAnotherAsync(page);
        var other = await bench.OpenAsync("/live");
        await Expect(other.GetByRole(AriaRole.Heading, new() { Name = "Live" })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Log out" }).ClickAsync();
        await Expect(page.GetByText("You are not logged in")).ToBeVisibleAsync();
        await page.GotoAsync(bench.Origin + "/devices");
        await Expect(page.GetByText("You are not logged in")).ToBeVisibleAsync();
        await bench.GoAsync(other, "/devices");
        await Expect(other.GetByRole(AriaRole.Heading, new() { Name = "Devices" })).ToBeVisibleAsync();
    }

    private static HttpClient Client() => new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private static string ScriptsOf(HttpResponseMessage response) => string.Join(';', response.Headers.GetValues("Content-Security-Policy"))
        .Split(';', StringSplitOptions.TrimEntries).Single(part => part.StartsWith("script-src", StringComparison.Ordinal));
}
