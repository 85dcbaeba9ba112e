using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Credentials;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Product;
using NanoMqttDevice.Runtime;
using NanoMqttDevice.Service;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Simulator;
using NanoMqttDevice.Storage;
using NanoMqttDevice.SystemTests.Service;
using NFUnitTest.Runtime;

namespace NanoMqttDevice.SystemTests.Devices;

/// <summary>One simulated device with its flash in a folder that ends with the test.</summary>
internal sealed class TestDevice : IAsyncDisposable
{
    private readonly SerialCable _cable = new();

    public TestDevice(
        IRandom? random = null,
        X509Certificate2? certificateAuthority = null,
        Func<DeviceApplication>? application = null,
        IClock? clock = null,
        ISerialLine? serial = null,
        SimulatedWifi? wifi = null,
        string mac = SimulatedBoard.DefaultMac,
        SimulatedPins? pins = null)
    {
        Device = new SimulatedDevice(new SimulatedDeviceOptions
        {
            FlashFolder = Folder,
            Serial = serial ?? _cable,
            Mac = mac,
            Wifi = wifi ?? new SimulatedWifi(),
            Clock = clock ?? new SystemClock(),
            Random = random ?? FixedRandom.Nothing,
            CertificateAuthority = certificateAuthority,
            Pins = (pins ?? new SimulatedPins()).CreateController,
            Application = application ?? (() => new SampleApplication()),
        });
        Device.StatusChanged += Statuses.Enqueue;
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("nanomqtt-test-").FullName;

    public SimulatedDevice Device { get; }

    public ConcurrentQueue<DeviceStatus> Statuses { get; } = new();

    public static DeviceSettings Settings(DeviceCredential credential, int port) => new()
    {
        Mode = AuthenticationMode.DeviceCredential,
        Endpoint = "127.0.0.1",
        Port = port,
        Tls = false,
        Instance = credential.InstanceId,
        ClientId = credential.ClientId,
        AccessKeyId = credential.DeviceAccessKeyId,
        Secret = Encoding.UTF8.GetBytes(credential.DeviceAccessKeySecret),
        ParentTopic = TestService.Parent,
        TelemetryInterval = 1,
    };

    /// <summary>Stores settings in flash and switches the device on.</summary>
    public void Start(DeviceSettings settings)
    {
        Assert.AreEqual(StoreResult.Ok, new SettingsStore(new FolderFlash(Folder)).Save(settings));
        Device.Start();
    }

    public Task ExpectAsync(SupervisorState state) => Eventually.HoldsAsync(
        () => Device.Status.State == state,
        $"device is {state}");

    public Task ExpectAsync(SupervisorState state, OfflineCause cause) => Eventually.HoldsAsync(
        () => Statuses.Any(s => s.State == state && s.Cause == cause),
        $"device is {state} because of {cause}");

    /// <summary>Waits for a refusal and gives the return code of its CONNACK.</summary>
    public async Task<int> ExpectRefusalAsync()
    {
        await ExpectAsync(SupervisorState.Refused, OfflineCause.Refused);
        return Statuses.First(s => s.State == SupervisorState.Refused).ReturnCode;
    }

    /// <summary>Seals a command with the secret of a credential, over the nonce of this start.</summary>
    public byte[] Seal(DeviceCredential credential, string command)
    {
        var nonce = Device.Mind!.Report.Processor.Gate.Seal.Nonce;
        var seal = CommandSeal.Compute(Encoding.UTF8.GetBytes(credential.DeviceAccessKeySecret), credential.ClientId, nonce, command);
        return Encoding.UTF8.GetBytes($"{command} ~{nonce}{seal}");
    }

    /// <summary>Types a line on the serial line and gives the answer, lines parted by a slash.</summary>
    public async Task<string> AskAsync(string line)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        _cable.Send(Encoding.UTF8.GetBytes(line + "\n"));
        var answer = "";
        while (!answer.EndsWith("OK/", StringComparison.Ordinal) && !answer.Contains("ERR", StringComparison.Ordinal))
        {
            answer += Encoding.UTF8.GetString(await _cable.ReceiveAsync(limit.Token)).Replace("\r\n", "/", StringComparison.Ordinal);
        }

        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        await Device.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
