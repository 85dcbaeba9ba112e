using System.Text;
using NanoMqttDevice.Service;
using NanoMqttDevice.Tool.Output;

namespace NanoMqttDevice.SystemTests.Tool;

/// <summary>What the service prints holds nobody up.</summary>
[TestClass]
public sealed class TraceOutputTests
{
    private const int Lines = 30_000;

    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(20);

    [TestMethod]
    public async Task Whoever_stops_reading_the_output_stops_nothing_and_is_told_later_what_was_left_out()
    {
        using var stream = new StoppedStream();
        await using var output = new TraceOutput(stream, isJson: false);

        // On a thread of its own: one that waits for the reader would wait without end.
        await Task.Run(() =>
        {
            for (var i = 0; i < Lines; i++)
            {
                output.Add(Entry(i));
            }
        }).WaitAsync(_limit);

        var leftOut = output.LeftOut;
        Assert.IsGreaterThan(0, leftOut);
        stream.GoOn();
        output.Add(Entry(Lines));
        await output.DisposeAsync();
        var lines = stream.Text.TrimEnd('\n').Split('\n');
        Assert.HasCount((int)(Lines + 1 - output.LeftOut), lines.Where(line => !line.StartsWith('(')));
        Assert.Contains("lines left out", stream.Text);
    }

    [TestMethod]
    public async Task The_end_does_not_wait_for_whoever_stopped_reading()
    {
        var stream = new StoppedStream();
        var output = new TraceOutput(stream, isJson: true);
        output.Add(Entry(1));

        await output.DisposeAsync().AsTask().WaitAsync(_limit);
    }

    [TestMethod]
    public async Task Whoever_read_it_may_go_away()
    {
        await using var output = new TraceOutput(new GoneStream(), isJson: true);
        output.Add(Entry(1));
        output.Add(Entry(2));

        await output.DisposeAsync();
    }

    private static TraceEntry Entry(int i) => new(DateTimeOffset.UnixEpoch.AddSeconds(i), "GID_Test@@@0001", TraceActions.Connect, TraceReasons.Accepted, "");

    private sealed class StoppedStream : MemoryStream
    {
        private readonly TaskCompletionSource _going = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Text => Encoding.UTF8.GetString(ToArray());

        public void GoOn() => _going.SetResult();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await _going.Task;
            Write(buffer.Span);
        }
    }

    private sealed class GoneStream : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            return ValueTask.FromException(new IOException("Broken pipe"));
        }
    }
}
