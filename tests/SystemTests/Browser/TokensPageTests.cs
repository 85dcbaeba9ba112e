using Microsoft.Playwright;
using NanoMqttDevice.Service;
using NanoMqttDevice.SystemTests.Service;
using static Microsoft.Playwright.Assertions;

namespace NanoMqttDevice.SystemTests.Browser;

[TestClass]
[TestCategory(TestCategories.Browser)]
public sealed class TokensPageTests
{
    [TestMethod]
    public async Task A_token_is_issued_looked_at_and_revoked()
    {
        await using var bench = await PageBench.StartAsync();
        var page = await bench.OpenAsync("/tokens");
        await page.GetByTestId("actions").SelectOptionAsync("R");
        await page.GetByRole(AriaRole.Button, new() { Name = "Issue a token" }).ClickAsync();
        var token = await page.GetByTestId("secret").InnerTextAsync();
        Assert.AreEqual(TokenState.Valid, bench.Service.Service.Tokens.Inspect(TestService.Instance, token).State);
        await page.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Expect(page.GetByTestId("secret")).ToHaveCountAsync(0);

        await page.GetByLabel("Token", new() { Exact = true }).FillAsync(token);
        await page.GetByRole(AriaRole.Button, new() { Name = "Is it valid?" }).ClickAsync();
        await Expect(page.GetByTestId("outcome")).ToContainTextAsync("The token is valid");
        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await Expect(page.GetByTestId("outcome")).ToContainTextAsync("revoked");
        Assert.AreEqual(TokenState.Revoked, bench.Service.Service.Tokens.Inspect(TestService.Instance, token).State);

        await page.GetByLabel("Topics").FillAsync("");
        await page.GetByRole(AriaRole.Button, new() { Name = "Issue a token" }).ClickAsync();
        await Expect(page.GetByTestId("outcome").Locator(".mud-alert")).ToContainTextAsync("resources");
    }
}
