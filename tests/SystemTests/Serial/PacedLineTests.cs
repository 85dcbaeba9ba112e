using NanoMqttDevice.Simulator;

namespace NanoMqttDevice.SystemTests.Serial;

[TestClass]
public sealed class PacedLineTests
{
    private readonly SteppedClock _clock = new();
    private readonly SerialCable _cable = new();
    private readonly byte[] _buffer = new byte[10000];
    private readonly PacedLine _line;

    public PacedLineTests()
    {
        _line = new PacedLine(_cable, 115200, _clock);
    }

    [TestMethod]
    public void Bytes_take_the_time_of_the_line_to_arrive()
    {
        _cable.Send(new byte[5000]);
        Assert.AreEqual(0, _line.Read(_buffer));
        var count = 0;
        for (var i = 0; i < 100; i++)
        {
            _clock.Advance(1);
            count += _line.Read(_buffer);
        }

        Assert.AreEqual(1152, count);
        _clock.Advance(20);
        Assert.AreEqual(230, _line.Read(_buffer));
    }

    [TestMethod]
    public async Task Bytes_take_the_time_of_the_line_to_leave()
    {
        _line.Write(new byte[1152], 1152);
        var sent = 0;
        var steps = 0;
        while (sent < 1152)
        {
            _clock.Advance(1);
            steps++;
            _line.Read(_buffer);
            sent += (await _cable.ReceiveAsync(CancellationToken.None)).Length;
        }

        Assert.AreEqual(100, steps);
    }

    [TestMethod]
    public void After_an_idle_minute_the_line_is_no_faster()
    {
        _clock.Advance(60000);
        Assert.AreEqual(0, _line.Read(_buffer));
        _cable.Send(new byte[5000]);
        Assert.AreEqual(0, _line.Read(_buffer));
        _clock.Advance(10);
        Assert.AreEqual(115, _line.Read(_buffer));
    }

    [TestMethod]
    public void A_device_that_reads_in_small_parts_loses_no_time()
    {
        _cable.Send(new byte[5000]);
        _line.Read(_buffer);
        _clock.Advance(20);
        var part = new byte[64];
        Assert.AreEqual(64, _line.Read(part));
        Assert.AreEqual(64, _line.Read(part));
        Assert.AreEqual(64, _line.Read(part));
        Assert.AreEqual(38, _line.Read(part));
    }

    [TestMethod]
    public async Task What_does_not_fit_into_the_send_buffer_is_dropped()
    {
        var data = new byte[PacedLine.SendBuffer + 100];
        data[PacedLine.SendBuffer - 1] = 1;
        _line.Write(data, data.Length);
        _clock.Advance(60000);
        _line.Read(_buffer);
        var sent = await _cable.ReceiveAsync(CancellationToken.None);
        Assert.AreSequenceEqual(data[..PacedLine.SendBuffer], sent);
    }

    [TestMethod]
    public void A_pace_of_nothing_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PacedLine(_cable, 0, _clock));
    }
}
