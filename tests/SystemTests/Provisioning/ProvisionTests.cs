using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Runtime;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Tool;
using NanoMqttDevice.Tool.Provisioning;

namespace NanoMqttDevice.SystemTests.Provisioning;

[TestClass]
public sealed class ProvisionTests
{
    [TestMethod]
    public async Task An_empty_device_is_online_afterwards_and_a_second_run_writes_nothing()
    {
        await using var bench = await ProvisionBench.StartAsync();
        var result = await bench.ProvisionAsync();
        Assert.IsTrue(result.IsOnline);
        Assert.AreEqual("ok", result.Settings);
        Assert.AreEqual("020000000001", result.Device.Mac);
        Assert.AreEqual("GID_Test@@@0001", result.ClientId);
        Assert.IsTrue(bench.Service.Service.IsOnline("GID_Test@@@0001"));
        Assert.AreEqual(1u, bench.Sequence);

        result = await bench.ProvisionAsync();
        Assert.AreEqual("unchanged", result.Settings);
        Assert.AreSequenceEqual(["secret"], result.Changed.ToArray());
        Assert.IsTrue(result.IsOnline);
        Assert.AreEqual(1u, bench.Sequence);
    }

    [TestMethod]
    public async Task Only_what_differs_is_set()
    {
        await using var bench = await ProvisionBench.StartAsync();
        await bench.ProvisionAsync();
        var result = await bench.ProvisionAsync(new Dictionary<SettingsField, string> { [SettingsField.TelemetryInterval] = "007", [SettingsField.Keepalive] = "90" });
        Assert.AreSequenceEqual(["telemetry-interval"], result.Changed.ToArray());
        Assert.AreEqual(7, bench.Stored()!.TelemetryInterval);
        Assert.AreEqual(2u, bench.Sequence);

        result = await bench.ProvisionAsync(new Dictionary<SettingsField, string> { [SettingsField.TelemetryInterval] = "7" });
        Assert.IsEmpty(result.Changed);
        Assert.AreEqual("unchanged", result.Settings);
        Assert.AreEqual(2u, bench.Sequence);
    }

    [TestMethod]
    public async Task A_kept_session_and_a_time_server_are_set_and_taken_back()
    {
        await using var bench = await ProvisionBench.StartAsync();
        await bench.ProvisionAsync();
        var result = await bench.ProvisionAsync(new Dictionary<SettingsField, string> { [SettingsField.CleanSession] = "off", [SettingsField.Ntp] = "localhost" });
        Assert.AreSequenceEqual(["clean-session", "ntp"], result.Changed.ToArray());
        Assert.IsTrue(result.IsOnline);
        Assert.IsTrue(bench.Stored()!.KeepsSession);
        Assert.AreEqual("localhost", bench.Stored()!.Ntp);
        result = await bench.ProvisionAsync(new Dictionary<SettingsField, string> { [SettingsField.CleanSession] = "on", [SettingsField.Ntp] = "" });
        Assert.AreSequenceEqual(["clean-session", "ntp"], result.Changed.ToArray());
        Assert.IsFalse(bench.Stored()!.KeepsSession);
        Assert.IsNull(bench.Stored()!.Ntp);
    }

    [TestMethod]
    public async Task What_is_missing_is_asked_for_and_otherwise_named_and_nothing_is_stored()
    {
        await using var bench = await ProvisionBench.StartAsync();
        var values = bench.Values();
        values.Remove(SettingsField.ParentTopic);
        var e = await Assert.ThrowsExactlyAsync<ToolException>(() => bench.ProvisionAsync(values));
        Assert.AreEqual("parent-topic: is missing", e.Message);
        Assert.AreEqual(ExitCodes.Usage, e.ExitCode);
        Assert.IsNull(bench.Stored());

        values.Remove(SettingsField.Secret);
        var asked = new List<SettingsField>();
        var result = await bench.ProvisionAsync(new ProvisionRequest
        {
            Values = values,
            Ask = (field, _) =>
            {
                asked.Add(field);
                return Task.FromResult<string?>(bench.Values()[field]);
            },
        });
        Assert.AreSequenceEqual([SettingsField.ParentTopic, SettingsField.Secret], asked.ToArray());
        Assert.IsTrue(result.IsOnline);
    }

    [TestMethod]
    public async Task A_wrong_secret_is_told_as_a_refusal_without_the_secret()
    {
        await using var bench = await ProvisionBench.StartAsync();
        var values = bench.Values();
        values[SettingsField.Secret] = "DC.TopSecretTopSecretTopS";
        var e = await Assert.ThrowsExactlyAsync<ToolException>(() => bench.ProvisionAsync(values));
        Assert.AreEqual(ExitCodes.Refused, e.ExitCode);
        Assert.Contains("refused (CONNACK 5): the credential is not valid for this client ID", e.Message);
        Assert.DoesNotContain("TopSecret", e.Message + string.Concat(bench.Steps.Lines));

        // The old record or none was left in peace until the new one was stored, and the right secret mends it.
        Assert.IsTrue((await bench.ProvisionAsync()).IsOnline);
    }

    [TestMethod]
    public async Task An_endpoint_that_does_not_answer_is_told_when_the_time_is_over()
    {
        await using var bench = await ProvisionBench.StartAsync();
        var values = bench.Values();
        values[SettingsField.Port] = "1";
        var e = await Assert.ThrowsExactlyAsync<ToolException>(
            () => bench.ProvisionAsync(new ProvisionRequest { Values = values, OnlineLimit = TimeSpan.FromSeconds(1) }));
        Assert.AreEqual(ExitCodes.NotReached, e.ExitCode);
        Assert.Contains("within 1 s: connect-failed: the endpoint does not take the connection", e.Message);
    }

    [TestMethod]
    public async Task A_device_that_waits_for_its_next_try_is_tried_at_once_when_nothing_changes()
    {
        await using var bench = await ProvisionBench.StartAsync();
        bench.Service.Service.Credentials.Unregister(bench.Credential.InstanceId, bench.Credential.ClientId);
        await Assert.ThrowsExactlyAsync<ToolException>(() => bench.ProvisionAsync());
        await bench.Device.ExpectAsync(SupervisorState.Refused);
        var e = await Assert.ThrowsExactlyAsync<ToolException>(() => bench.ProvisionAsync(new Dictionary<SettingsField, string> { [SettingsField.Keepalive] = "90" }));
        Assert.AreEqual(ExitCodes.Refused, e.ExitCode);
        Assert.Contains("(refused, CONNACK 5); it tries again now", string.Join('\n', bench.Steps.Lines));
    }

    [TestMethod]
    public async Task A_network_is_joined_once_and_its_password_asked_only_then()
    {
        await using var bench = await ProvisionBench.StartAsync();
        bench.Wifi.Forget();
        bench.Wifi.AddNetwork("Plant 7", "correct horse");
        var e = await Assert.ThrowsExactlyAsync<ToolException>(() => bench.ProvisionAsync(wifi: new("Plant 7", _ => Task.FromResult("wrong horse"))));
        Assert.AreEqual(ExitCodes.WifiFailed, e.ExitCode);
        Assert.Contains("'Plant 7' was not joined: wifi-wrong-password", e.Message);
        Assert.DoesNotContain("horse", e.Message);
        Assert.IsNull(bench.Stored());

        e = await Assert.ThrowsExactlyAsync<ToolException>(() => bench.ProvisionAsync(wifi: new("Plant 8", _ => Task.FromResult("wrong horse"))));
        Assert.Contains("wifi-not-found", e.Message);

        var result = await bench.ProvisionAsync(wifi: new("Plant 7", _ => Task.FromResult("correct horse")));
        Assert.AreEqual("joined", result.Wifi);
        Assert.AreEqual("Plant 7", bench.Wifi.Ssid);
        Assert.IsTrue(result.IsOnline);

        result = await bench.ProvisionAsync(wifi: new("Plant 7", _ => throw new AssertFailedException("It is on that network already.")));
        Assert.AreEqual("unchanged", result.Wifi);
    }

    [TestMethod]
    public async Task Settings_that_somebody_has_staged_and_not_committed_are_not_stored()
    {
        await using var bench = await ProvisionBench.StartAsync();
        bench.Cable.Send("set keepalive 11\nset secret\n"u8);
        await bench.ProvisionAsync();
        Assert.AreEqual(90, bench.Stored()!.Keepalive);
    }

    [TestMethod]
    public async Task A_password_takes_the_place_of_a_secret_and_the_other_way_round()
    {
        await using var bench = await ProvisionBench.StartAsync();
        await bench.ProvisionAsync();
        var signature = new Dictionary<SettingsField, string>
        {
            [SettingsField.Mode] = "Signature",
            [SettingsField.AccessKeyId] = "LTAIaccount",
            [SettingsField.Password] = "vI009IZJZVGRwBwZvnbwjfuXxVM=",
        };
        var result = await bench.ProvisionAsync(new ProvisionRequest { Values = signature, OnlineLimit = null });
        Assert.AreSequenceEqual(["mode", "access-key-id", "secret", "password"], result.Changed.ToArray());
        Assert.IsNull(bench.Stored()!.Secret);
        Assert.IsTrue((await bench.ProvisionAsync()).IsOnline);
        Assert.IsNull(bench.Stored()!.Password);
    }

    [TestMethod]
    public async Task New_settings_that_do_not_get_a_device_online_are_told_and_the_old_ones_keep_it_online()
    {
        await using var bench = await ProvisionBench.StartAsync();
        await bench.ProvisionAsync();
        var values = bench.Values();
        values[SettingsField.Secret] = "DC.TopSecretTopSecretTopS";
        var e = await Assert.ThrowsExactlyAsync<ToolException>(() => bench.ProvisionAsync(values));
        Assert.AreEqual(ExitCodes.Refused, e.ExitCode);
        Assert.Contains("the device is back on its old ones and tries again by itself: refused", e.Message);
        await bench.Device.ExpectAsync(SupervisorState.Online);
        Assert.AreEqual(bench.Credential.DeviceAccessKeySecret, System.Text.Encoding.UTF8.GetString(bench.Current()!.Secret));
        Assert.AreEqual(1u, bench.Sequence);
    }
}
