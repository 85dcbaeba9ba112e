using NanoMqttDevice.Examples;
using NanoMqttDevice.Simulator;
using NanoMqttDevice.SystemTests.Devices;
using NanoMqttDevice.Tool;
using NanoMqttDevice.Tool.Fleet;
using NanoMqttDevice.Tool.Output;
using NanoMqttDevice.Tool.Provisioning;
using NanoMqttDevice.Tool.Serial;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.SystemTests.Products;

/// <summary>The product's settings through the tool: provision, its file, fleet.</summary>
[TestClass]
public sealed class ProductProvisionTests
{
    [TestMethod]
    public async Task Provision_sets_what_differs_and_names_what_the_product_does_not_have()
    {
        var cable = new SerialCable();
        await using var device = new TestDevice(FixedRandom.Nothing, application: () => new MachineMonitor(), serial: cable);
        device.Start(TestDevice.Settings(new("mqtt-cn-0001", "GID_Test@@@0001", "DC.id", "DC.secret", 0, 0), 1));
        await using var line = new DeviceLine(new CableChannel("simulated", cable));
        var first = await RunAsync(line, new() { ["limit"] = "75.5", ["live"] = "on" });
        CollectionAssert.AreEqual(new[] { "app.limit", "app.live" }, first.Changed.ToArray());
        var again = await RunAsync(line, new() { ["limit"] = "75.5", ["live"] = "on" });
        Assert.IsEmpty(again.Changed);
        var back = await RunAsync(line, new() { ["limit"] = "70" });
        CollectionAssert.AreEqual(new[] { "app.limit" }, back.Changed.ToArray());
        var unknown = await Assert.ThrowsExactlyAsync<ToolException>(() => RunAsync(line, new() { ["limits"] = "1" }));
        Assert.EndsWith("app.limits: the product on this device has no such setting; it has app.limit, app.live", unknown.Message);
        var bad = await Assert.ThrowsExactlyAsync<ToolException>(() => RunAsync(line, new() { ["limit"] = "500" }));
        Assert.EndsWith("app.limit: must be number from 30 to 120", bad.Message);
    }

    [TestMethod]
    public void A_settings_file_and_a_file_of_devices_have_them_by_name()
    {
        var folder = Directory.CreateTempSubdirectory("nanomqtt-test-");
        try
        {
            var file = Path.Combine(folder.FullName, "common.json");
            File.WriteAllText(file, """{"endpoint":"a.b","app.limit":75.5,"app.live":true}""");
            Assert.HasCount(1, SettingsFile.ReadValues(file));
            var values = SettingsFile.ReadProductValues(file);
            Assert.AreEqual("75.5", values["limit"]);
            Assert.AreEqual("on", values["live"]);
            var csv = Path.Combine(folder.FullName, "fleet.csv");
            File.WriteAllText(csv, "client-id,app.limit,app.live\nGID_Test@@@0001,80,\n");
            var common = new Dictionary<NanoMqttDevice.Settings.SettingsField, string>
            {
                [NanoMqttDevice.Settings.SettingsField.Endpoint] = "a.b",
                [NanoMqttDevice.Settings.SettingsField.Instance] = "mqtt-cn-0001",
                [NanoMqttDevice.Settings.SettingsField.ParentTopic] = "sensors",
            };
            var row = FleetFile.Read(csv, common, isRegistered: true).Rows.Single();
            Assert.AreEqual("80", row.ProductValues["limit"]);
            Assert.HasCount(1, row.ProductValues);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task<ProvisionResult> RunAsync(DeviceLine line, Dictionary<string, string> values) => new ProvisionRun(
        line,
        new ProvisionRequest { Values = new Dictionary<NanoMqttDevice.Settings.SettingsField, string>(), ProductValues = values, OnlineLimit = null },
        TimeProvider.System).RunAsync(new QuietSteps(), CancellationToken.None);
}
