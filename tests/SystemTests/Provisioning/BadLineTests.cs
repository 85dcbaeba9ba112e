using System.Text;
using NanoMqttDevice.Runtime;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Tool;
using NanoMqttDevice.Tool.Provisioning;
using NanoMqttDevice.Tool.Serial;

namespace NanoMqttDevice.SystemTests.Provisioning;

[TestClass]
public sealed class BadLineTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    [DataRow(5)]
    [DataRow(6)]
    public async Task Over_a_line_that_alters_and_loses_bytes_exactly_what_was_wanted_is_stored(int seed)
    {
        await using var bench = await ProvisionBench.StartAsync();
        var channel = new FaultyChannel(new CableChannel("cable", bench.Cable), seed) { FaultsPerThousand = 2 };
        var result = await bench.ProvisionAsync(new ProvisionRequest { Values = bench.Values(), OnlineLimit = null }, channel, seed);
        Assert.IsGreaterThan(0, channel.Faults);
        Assert.AreEqual("ok", result.Settings);
        AssertStored(bench);
        Assert.AreEqual(1u, bench.Sequence);
    }

    [TestMethod]
    public async Task Over_a_line_that_is_nothing_but_noise_it_says_so_and_stores_nothing()
    {
        await using var bench = await ProvisionBench.StartAsync();
        var channel = new FaultyChannel(new CableChannel("cable", bench.Cable), 7) { FaultsPerThousand = 100 };
        var e = await Assert.ThrowsExactlyAsync<ToolException>(() => bench.ProvisionAsync(channel: channel));
        Assert.AreEqual(ExitCodes.NoAnswer, e.ExitCode);
        Assert.IsNull(bench.Stored());
    }

    [TestMethod]
    public async Task A_device_that_answers_later_than_it_is_waited_for_is_provisioned_all_the_same()
    {
        await using var bench = await ProvisionBench.StartAsync();
        var channel = new FaultyChannel(new CableChannel("cable", bench.Cable), 1) { Delay = ProvisionBench.Quick().AnswerLimit * 1.5 };
        var result = await bench.ProvisionAsync(new ProvisionRequest { Values = bench.Values(), OnlineLimit = null }, channel);
        Assert.AreEqual("ok", result.Settings);
        AssertStored(bench);
    }

    [TestMethod]
    public async Task Unplugged_anywhere_it_says_so_and_the_device_has_all_of_the_settings_or_none()
    {
        await using var whole = await ProvisionBench.StartAsync();
        var counted = new FaultyChannel(new CableChannel("cable", whole.Cable), 1);
        await whole.ProvisionAsync(new ProvisionRequest { Values = whole.Values(), OnlineLimit = null }, counted);
        for (var part = 1; part <= 8; part++)
        {
            await using var bench = await ProvisionBench.StartAsync();
            var channel = new FaultyChannel(new CableChannel("cable", bench.Cable), 1) { UnpluggedAfter = counted.Sent * part / 9 };
            var e = await Assert.ThrowsExactlyAsync<ToolException>(() => bench.ProvisionAsync(channel: channel));
            Assert.AreEqual(ExitCodes.NoAnswer, e.ExitCode);
            Assert.Contains("cable has vanished: was the device unplugged?", e.Message);
            Assert.IsNull(bench.Stored(), $"part {part}");

            // Plugged in again, it goes through.
            await bench.ProvisionAsync(new ProvisionRequest { Values = bench.Values(), OnlineLimit = null });
            AssertStored(bench);
        }
    }

    [TestMethod]
    public async Task A_power_cut_during_the_commit_leaves_all_or_nothing_and_the_next_run_finishes()
    {
        await using var bench = await ProvisionBench.StartAsync();
        await bench.ProvisionAsync();
        var values = bench.Values();
        values[SettingsField.TelemetryInterval] = "5";
        var channel = new PowerCutChannel(new CableChannel("cable", bench.Cable), bench.Device.Device.RebootAsync);
        await bench.ProvisionAsync(new ProvisionRequest { Values = values, OnlineLimit = null }, channel);
        Assert.IsTrue(channel.WasCut);
        var stored = bench.Stored()!;
        Assert.IsTrue(stored.TelemetryInterval is 5 or 60);
        Assert.AreEqual(bench.Credential.DeviceAccessKeySecret, Encoding.UTF8.GetString(stored.Secret));

        Assert.IsTrue((await bench.ProvisionAsync(values)).IsOnline);
        Assert.AreEqual(5, bench.Stored()!.TelemetryInterval);
        Assert.AreEqual(2u, bench.Sequence);
    }

    [TestMethod]
    public async Task A_secret_that_looks_like_a_request_or_a_checked_line_arrives_as_it_is()
    {
        await using var bench = await ProvisionBench.StartAsync();
        foreach (var secret in new[] { "reboot", "#84207ABC 01 status", " two  spaces ", "pässwörd" })
        {
            var values = bench.Values();
            values[SettingsField.Secret] = secret;
            await bench.ProvisionAsync(new ProvisionRequest { Values = values, OnlineLimit = null });
            Assert.AreEqual(secret, Encoding.UTF8.GetString(bench.Stored()!.Secret));
        }
    }

    private static void AssertStored(ProvisionBench bench)
    {
        var stored = bench.Stored();
        Assert.IsNotNull(stored);
        Assert.AreEqual(bench.Credential.DeviceAccessKeySecret, Encoding.UTF8.GetString(stored.Secret));
        Assert.AreEqual(bench.Credential.DeviceAccessKeyId, stored.AccessKeyId);
        Assert.AreEqual(bench.Credential.ClientId, stored.ClientId);
        Assert.AreEqual(bench.Service.Service.Port, stored.Port);
    }
}
