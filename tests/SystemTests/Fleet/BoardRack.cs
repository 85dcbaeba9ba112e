using System.Collections.Concurrent;
using System.Globalization;
using NanoMqttDevice.Runtime;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Simulator;
using NanoMqttDevice.SystemTests.Devices;
using NanoMqttDevice.Tool;
using NanoMqttDevice.Tool.Fleet;
using NanoMqttDevice.Tool.Serial;

namespace NanoMqttDevice.SystemTests.Fleet;

/// <summary>A rack of boards that are plugged into a few ports one after the other: as soon as one is done, the next takes its place.</summary>
/// <param name="ports">How many ports there are.</param>
internal sealed class BoardRack(int ports) : IBoardPorts, IFleetWatcher, IAsyncDisposable
{
    public string Missing => "no board";

    private readonly Dictionary<int, (TestDevice Device, SerialCable Cable)> _boards = [];
    private readonly Dictionary<string, (int Number, CancellationTokenSource Unplugged)> _plugged = [];
    private readonly Queue<int> _waiting = new();
    private readonly List<Task> _stopping = [];
    private readonly Lock _gate = new();

    /// <summary>What was told of ports.</summary>
    public ConcurrentQueue<string> Said { get; } = new();

    /// <summary>The devices that ended.</summary>
    public ConcurrentQueue<FleetEntry> Ended { get; } = new();

    /// <summary>Called when a device ended, before the next board is plugged in.</summary>
    public Action<FleetEntry>? Ending { get; set; }

    /// <summary>Changes what goes over a line; told the number of the board.</summary>
    public Func<int, ISerialChannel, ISerialChannel> Wire { get; set; } = (_, channel) => channel;

    public static string MacOf(int board) => string.Create(CultureInfo.InvariantCulture, $"02000000{board:X4}");

    /// <summary>Brings boards, as many of which are plugged in as there are ports; a new one has an empty flash.</summary>
    public void Bring(IEnumerable<int> boards)
    {
        lock (_gate)
        {
            foreach (var board in boards)
            {
                _waiting.Enqueue(board);
            }

            for (var i = 0; i < ports; i++)
            {
                Unplug($"port{i}");
                PlugNext($"port{i}");
            }
        }
    }

    /// <summary>Sequence of the record on a board, which counts how often it was written, and the client ID in it.</summary>
    public (uint Sequence, string? ClientId) StoredOn(int board)
    {
        var store = new SettingsStore(new FolderFlash(_boards[board].Device.Folder));
        var settings = store.Load();
        return (store.Sequence, settings?.ClientId);
    }

    public IReadOnlyList<string> List()
    {
        lock (_gate)
        {
            return [.. _plugged.Keys];
        }
    }

    public ISerialChannel Open(string name)
    {
        lock (_gate)
        {
            return _plugged.TryGetValue(name, out var board)
                ? Wire(board.Number, new PluggedChannel(new CableChannel(name, _boards[board.Number].Cable), board.Unplugged.Token))
                : throw new ToolException(ExitCodes.NoAnswer, "no board");
        }
    }

    public void Say(string port, string text) => Said.Enqueue($"{port} {text}");

    public void End(FleetEntry entry)
    {
        Ended.Enqueue(entry);
        Ending?.Invoke(entry);
        Next(entry.SerialPort);
    }

    /// <summary>Plugs the next board into a port.</summary>
    public void Next(string port)
    {
        lock (_gate)
        {
            Unplug(port);
            PlugNext(port);
        }
    }

    /// <summary>Takes all boards out and away.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _waiting.Clear();
            for (var i = 0; i < ports; i++)
            {
                Unplug($"port{i}");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_stopping);
        foreach (var (device, _) in _boards.Values)
        {
            await device.DisposeAsync();
        }
    }

    private void Unplug(string port)
    {
        if (_plugged.Remove(port, out var old))
        {
            old.Unplugged.Cancel();
            _stopping.Add(_boards[old.Number].Device.Device.StopAsync());
        }
    }

    private void PlugNext(string port)
    {
        if (_waiting.TryDequeue(out var number))
        {
            if (!_boards.TryGetValue(number, out var board))
            {
                var cable = new SerialCable();
                _boards[number] = board = (new TestDevice(serial: cable, mac: MacOf(number)), cable);
            }

            // It may still be switching off from when it was here before.
            _stopping.RemoveAll(t => t.IsCompletedSuccessfully);
            Task.WaitAll([.. _stopping]);
            board.Device.Device.Start();
            _plugged[port] = (number, new CancellationTokenSource());
        }
    }

    // Ends when its board is unplugged.
    private sealed class PluggedChannel(ISerialChannel inner, CancellationToken unplugged) : ISerialChannel
    {
        public string Name => inner.Name;

        public ValueTask SendAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
            unplugged.IsCancellationRequested ? throw new IOException("unplugged") : inner.SendAsync(data, cancellationToken);

        public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, unplugged);
            try
            {
                return await inner.ReceiveAsync(buffer, either.Token);
            }
            catch (OperationCanceledException) when (unplugged.IsCancellationRequested)
            {
                return 0;
            }
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
