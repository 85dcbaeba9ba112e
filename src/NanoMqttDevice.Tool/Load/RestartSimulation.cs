using NanoMqttDevice.Simulator;

namespace NanoMqttDevice.Tool.Load;

/// <summary>
/// Devices that all lose their broker in one moment and come back after an outage, in simulated time. While the broker is away each try
/// fails at once, as with a refused TCP connection: the case with the most tries.
/// </summary>
internal static class RestartSimulation
{
    /// <summary>Runs it.</summary>
    /// <param name="devices">How many devices.</param>
    /// <param name="outage">How long the broker is away.</param>
    /// <param name="seed">Which jitter.</param>
    /// <returns>How they came back.</returns>
    public static ReturnShape Run(int devices, TimeSpan outage, int seed)
    {
        var back = (long)outage.TotalMilliseconds;
        var all = new ReturningDevice[devices];
        var tries = new PriorityQueue<int, long>(devices);
        for (var i = 0; i < devices; i++)
        {
            all[i] = new ReturningDevice(new SeededRandom(unchecked((seed * 7919) + i)), 0);
            tries.Enqueue(i, all[i].Lose(0));
        }

        var returns = new List<double>(devices);
        while (tries.TryDequeue(out var device, out var now))
        {
            all[device].Begin(now);
            if (now >= back)
            {
                returns.Add(now - back);
            }
            else
            {
                tries.Enqueue(device, all[device].Fail(now, returnCode: 0));
            }
        }

        return ReturnShape.Of(returns);
    }
}
