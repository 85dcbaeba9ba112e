using System.Diagnostics;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Product;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Simulator;
using NanoMqttDevice.Storage;
using NanoMqttDevice.SystemTests.Devices;
using NanoMqttDevice.SystemTests.Service;

namespace NanoMqttDevice.SystemTests.Rollout;

/// <summary>Simulated devices that are stepped by a few threads, their time at most five times as fast as that of the clock on the wall.</summary>
internal sealed class SimulatedFleet : IAsyncDisposable
{
    private const int Threads = 4;
    private const int Slice = 100;
    private const int Fastest = 5;

    private readonly List<SimulatedDevice> _devices = [];
    private readonly List<Thread> _threads = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("nanomqtt-fleet-").FullName;
    private volatile bool _isEnding;

    public SimulatedFleet(TestService service, int count, string? updateKey)
    {
        for (var i = 1; i <= count; i++)
        {
            var credential = service.Register($"{i:0000}");
            var settings = TestDevice.Settings(credential, service.Service.Port);
            settings.TelemetryInterval = 3600;
            settings.SetText(SettingsField.UpdateKey, updateKey);
            var folder = Path.Combine(_folder, $"{i:0000}");
            Assert.AreEqual(StoreResult.Ok, new SettingsStore(new FolderFlash(folder)).Save(settings));
            ClientIds.Add(credential.ClientId);
            _devices.Add(new SimulatedDevice(new SimulatedDeviceOptions
            {
                FlashFolder = folder,
                Clock = new SteppedClock(),
                Random = new SeededRandom(i),
                Application = () => new QuietProduct(),
            }));
        }

        for (var t = 0; t < Threads; t++)
        {
            var own = _devices.Where((_, i) => i % Threads == t).ToList();
            _threads.Add(new Thread(() => Step(own)) { IsBackground = true });
        }

        _threads.ForEach(t => t.Start());
    }

    public List<string> ClientIds { get; } = [];

    public int Online => _devices.Count(d => d.Status.State == SupervisorState.Online);

    public int RunsRelease(int release) => _devices.Count(d => d.Mind?.Report.ProductRelease == release);

    public Exception? Fault { get; private set; }

    public async ValueTask DisposeAsync()
    {
        _isEnding = true;
        _threads.ForEach(t => t.Join());
        await Parallel.ForEachAsync(_devices, async (d, _) => await d.DisposeAsync());
        Directory.Delete(_folder, recursive: true);
    }

    private void Step(List<SimulatedDevice> devices)
    {
        try
        {
            devices.ForEach(d => d.Start());
            while (!_isEnding)
            {
                var watch = Stopwatch.StartNew();
                foreach (var device in devices)
                {
                    device.Advance(TimeSpan.FromMilliseconds(Slice));
                }

                var rest = (Slice / Fastest) - (int)watch.ElapsedMilliseconds;
                if (rest > 0)
                {
                    Thread.Sleep(rest);
                }
            }
        }
        catch (Exception e)
        {
            Fault = e;
        }
    }

    // What was flashed: it asks nothing of the PC.
    private sealed class QuietProduct : DeviceApplication
    {
        public override void Measure(DeviceContext device, JsonObject telemetry) => telemetry.Add("uptime", device.Uptime);
    }
}
