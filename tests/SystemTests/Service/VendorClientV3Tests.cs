using System.Text.Json;
using NanoMqttDevice.Service;

namespace NanoMqttDevice.SystemTests.Service;

/// <summary>The vendor's current client for Node.js, which signs with V3, with only the endpoint changed.</summary>
[TestClass]
public sealed class VendorClientV3Tests
{
    private const string Package = "@alicloud/openapi-client";
    private const string PackageVersion = "0.4.15";

    [TestMethod]
    public async Task The_vendors_current_npm_client_calls_actions_with_only_the_endpoint_changed()
    {
        var node = InstalledProgram.Require("node", "Debian: apt-get install nodejs");
        var modules = await NpmPackage.InstallAsync(Package, PackageVersion);
        await using var test = await TestService.StartAsync(TestService.Options with { HttpPort = 0 });

        using var subscriber = await test.ConnectRawAsync("subscriber");
        await subscriber.SubscribeAsync(1, ("sensors/a", 0));
        await subscriber.ExpectAsync(RawClient.SubAck);
        using var publisher = await test.ConnectRawAsync("publisher");
        await publisher.PublishAsync("sensors/a", [1]);
        await subscriber.ReadPublishAsync();
        var (code, output) = await InstalledProgram.RunAsync(
            node,
            [Path.Combine(AppContext.BaseDirectory, "vendor-client-v3.js"), $"127.0.0.1:{test.Service.HttpPort}", TestService.Instance],
            environment: [("NODE_PATH", modules), ("NODE_NO_WARNINGS", "1"), ("ACCESS_KEY_SECRET", TestService.AccountSecret)]);

        Assert.AreEqual(0, code, output);
        var answers = JsonDocument.Parse(output).RootElement;
        var registered = Credential(answers, "registered");
        Assert.AreEqual("GID_Test@@@0001", registered.ClientId);
        Assert.AreEqual(registered, Credential(answers, "got"));
        Assert.AreNotEqual(registered.DeviceAccessKeySecret, Credential(answers, "refreshed").DeviceAccessKeySecret);
        Assert.AreEqual(3, answers.GetProperty("list").GetProperty("DeviceCredentialClientIdList").GetProperty("Total").GetInt32());
        Assert.AreEqual("connect", First(answers, "connections", "DeviceInfoList").GetProperty("Action").GetString());
        Assert.AreEqual("GID_Test@@@publisher", First(answers, "published", "MessageTraceLists").GetProperty("ClientId").GetString());
        Assert.AreEqual("GID_Test@@@subscriber", First(answers, "delivered", "MessageTraceLists").GetProperty("ClientId").GetString());
        Assert.AreEqual(200, answers.GetProperty("closed").GetProperty("Code").GetInt32());
        Assert.AreEqual(344, answers.GetProperty("applied").GetProperty("Token").GetString()!.Length);
        Assert.IsTrue(answers.GetProperty("valid").GetProperty("TokenStatus").GetBoolean());
        Assert.IsFalse(answers.GetProperty("revoked").GetProperty("TokenStatus").GetBoolean());
        Assert.AreEqual(
            "wrongSecret SignatureDoesNotMatch, unknownKey InvalidAccessKeyId.NotFound, unknownAction ApiNotSupport, missing MissingClientId",
            string.Join(", ", answers.GetProperty("refusals").EnumerateObject().Select(refusal => $"{refusal.Name} {refusal.Value}")));
        Assert.AreEqual(14, test.Service.Counters.ApiCallsByResult[TraceReasons.Accepted]);
    }

    private static JsonElement First(JsonElement answers, string name, string list) => answers.GetProperty(name).GetProperty(list)[0];

    private static DeviceCredential Credential(JsonElement answers, string name)
    {
        return answers.GetProperty(name).GetProperty("DeviceCredential").Deserialize<DeviceCredential>()!;
    }
}
