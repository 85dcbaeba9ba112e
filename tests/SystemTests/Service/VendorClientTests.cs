using System.Text.Json;
using NanoMqttDevice.Service;

namespace NanoMqttDevice.SystemTests.Service;

/// <summary>The vendor's own RPC client for Node.js against the server API, with only the endpoint changed.</summary>
[TestClass]
public sealed class VendorClientTests
{
    private const string Package = "@alicloud/pop-core";
    private const string PackageVersion = "1.8.0";

    [TestMethod]
    public async Task The_vendors_npm_client_calls_every_action_with_only_the_endpoint_changed()
    {
        var node = InstalledProgram.Require("node", "Debian: apt-get install nodejs");
        var modules = await NpmPackage.InstallAsync(Package, PackageVersion);
        await using var test = await TestService.StartAsync(TestService.Options with { HttpPort = 0 });

        var (code, output) = await InstalledProgram.RunAsync(
            node,
            [Path.Combine(AppContext.BaseDirectory, "vendor-client.js"), $"http://127.0.0.1:{test.Service.HttpPort}", TestService.Instance],
            environment:
            [
                ("NODE_PATH", modules), ("NODE_NO_WARNINGS", "1"), ("ACCESS_KEY_SECRET", TestService.AccountSecret),
            ]);

        Assert.AreEqual(0, code, output);
        var answers = JsonDocument.Parse(output).RootElement;

        foreach (var method in (string[])["get", "post"])
        {
            AssertFollows(answers.GetProperty(method));
        }

        Assert.AreEqual(20, test.Service.Counters.ApiCallsByResult[TraceReasons.Accepted]);
    }

    private static void AssertFollows(JsonElement answers)
    {
        var registered = Credential(answers, "registered");
        Assert.AreEqual("GID_Test@@@0001", registered.ClientId);
        Assert.AreEqual(registered, Credential(answers, "got"));
        Assert.AreNotEqual(registered.DeviceAccessKeySecret, Credential(answers, "refreshed").DeviceAccessKeySecret);
        Assert.AreEqual(1, List(answers, "list").GetProperty("Total").GetInt32());
        Assert.AreEqual("GID_Test@@@0001", List(answers, "list").GetProperty("ClientIdList")[0].GetString());
        Assert.AreEqual(36, answers.GetProperty("unregistered").GetProperty("RequestId").GetString()!.Length);
        Assert.AreEqual(0, List(answers, "afterwards").GetProperty("Total").GetInt32());
        Assert.AreEqual(344, answers.GetProperty("applied").GetProperty("Token").GetString()!.Length);
        Assert.IsTrue(answers.GetProperty("valid").GetProperty("TokenStatus").GetBoolean());
        Assert.IsFalse(answers.GetProperty("revoked").GetProperty("TokenStatus").GetBoolean());

        var refusals = answers.GetProperty("refusals").EnumerateObject().Select(refusal => $"{refusal.Name} {refusal.Value}");
        Assert.AreEqual(
            "wrongSecret SignatureDoesNotMatch, unknownKey InvalidAccessKeyId.NotFound, unknownAction ApiNotSupport, "
            + "unknownInstance InstancePermissionCheckFailed, unknownGroup PermissionCheckFailed, missing MissingClientId, "
            + "stale InvalidTimeStamp.Expired",
            string.Join(", ", refusals));
    }

    private static DeviceCredential Credential(JsonElement answers, string name)
    {
        return answers.GetProperty(name).GetProperty("DeviceCredential").Deserialize<DeviceCredential>()!;
    }

    private static JsonElement List(JsonElement answers, string name)
    {
        return answers.GetProperty(name).GetProperty("DeviceCredentialClientIdList");
    }
}
