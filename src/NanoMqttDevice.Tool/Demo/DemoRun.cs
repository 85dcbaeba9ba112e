using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NanoMqttDevice.Commands;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Product;
using NanoMqttDevice.Runtime;
using NanoMqttDevice.Service;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Simulator;
using NanoMqttDevice.Storage;
using NanoMqttDevice.Tool.Output;
using NanoMqttDevice.Tool.Provisioning;
using NanoMqttDevice.Tool.Serial;
using NanoMqttDevice.Tool.ServerApi;

namespace NanoMqttDevice.Tool.Demo;

/// <summary>The main job, end to end, in one process: the service, an application server, and a device whose flash is empty.</summary>
internal sealed class DemoRun : IAsyncDisposable
{
    /// <summary>How many steps there are.</summary>
    public const int Steps = 12;

    private const string Instance = "mqtt-demo";
    private const string Group = "GID_Demo";
    private const string ClientId = "GID_Demo@@@0001";
    private const string ParentTopic = "demo";

    private static readonly TimeSpan _stepLimit = TimeSpan.FromSeconds(20);

    // Three of the telemetry intervals that the device is given.
    private static readonly TimeSpan _measureLimit = TimeSpan.FromSeconds(6);

    private readonly DemoReport _report;
    private readonly Func<DeviceApplication> _product;
    private readonly bool _isKept;
    private readonly ServiceAccount _account = new("demo", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private readonly ConcurrentQueue<ServiceMessage> _messages = new();
    private DirectoryInfo? _flash;
    private DirectoryInfo? _profile;
    private SimulatedDevice? _device;
    private PseudoTerminal? _terminal;
    private DeviceLine? _serial;
    private MqttService? _service;
    private DeviceCredential? _credential;
    private StoreResult _booted;
    private int _boots;

    /// <summary>Makes a demo that has not begun.</summary>
    /// <param name="report">Where it is shown.</param>
    /// <param name="product">Makes the product of the device.</param>
    /// <param name="isKept">True when service and device go on after the last step, for the user to use.</param>
    public DemoRun(DemoReport report, Func<DeviceApplication> product, bool isKept = false)
    {
        _report = report;
        _product = product;
        _isKept = isKept;
    }

    private MqttService Service => _service!;

    private DeviceCredential Credential => _credential!;

    private SimulatedDevice Device => _device!;

    private DeviceLine Serial => _serial!;

    /// <summary>Does all steps.</summary>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>Done when all went well.</returns>
    /// <exception cref="ToolException">A step failed.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        (string Name, string What, Func<CancellationToken, Task> Do)[] steps =
        [
            ("service", "start the stand-in of Message Queue for MQTT on a free port", StartServiceAsync),
            ("register", "register a device credential, as the application server does", RegisterAsync),
            ("boot", "switch on a device whose flash is empty", BootEmptyAsync),
            ("provision", "hand the settings to the device over its serial line; it checks and stores them", ProvisionAsync),
            ("reboot", "switch it off and on: now it knows only what its flash holds", RebootAsync),
            ("connect", "compute the HMAC on the device and log in", ConnectAsync),
            ("telemetry", "receive what the device measures", TelemetryAsync),
            ("command", "send it a P2P command, which it gets without subscribing", CommandAsync),
            ("unregister", "unregister the credential; the device stays online until its connection ends", UnregisterAsync),
            ("refused", "cut the connection: the device comes back and is refused", RefusedAsync),
            ("replace", "register anew and hand the new credential over", ReplaceAsync),
            ("online", "the device is online again, by itself", OnlineAgainAsync),
        ];
        Debug.Assert(steps.Length == Steps, "the number that is shown must be right");
        foreach (var (name, what, @do) in steps)
        {
            _report.Begin(name, what);
            await @do(cancellationToken).ConfigureAwait(false);
            _report.End();
        }

        var counters = Service.Counters;
        _report.Summary(
            _elapsed.Elapsed,
            [
                ("logins accepted", counters.Accepted.ToString(CultureInfo.InvariantCulture)),
                ("logins refused", counters.Refused.ToString(CultureInfo.InvariantCulture)),
                ("messages received", _messages.Count.ToString(CultureInfo.InvariantCulture)),
                ("records in flash", $"{Device.Mind?.Settings.Sequence} written, the last in {string.Join(" and ", _flash!.GetFiles().Select(f => f.Name).Order())}"),
            ]);
    }

    /// <summary>Leaves service, device and its serial port to the user.</summary>
    /// <returns>Commands to try, one a line.</returns>
    public async Task<IReadOnlyList<string>> HandOverToUserAsync()
    {
        await Serial.DisposeAsync().ConfigureAwait(false);
        _serial = null;
        _profile = Directory.CreateTempSubdirectory("nanomqtt-profile-");
        var profile = Path.Combine(_profile.FullName, "demo.json");
        ProfileFile.Write(profile, new ProfileContent
        {
            AccessKeyId = _account.AccessKeyId,
            AccessKeySecret = _account.AccessKeySecret,
            Endpoint = $"http://127.0.0.1:{Service.HttpPort}/",
            Instance = Instance,
            MqttEndpoint = "127.0.0.1",
            MqttPort = Service.Port,
            Tls = false,
            ParentTopic = ParentTopic,
        });
        string[] commands =
        [
            $"export NANOMQTT_PROFILE={profile}",
            "nanomqtt watch",
            $"nanomqtt send {ClientId} info",
            $"nanomqtt credential get {ClientId}",
        ];
        return _terminal is null ? commands : [.. commands, $"nanomqtt console --port {_terminal.PortName}", $"nanomqtt monitor --port {_terminal.PortName}"];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_serial is not null)
        {
            await _serial.DisposeAsync().ConfigureAwait(false);
        }

        if (_device is not null)
        {
            await _device.DisposeAsync().ConfigureAwait(false);
        }

        _terminal?.Dispose();
        if (_service is not null)
        {
            await _service.DisposeAsync().ConfigureAwait(false);
        }

        _flash?.Delete(recursive: true);
        _profile?.Delete(recursive: true);
    }

    private async Task StartServiceAsync(CancellationToken cancellationToken)
    {
        var options = new ServiceOptions
        {
            InstanceIds = [Instance],
            GroupIds = [Group],
            ParentTopics = [ParentTopic],
            Accounts = _isKept ? [_account] : [],
            HttpPort = _isKept ? 0 : null,
        };
        _service = await MqttService.StartAsync(options, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        _service.Received += _messages.Enqueue;
        _report.Show("listening", $"{options.ListenAddress}:{_service.Port}");
        _report.Show("instance ID", Instance);
        _report.Show("group ID", Group);
        _report.Show("parent topic", ParentTopic);
    }

    private Task RegisterAsync(CancellationToken cancellationToken)
    {
        _credential = Service.Credentials.Register(Instance, ClientId);
        ShowCredential();
        return Task.CompletedTask;
    }

    private async Task BootEmptyAsync(CancellationToken cancellationToken)
    {
        _flash = Directory.CreateTempSubdirectory("nanomqtt-demo-");
        var (serial, channel) = Connect();
        _device = new SimulatedDevice(new SimulatedDeviceOptions { FlashFolder = _flash.FullName, Serial = serial, Application = _product });
        _device.Booted += result =>
        {
            // What came before the start proves nothing about what comes after it.
            _messages.Clear();
            _booted = result;
            Interlocked.Increment(ref _boots);
        };
        _device.Start();
        _serial = new DeviceLine(channel());
        Expect(_booted == StoreResult.Empty, $"the flash should be empty and is {StoreResults.WordOf(_booted)}");
        await ShowStatusAsync(cancellationToken).ConfigureAwait(false);
    }

    // A serial port as a board has one, where the system lets a program make one.
    private (ISerialLine Serial, Func<ISerialChannel> Open) Connect()
    {
        if (!PseudoTerminal.IsSupported)
        {
            var cable = new SerialCable();
            return (cable, () => new CableChannel("the simulated device", cable));
        }

        var terminal = new PseudoTerminal();
        _terminal = terminal;
        _report.Show("serial port", terminal.PortName);
        return (terminal, () => PortChannel.Open(terminal.PortName));
    }

    private async Task ProvisionAsync(CancellationToken cancellationToken)
    {
        var settings = new Dictionary<SettingsField, string>
        {
            [SettingsField.Mode] = "DeviceCredential",
            [SettingsField.Endpoint] = "127.0.0.1",
            [SettingsField.Port] = Service.Port.ToString(CultureInfo.InvariantCulture),
            [SettingsField.Tls] = "off",
            [SettingsField.Instance] = Instance,
            [SettingsField.ClientId] = ClientId,
            [SettingsField.ParentTopic] = ParentTopic,
            [SettingsField.TelemetryInterval] = "2",
        };
        foreach (var (field, value) in settings)
        {
            _report.Show(SettingsFields.NameOf(field), value);
        }

        await HandOverAsync(settings, cancellationToken).ConfigureAwait(false);
    }

    // With the code of 'nanomqtt provision'.
    private async Task HandOverAsync(Dictionary<SettingsField, string> settings, CancellationToken cancellationToken)
    {
        settings[SettingsField.AccessKeyId] = Credential.DeviceAccessKeyId;
        settings[SettingsField.Secret] = Credential.DeviceAccessKeySecret;
        _report.Show("access-key-id", Credential.DeviceAccessKeyId);
        _report.Show("secret", Masked.Of(Credential.DeviceAccessKeySecret));
        var request = new ProvisionRequest { Values = settings, OnlineLimit = null };
        var result = await new ProvisionRun(Serial, request, TimeProvider.System).RunAsync(new QuietSteps(), cancellationToken).ConfigureAwait(false);
        _report.Show("commit", result.Settings == "candidate"
            ? "settings: candidate, tried now and kept once the service accepts them"
            : $"settings: {result.Settings}, record {Device.Mind?.Settings.Sequence}, read back");
    }

    private async Task RebootAsync(CancellationToken cancellationToken)
    {
        var boots = Volatile.Read(ref _boots);
        await Serial.DemandAsync(new DeviceRequest("reboot"), cancellationToken).ConfigureAwait(false);
        await UntilAsync(() => Volatile.Read(ref _boots) > boots, "the device does not start again", cancellationToken).ConfigureAwait(false);
        Expect(_booted == StoreResult.Ok, $"the settings should be in flash and are {StoreResults.WordOf(_booted)}");
        _report.Show("settings in flash", StoreResults.WordOf(_booted));
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        // Somebody at its serial line keeps a product awake that sleeps on its battery.
        await Serial.DemandAsync(new DeviceRequest("info"), cancellationToken).ConfigureAwait(false);
        await UntilOnlineAsync(cancellationToken).ConfigureAwait(false);
        _report.Show("client ID", Device.Mind!.ClientId);
        _report.Show("user name", Device.Mind.UserName);
        _report.Show("password", "Base64(HMAC-SHA1(secret, client ID)), " + Masked.Of(new string('*', 28)));
        ShowTrace("connect");
    }

    private async Task TelemetryAsync(CancellationToken cancellationToken)
    {
        // A product of the reader's own may measure nothing by itself, as the relay among the examples: what the device says of itself shows the way, too.
        ServiceMessage? message = null;
        var waiting = Stopwatch.StartNew();
        await UntilAsync(
            () => (message = _messages.FirstOrDefault(m => m.Topic == Topics.Telemetry(ParentTopic))
                ?? (waiting.Elapsed < _measureLimit ? null : _messages.FirstOrDefault())) is not null,
            $"nothing arrives on {Topics.Telemetry(ParentTopic)}",
            cancellationToken).ConfigureAwait(false);
        if (message!.Topic != Topics.Telemetry(ParentTopic))
        {
            _report.Show("telemetry", "none: Application.Measure adds nothing; what the device announces instead");
        }

        _report.Show(message.Topic, TextOf(message));
    }

    private async Task CommandAsync(CancellationToken cancellationToken)
    {
        const string Command = "1 ping";
        await Service.PublishP2PAsync(ParentTopic, ClientId, Encoding.UTF8.GetBytes(Command), 1).ConfigureAwait(false);
        _report.Show(Topics.PeerToPeer(ParentTopic, ClientId), Command);
        var reply = await MessageAsync(
            Topics.Reply(ParentTopic),
            m => JsonDocument.Parse(m.Payload).RootElement.TryGetProperty("id", out var id) && id.GetString() == "1",
            cancellationToken).ConfigureAwait(false);
        _report.Show(reply.Topic, TextOf(reply));
    }

    private async Task UnregisterAsync(CancellationToken cancellationToken)
    {
        // A connection that ends within seconds of the login counts as a conflict and slows the device down: let it settle.
        _report.Show("waiting", $"{Supervisor.SettleTime / 1000} s after the login a session counts as settled");
        await Task.Delay(Supervisor.SettleTime, cancellationToken).ConfigureAwait(false);
        Expect(Service.Credentials.Unregister(Instance, ClientId), "the credential is not registered");
        Expect(Service.IsOnline(ClientId), "the device should still be online");
        await ShowStatusAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task RefusedAsync(CancellationToken cancellationToken)
    {
        Expect(await Service.DropAsync(ClientId).ConfigureAwait(false), "the device was not connected");
        await UntilAsync(() => Device.Status.State == SupervisorState.Refused, "the device was not refused", cancellationToken).ConfigureAwait(false);
        await ShowStatusAsync(cancellationToken).ConfigureAwait(false);
        _report.Show("next try", $"in {Device.Status.NextTry / 1000.0:0.0} s: a credential can be enabled again at any time");
        ShowTrace("refuse");
    }

    private async Task ReplaceAsync(CancellationToken cancellationToken)
    {
        _credential = Service.Credentials.Register(Instance, ClientId);
        ShowCredential();
        await HandOverAsync([], cancellationToken).ConfigureAwait(false);
    }

    private async Task OnlineAgainAsync(CancellationToken cancellationToken)
    {
        await UntilOnlineAsync(cancellationToken).ConfigureAwait(false);
        await ShowStatusAsync(cancellationToken).ConfigureAwait(false);
        _report.Show("user name", Device.Mind!.UserName);
        ShowTrace("connect");
    }

    private async Task ShowStatusAsync(CancellationToken cancellationToken)
    {
        var status = await Serial.DemandAsync(new DeviceRequest("status"), cancellationToken).ConfigureAwait(false);
        _report.Show("device says", string.Join(", ", status.Lines));
    }

    private void ShowCredential()
    {
        _report.Show("client ID", Credential.ClientId);
        _report.Show("DeviceAccessKeyId", Credential.DeviceAccessKeyId);
        _report.Show("DeviceAccessKeySecret", Masked.Of(Credential.DeviceAccessKeySecret));
    }

    private void ShowTrace(string action)
    {
        var entry = Service.Trace.LastOrDefault(t => t.Action == action && t.ClientId == ClientId);
        Expect(entry is not null, $"the service has no trace of '{action}'");
        _report.Show("service traces", $"{entry!.Action}: {entry.Reason}");
    }

    private Task UntilOnlineAsync(CancellationToken cancellationToken) => UntilAsync(
        () => Device.Status.State == SupervisorState.Online && Service.IsOnline(ClientId),
        "the device is not online",
        cancellationToken);

    private async Task<ServiceMessage> MessageAsync(string topic, Func<ServiceMessage, bool> isMeant, CancellationToken cancellationToken)
    {
        ServiceMessage? found = null;
        await UntilAsync(
            () => (found = _messages.FirstOrDefault(m => m.Topic == topic && isMeant(m))) is not null,
            $"nothing arrives on {topic}",
            cancellationToken).ConfigureAwait(false);
        return found!;
    }

    private async Task UntilAsync(Func<bool> condition, string otherwise, CancellationToken cancellationToken)
    {
        var limit = Stopwatch.StartNew();
        while (!condition())
        {
            Expect(limit.Elapsed < _stepLimit, $"{otherwise} within {_stepLimit.TotalSeconds:0} s; the device is {Device.Status}");
            await Task.Delay(10, cancellationToken).ConfigureAwait(false);
        }
    }

    private static string TextOf(ServiceMessage message) => Encoding.UTF8.GetString(message.Payload.Span);

    private static void Expect(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new ToolException(ExitCodes.Failed, otherwise);
        }
    }
}
