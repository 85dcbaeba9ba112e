using System.Diagnostics;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Runtime;
using NanoMqttDevice.Storage;

namespace NanoMqttDevice.Simulator;

/// <summary>
/// The same mind as on the board, with a folder for its flash and the PC's network. Starting it is switching it on: what it knows afterwards
/// comes from its flash alone.
/// </summary>
public sealed class SimulatedDevice : IAsyncDisposable
{
    private static readonly TimeSpan _stopLimit = TimeSpan.FromSeconds(10);
    private static readonly DeviceStatus _off = new(SupervisorState.Unprovisioned, OfflineCause.None, 0, 0);

    private readonly SimulatedDeviceOptions _options;
    private readonly SimulatedBoard _board;
    private readonly Lock _gate = new();
    private DeviceRunner? _runner;
    private Task _running = Task.CompletedTask;
    private volatile Task _rebooting = Task.CompletedTask;
    private volatile DeviceStatus _status = _off;
    private volatile bool _isRebootDue;
    private long _watchedAt;

    /// <summary>Makes a device that is switched off.</summary>
    /// <param name="options">What it is made of.</param>
    public SimulatedDevice(SimulatedDeviceOptions options)
    {
        _options = options;
        _board = new SimulatedBoard { Mac = options.Mac };
        _board.Rebooting += OnRebooting;
        _board.Identifying += () => Identified?.Invoke();
    }

    /// <summary>Raised after every start with what was found in flash.</summary>
    public event Action<StoreResult>? Booted;

    /// <summary>Raised when the device stands elsewhere than before, on its own thread.</summary>
    public event Action<DeviceStatus>? StatusChanged;

    /// <summary>Raised when the device was asked to show which one it is.</summary>
    public event Action? Identified;

    /// <summary>Raised for each message that it publishes or gets, on the thread that the message is on.</summary>
    public event Action<DeviceMessage>? MessagePassed;

    /// <summary>How often it was switched on or has started anew.</summary>
    public int Starts { get; private set; }

    /// <summary>Its Wi-Fi.</summary>
    public SimulatedWifi Wifi => _options.Wifi;

    /// <summary>Where it stands; while it is switched off, where it will stand when it is switched on.</summary>
    public DeviceStatus Status => _status;

    /// <summary>The mind itself, for looking at; null while it is switched off.</summary>
    public Device? Mind => _runner?.Device;

    /// <summary>Switches it on.</summary>
    public void Start()
    {
        Device device;
        lock (_gate)
        {
            if (_runner is not null)
            {
                return;
            }

            var body = new DeviceBody
            {
                Flash = new FolderFlash(_options.FlashFolder),
                Link = _options.Wifi,
                Clients = new MqttNetClientFactory(_options.Wifi, _options.CertificateAuthority, message => MessagePassed?.Invoke(message)),
                Clock = _options.Clock,
                Random = _options.Random,
                Board = _board,
                Serial = _options.Serial,
                Products = new ProductLoader(),
            };
            var runner = new DeviceRunner(body, () => _options.Application());
            device = runner.Device;
            device.StatusChanged += OnStatusChanged;
            _runner = runner;
            if (!_options.IsPowerOn)
            {
                device.Uplink.Supervisor.OnSettingsChanged();
            }

            Starts++;
            if (_options.Clock is not SteppedClock)
            {
                _running = Task.Factory.StartNew(
                    runner.Run,
                    CancellationToken.None,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default);
            }
        }

        Booted?.Invoke(device.Settings.State);
    }

    /// <summary>Lets time pass for a device with a <see cref="SteppedClock"/>, all of whose work is done on the caller's thread.</summary>
    /// <param name="time">How much time; a day takes seconds.</param>
    /// <exception cref="InvalidOperationException">It has another clock, or is switched off.</exception>
    public void Advance(TimeSpan time)
    {
        if (_options.Clock is not SteppedClock clock)
        {
            throw new InvalidOperationException("Only a device with a stepped clock can be advanced.");
        }

        for (var passed = 0L; passed < time.TotalMilliseconds; passed += DeviceRunner.StepInterval)
        {
            var runner = _runner ?? throw new InvalidOperationException("The device is switched off.");
            runner.Step();
            runner.Device.Uplink.Opener.RunOne();
            runner.Device.Uplink.Closer.RunOne();
            clock.Advance(DeviceRunner.StepInterval);
            if (clock.Milliseconds - _watchedAt >= DeviceRunner.WatchInterval)
            {
                _watchedAt = clock.Milliseconds;
                runner.Watch();
            }

            if (_isRebootDue)
            {
                _isRebootDue = false;
                StopAsync().GetAwaiter().GetResult();
                Start();
            }
        }
    }

    /// <summary>Switches it off: its connection is cut, its flash keeps what was written.</summary>
    /// <returns>Done when nothing of it runs any more.</returns>
    /// <exception cref="TimeoutException">It did not come to a stop.</exception>
    public async Task StopAsync()
    {
        DeviceRunner? runner;
        lock (_gate)
        {
            runner = _runner;
            runner?.Stop();
            _runner = null;
        }

        await _running.WaitAsync(_stopLimit).ConfigureAwait(false);
        if (runner is not null)
        {
            // As when the power goes: the other end sees the connection end, without a DISCONNECT.
            var uplink = runner.Device.Uplink;
            uplink.Session.Close();
            var limit = Stopwatch.StartNew();
            while (uplink.Session.State != SessionState.Idle && limit.Elapsed < _stopLimit)
            {
                uplink.Session.Step(_options.Clock.Milliseconds);
                uplink.Closer.RunOne();
                await Task.Delay(5).ConfigureAwait(false);
            }
        }

        _status = _off;
    }

    /// <summary>Switches it off and on again.</summary>
    /// <returns>Done when it runs again.</returns>
    public async Task RebootAsync()
    {
        await StopAsync().ConfigureAwait(false);
        Start();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _rebooting.WaitAsync(_stopLimit).ConfigureAwait(false);
        await StopAsync().ConfigureAwait(false);
    }

    private void OnRebooting()
    {
        // Who steps the clock steps the restart, too: nothing happens on another thread then.
        if (_options.Clock is SteppedClock)
        {
            _isRebootDue = true;
        }
        else if (_rebooting.IsCompleted)
        {
            _rebooting = Task.Run(RebootAsync);
        }
    }

    private void OnStatusChanged(object? sender, EventArgs e)
    {
        var supervisor = ((Device)sender!).Uplink.Supervisor;
        var isWaiting = supervisor.State is SupervisorState.Waiting or SupervisorState.Refused;
        var wait = isWaiting ? Math.Max(0, supervisor.NextTry - _options.Clock.Milliseconds) : 0;
        _status = new DeviceStatus(supervisor.State, supervisor.Cause, supervisor.ReturnCode, wait);
        StatusChanged?.Invoke(_status);
    }
}
