using System.Net;
using System.Text.Json;

namespace NanoMqttDevice.SystemTests.Service;

/// <summary>What the server API answered.</summary>
internal sealed record ApiReply(HttpStatusCode Status, string Text, JsonElement Json)
{
    public static async Task<ApiReply> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.AreEqual("application/json", response.Content.Headers.ContentType?.MediaType);
        return new ApiReply(response.StatusCode, text, JsonDocument.Parse(text).RootElement);
    }

    /// <summary>Fails unless it is a refusal in the vendor's form: these four fields, and no secret.</summary>
    public void AssertRefused(HttpStatusCode status, string code, string says = "")
    {
        Assert.AreEqual(status, Status, Text);
        Assert.AreEqual(code, Json.GetProperty("Code").GetString());
        Assert.AreEqual(36, Json.GetProperty("RequestId").GetString()!.Length);
        Assert.AreEqual("127.0.0.1", Json.GetProperty("HostId").GetString());
        Assert.Contains(says, Json.GetProperty("Message").GetString()!);
        Assert.AreEqual(4, Json.EnumerateObject().Count());
        Assert.DoesNotContain(TestService.AccountSecret, Text);
    }
}
