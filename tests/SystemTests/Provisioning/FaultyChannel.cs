using NanoMqttDevice.Tool.Serial;

namespace NanoMqttDevice.SystemTests.Provisioning;

/// <summary>A line that does to bytes what bad lines do, the same in every run of a seed.</summary>
internal sealed class FaultyChannel(ISerialChannel inner, int seed) : ISerialChannel
{
    private readonly Random _toDevice = new(seed);
    private readonly Random _fromDevice = new(seed + 1);
    private readonly CancellationTokenSource _unplugged = new();
    private int _sent;
    private long _lastSent;

    /// <summary>How many of a thousand bytes are altered, and how many as well are lost.</summary>
    public double FaultsPerThousand { get; init; }

    /// <summary>After how many bytes from here the line is unplugged.</summary>
    public int UnpluggedAfter { get; init; } = int.MaxValue;

    /// <summary>How long after a request its answer arrives here at the earliest.</summary>
    public TimeSpan Delay { get; init; }

    public string Name => inner.Name;

    public int Sent => _sent;

    public int Faults { get; private set; }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        var left = Math.Min(data.Length, UnpluggedAfter - _sent);
        _sent += left;
        _lastSent = TimeProvider.System.GetTimestamp();
        await inner.SendAsync(Disturb(data.Span[..left], _toDevice), cancellationToken);
        if (_sent == UnpluggedAfter)
        {
            await _unplugged.CancelAsync();
            throw new IOException("unplugged");
        }
    }

    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _unplugged.Token);
        try
        {
            while (true)
            {
                var count = await inner.ReceiveAsync(buffer, either.Token);
                if (Delay - TimeProvider.System.GetElapsedTime(_lastSent) is var wait && wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, either.Token);
                }

                var left = Disturb(buffer.Span[..count], _fromDevice);
                if (left.Length > 0 || count == 0)
                {
                    left.CopyTo(buffer);
                    return left.Length;
                }
            }
        }
        catch (OperationCanceledException) when (_unplugged.IsCancellationRequested)
        {
            return 0;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        _unplugged.Dispose();
    }

    private byte[] Disturb(ReadOnlySpan<byte> data, Random random)
    {
        var result = new List<byte>(data.Length);
        foreach (var value in data)
        {
            var fate = random.NextDouble() * 1000;
            if (fate < 2 * FaultsPerThousand)
            {
                Faults++;
            }

            if (fate < FaultsPerThousand)
            {
                result.Add((byte)(value ^ (1 << random.Next(8))));
            }
            else if (fate >= 2 * FaultsPerThousand)
            {
                result.Add(value);
            }
        }

        return [.. result];
    }
}
