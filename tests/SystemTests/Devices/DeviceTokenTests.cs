using System.Text;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Credentials;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Product;
using NanoMqttDevice.Runtime;
using NanoMqttDevice.Service;
using NanoMqttDevice.Settings;
using NanoMqttDevice.SystemTests.Service;

namespace NanoMqttDevice.SystemTests.Devices;

/// <summary>A device in mode Token, and what its application server does for it.</summary>
[TestClass]
public sealed class DeviceTokenTests
{
    [TestMethod]
    public async Task A_token_that_is_about_to_expire_is_replaced_without_losing_the_connection()
    {
        await using var service = await TestService.StartAsync();
        await using var device = new TestDevice(FixedRandom.Everything, application: () => new LabApplication());

        // Less than five minutes before its end the service gives notice at once.
        device.Start(Settings(service, Issue(service, TimeSpan.FromMinutes(2))));
        await ExpectMessageAsync(service, Topics.Request(TestService.Parent), "\"request\":\"token\",\"type\":\"RW\"");
        var fresh = Issue(service, TimeSpan.FromDays(1));
        await SendAsync(service, $"1 settings token-rw={fresh}");
        await ExpectMessageAsync(service, Topics.Reply(TestService.Parent), "\"event\":\"settings\",\"result\":\"current\"");

        Assert.AreEqual(1, service.Service.Trace.Count(t => t is { Action: "connect", Reason: "accepted" }));
        Assert.Contains("settings: ok/", await device.AskAsync("status"));
        await device.Device.RebootAsync();
        await device.ExpectAsync(SupervisorState.Online);
        Assert.AreEqual("RW|" + fresh, PasswordOf(device));
    }

    [TestMethod]
    public async Task A_token_of_another_instance_is_dropped_for_the_one_that_works()
    {
        await using var service = await TestService.StartAsync();
        await using var device = new TestDevice(application: () => new LabApplication());
        var good = Issue(service, TimeSpan.FromDays(1));
        device.Start(Settings(service, good));
        await device.ExpectAsync(SupervisorState.Online);
        var wrong = service.Service.Tokens.Issue(
            TestService.OtherInstance, "LTAIaccount", [TestService.Parent + "/#"], TokenActions.ReadWrite, EndsIn(TimeSpan.FromDays(1)));
        await SendAsync(service, $"1 settings token-rw={wrong}");
        await ExpectMessageAsync(service, Topics.Reply(TestService.Parent), "\"event\":\"online\"");
        await ExpectStatusAsync(device, "candidate: refused/");
        await device.ExpectAsync(SupervisorState.Online);
        Assert.AreEqual("RW|" + good, PasswordOf(device));
    }

    [TestMethod]
    public async Task A_device_whose_token_is_revoked_slows_down_as_if_refused()
    {
        await using var service = await TestService.StartAsync();
        await using var device = new TestDevice(FixedRandom.Everything);
        var token = Issue(service, TimeSpan.FromDays(1));
        device.Start(Settings(service, token));
        await device.ExpectAsync(SupervisorState.Online);
        service.Service.Tokens.Revoke(TestService.Instance, token);
        await device.ExpectAsync(SupervisorState.Refused, OfflineCause.TokenInvalid);
        Assert.IsGreaterThan(50000L, device.Device.Status.NextTry);
    }

    [TestMethod]
    public async Task A_password_that_was_delivered_logs_in_and_is_replaced_by_command()
    {
        await using var service = await TestService.StartAsync();
        await using var device = new TestDevice(application: () => new LabApplication());
        var settings = Settings(service, null);
        settings.Mode = AuthenticationMode.Signature;
        settings.Password = LoginSignature.Compute(TestService.AccountSecret, settings.ClientId);
        device.Start(settings);
        await device.ExpectAsync(SupervisorState.Online);

        // One that is wrong does no harm.
        await SendAsync(service, $"1 settings password={LoginSignature.Compute("another secret", settings.ClientId)}");
        await ExpectStatusAsync(device, "candidate: refused/");
        await device.ExpectAsync(SupervisorState.Online);
        Assert.AreEqual(LoginSignature.Compute(TestService.AccountSecret, settings.ClientId), PasswordOf(device));
    }

    private static DeviceSettings Settings(TestService service, string? token)
    {
        // Of a client ID that a device has a credential for, a token gets no P2P messages.
        var credential = service.Register("0001");
        service.Service.Credentials.Unregister(TestService.Instance, credential.ClientId);
        var settings = TestDevice.Settings(credential, service.Service.Port);
        settings.Mode = AuthenticationMode.Token;
        settings.AccessKeyId = "LTAIaccount";
        settings.Secret = null;
        settings.TokenRW = token;
        return settings;
    }

    private static string Issue(TestService service, TimeSpan life) => service.Service.Tokens.Issue(
        TestService.Instance, "LTAIaccount", [TestService.Parent + "/#"], TokenActions.ReadWrite, EndsIn(life));

    private static long EndsIn(TimeSpan life) => DateTimeOffset.UtcNow.Add(life).ToUnixTimeMilliseconds();

    // The device knows that it is online a moment before the service does.
    private static Task SendAsync(TestService service, string command) => Eventually.HoldsAsync(
        () => service.Service.PublishP2PAsync(TestService.Parent, TestService.ClientId("0001"), Encoding.UTF8.GetBytes(command), 1), "it is online");

    private static Task ExpectMessageAsync(TestService service, string topic, string part) => Eventually.HoldsAsync(
        () => service.Received.Any(m => m.Topic == topic && Encoding.UTF8.GetString(m.Payload.Span).Contains(part, StringComparison.Ordinal)),
        $"{topic} brings {part}",
        Eventually.Proof);

    // A refused candidate stays beside the current settings for some minutes, and is tried again.
    private static async Task ExpectStatusAsync(TestDevice device, string line)
    {
        for (var tries = 0; !(await device.AskAsync("status")).Contains(line, StringComparison.Ordinal); tries++)
        {
            Assert.IsLessThan(100, tries, line);
            await Task.Delay(100);
        }
    }

    // What it would log in with next.
    private static string PasswordOf(TestDevice device)
    {
        var settings = new SettingsStore(new Simulator.FolderFlash(device.Folder)).Load();
        return settings!.CreateLogin().Password;
    }

    private sealed class LabApplication : DeviceApplication
    {
        public override bool AllowsSettingsInPlain => true;

        public override void Measure(DeviceContext device, JsonObject telemetry)
        {
        }
    }
}
