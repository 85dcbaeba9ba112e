using System.Text;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Credentials;
using NanoMqttDevice.Runtime;
using NanoMqttDevice.SystemTests.Service;

namespace NanoMqttDevice.SystemTests.Devices;

[TestClass]
public sealed class DeviceLoginTests
{
    [TestMethod]
    public async Task The_device_logs_in_with_its_credential_sends_and_obeys()
    {
        await using var service = await TestService.StartAsync();
        await using var device = new TestDevice();
        var credential = service.Register("0001");
        device.Start(TestDevice.Settings(credential, service.Service.Port));
        await device.ExpectAsync(SupervisorState.Online);
        await Eventually.HoldsAsync(() => service.Received.Any(m => m.Topic == "sensors/telemetry"), "telemetry");

        await Eventually.HoldsAsync(
            () => service.Service.PublishP2PAsync(TestService.Parent, credential.ClientId, Encoding.UTF8.GetBytes("a1 ping"), 1), "the service knows it");
        var nonce = device.Device.Mind!.Report.Processor.Gate.Seal.Nonce;
        await Eventually.HoldsAsync(
            () => service.Received.Any(m => m.Topic == "sensors/reply" && Encoding.UTF8.GetString(m.Payload.Span)
                == $"{{\"id\":\"a1\",\"clientId\":\"GID_Test@@@0001\",\"command\":\"ping\",\"result\":\"ok\",\"nonce\":\"{nonce}\"}}"),
            "reply");
    }

    [TestMethod]
    public async Task The_account_of_mode_Signature_logs_in_with_a_password_computed_elsewhere()
    {
        await using var service = await TestService.StartAsync();
        await using var device = new TestDevice();
        var settings = TestDevice.Settings(service.Register("0001"), service.Service.Port);
        settings.Mode = AuthenticationMode.Signature;
        settings.AccessKeyId = "LTAIaccount";
        settings.Secret = null;
        settings.Password = NanoMqttDevice.Service.LoginSignature.Compute(TestService.AccountSecret, settings.ClientId);
        device.Start(settings);
        await device.ExpectAsync(SupervisorState.Online);
    }

    [TestMethod]
    public async Task A_wrong_secret_is_refused()
    {
        await using var service = await TestService.StartAsync();
        await using var device = new TestDevice(FixedRandom.Everything);
        var settings = TestDevice.Settings(service.Register("0001"), service.Service.Port);
        settings.Secret[^1] ^= 1;
        device.Start(settings);
        Assert.AreEqual(5, await device.ExpectRefusalAsync());
        Assert.Contains("state: refused/cause: refused/connack: 5/", await device.AskAsync("status"));
    }

    [TestMethod]
    public async Task Another_devices_credential_is_refused()
    {
        await using var service = await TestService.StartAsync();
        await using var device = new TestDevice(FixedRandom.Everything);
        service.Register("0001");
        var settings = TestDevice.Settings(service.Register("0002"), service.Service.Port);
        settings.ClientId = TestService.ClientId("0001");
        device.Start(settings);
        Assert.AreEqual(5, await device.ExpectRefusalAsync());
    }

    [TestMethod]
    public async Task A_credential_of_another_instance_is_refused()
    {
        await using var service = await TestService.StartAsync();
        await using var device = new TestDevice(FixedRandom.Everything);
        var settings = TestDevice.Settings(service.Register("0001"), service.Service.Port);
        settings.Instance = TestService.OtherInstance;
        device.Start(settings);
        Assert.AreEqual(5, await device.ExpectRefusalAsync());
    }

    [TestMethod]
    public async Task An_unregistered_credential_is_refused_at_the_next_connect()
    {
        await using var service = await TestService.StartAsync();
        await using var device = new TestDevice();
        var credential = service.Register("0001");
        device.Start(TestDevice.Settings(credential, service.Service.Port));
        await device.ExpectAsync(SupervisorState.Online);
        service.Service.Credentials.Unregister(credential.InstanceId, credential.ClientId);
        Assert.IsTrue(service.Service.IsOnline(credential.ClientId));
        Assert.IsTrue(await service.Service.DropAsync(credential.ClientId));
        Assert.AreEqual(5, await device.ExpectRefusalAsync());
    }

    [TestMethod]
    public async Task A_refreshed_credential_is_refused_until_the_new_secret_is_handed_over()
    {
        await using var service = await TestService.StartAsync();
        await using var device = new TestDevice(FixedRandom.Everything);
        var old = service.Register("0001");
        var fresh = service.Service.Credentials.Refresh(old.InstanceId, old.ClientId);
        device.Start(TestDevice.Settings(old, service.Service.Port));
        Assert.AreEqual(5, await device.ExpectRefusalAsync());

        Assert.AreEqual("OK/", await device.AskAsync("set secret\n" + fresh!.DeviceAccessKeySecret));
        Assert.AreEqual("settings: candidate/OK/", await device.AskAsync("commit"));
        await device.ExpectAsync(SupervisorState.Online);
    }

    [TestMethod]
    public async Task A_refusal_with_code_4_is_a_refusal_too()
    {
        await using var service = await TestService.StartAsync(TestService.Options with { RefusalCode = 4 });
        await using var device = new TestDevice(FixedRandom.Everything);
        var settings = TestDevice.Settings(service.Register("0001"), service.Service.Port);
        settings.AccessKeyId = "DC.unknown";
        device.Start(settings);
        Assert.AreEqual(4, await device.ExpectRefusalAsync());
    }

    [TestMethod]
    public async Task A_refused_device_is_online_again_by_itself_once_it_is_let_in()
    {
        await using var service = await TestService.StartAsync(TestService.Options);
        await using var device = new TestDevice();
        var settings = TestDevice.Settings(service.Register("0001"), service.Service.Port);
        settings.Mode = AuthenticationMode.Signature;
        settings.AccessKeyId = "LTAIaccount";
        settings.Secret = Encoding.UTF8.GetBytes(TestService.AccountSecret);
        settings.Instance = "mqtt-cn-later";
        device.Start(settings);
        await device.ExpectRefusalAsync();

        var port = service.Service.Port;
        await service.DisposeAsync();
        await using var later = await TestService.StartAsync(TestService.Options with { Port = port, InstanceIds = ["mqtt-cn-later"] });
        await device.ExpectAsync(SupervisorState.Online);
    }

    [TestMethod]
    public async Task Two_devices_with_one_client_ID_do_not_fight()
    {
        await using var service = await TestService.StartAsync();
        await using var first = new TestDevice(FixedRandom.Everything);
        await using var second = new TestDevice(FixedRandom.Everything);
        var credential = service.Register("0001");
        first.Start(TestDevice.Settings(credential, service.Service.Port));
        await first.ExpectAsync(SupervisorState.Online);
        second.Start(TestDevice.Settings(credential, service.Service.Port));
        await first.ExpectAsync(SupervisorState.Waiting, OfflineCause.Conflict);
        await second.ExpectAsync(SupervisorState.Online);
        Assert.IsGreaterThan(50000L, first.Device.Status.NextTry);
    }

    [TestMethod]
    public async Task A_parent_topic_that_does_not_exist_slows_the_device_down()
    {
        await using var service = await TestService.StartAsync();
        await using var device = new TestDevice(FixedRandom.Everything);
        var settings = TestDevice.Settings(service.Register("0001"), service.Service.Port);
        settings.ParentTopic = "nowhere";
        device.Start(settings);
        await device.ExpectAsync(SupervisorState.Waiting, OfflineCause.Conflict);
        Assert.IsTrue(service.Service.Trace.Any(t => t.Reason == "resource auth failed"));
    }
}
