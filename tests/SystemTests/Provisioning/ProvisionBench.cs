using System.Globalization;
using NanoMqttDevice.Runtime;
using NanoMqttDevice.Service;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Simulator;
using NanoMqttDevice.SystemTests.Devices;
using NanoMqttDevice.SystemTests.Service;
using NanoMqttDevice.Tool.Provisioning;
using NanoMqttDevice.Tool.Serial;

namespace NanoMqttDevice.SystemTests.Provisioning;

/// <summary>A service, and a device whose flash is empty, at the end of a cable; all of it ends with the test.</summary>
internal sealed class ProvisionBench : IAsyncDisposable
{
    private static readonly TimeSpan _onlineLimit = TimeSpan.FromSeconds(20);

    private ProvisionBench(TestService service)
    {
        Service = service;
        Credential = service.Register("0001");
        Device = new TestDevice(serial: Cable, wifi: Wifi);
    }

    public TestService Service { get; }

    public DeviceCredential Credential { get; }

    public SerialCable Cable { get; } = new();

    public SimulatedWifi Wifi { get; } = new();

    public TestDevice Device { get; }

    /// <summary>What was shown of the steps.</summary>
    public StepLog Steps { get; } = new();

    /// <summary>Sequence of the record in flash, which counts how often settings were written.</summary>
    public uint Sequence => Store().Sequence;

    public static async Task<ProvisionBench> StartAsync()
    {
        var bench = new ProvisionBench(await TestService.StartAsync());
        bench.Device.Device.Start();
        return bench;
    }

    /// <summary>Patience for tests: what would take seconds takes a fraction of one.</summary>
    public static DeviceLineOptions Quick(int seed = 0) => new()
    {
        AnswerLimit = TimeSpan.FromMilliseconds(300),
        Quiet = TimeSpan.FromMilliseconds(40),
        FirstSequence = (byte)seed,
        Attempts = 100,
    };

    public Dictionary<SettingsField, string> Values() => ValuesOf(Credential, Service.Service.Port);

    public static Dictionary<SettingsField, string> ValuesOf(DeviceCredential credential, int port) => new()
    {
        [SettingsField.Mode] = "DeviceCredential",
        [SettingsField.Endpoint] = "127.0.0.1",
        [SettingsField.Port] = port.ToString(CultureInfo.InvariantCulture),
        [SettingsField.Tls] = "off",
        [SettingsField.Instance] = credential.InstanceId,
        [SettingsField.ClientId] = credential.ClientId,
        [SettingsField.AccessKeyId] = credential.DeviceAccessKeyId,
        [SettingsField.Secret] = credential.DeviceAccessKeySecret,
        [SettingsField.ParentTopic] = TestService.Parent,
    };

    public Task<ProvisionResult> ProvisionAsync(
        Dictionary<SettingsField, string>? values = null, WifiRequest? wifi = null, ISerialChannel? channel = null, int seed = 0) => ProvisionAsync(
            new ProvisionRequest { Values = values ?? Values(), Wifi = wifi, OnlineLimit = _onlineLimit }, channel, seed);

    public async Task<ProvisionResult> ProvisionAsync(ProvisionRequest request, ISerialChannel? channel = null, int seed = 0)
    {
        await using var line = new DeviceLine(channel ?? new CableChannel("cable", Cable), Quick(seed));
        return await new ProvisionRun(line, request, TimeProvider.System).RunAsync(Steps, CancellationToken.None);
    }

    /// <summary>What lies in flash: the candidate, or else the current settings.</summary>
    public DeviceSettings? Stored()
    {
        var store = new SettingsStore(new FolderFlash(Device.Folder));
        return store.LoadCandidate() ?? store.Load();
    }

    /// <summary>The current settings, whatever is being tried beside them.</summary>
    public DeviceSettings? Current() => new SettingsStore(new FolderFlash(Device.Folder)).Load();

    public async ValueTask DisposeAsync()
    {
        await Device.DisposeAsync();
        await Service.DisposeAsync();
    }

    private SettingsStore Store()
    {
        var store = new SettingsStore(new FolderFlash(Device.Folder));
        store.Load();
        return store;
    }
}
