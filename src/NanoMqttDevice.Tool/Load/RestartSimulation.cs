using NanoMqttDevice.Simulator;

namespace NanoMqttDevice.Tool.Load;

/// <summary>
/// Devices that all lose their broker in one moment and come back after an outage, in simulated time. While the broker is away each try
/// fails at once, as with a refused TCP connection: the case with the most tries.
/// </summary>
internal static class RestartSimulation
{
    // How long the firmware's client waits for a CONNACK, in milliseconds.
    private const int Patience = 30000;
    private const double Second = 1000;

    /// <summary>Runs it.</summary>
    /// <param name="devices">How many devices.</param>
    /// <param name="outage">How long the broker is away.</param>
    /// <param name="seed">Which jitter.</param>
    /// <param name="capacity">
    /// Logins a second that the broker and who decides for it can serve; those beyond wait their turn, and a device that has waited 30 s gives up
    /// and tries again later. Null serves any number at once.
    /// </param>
    /// <returns>How they came back.</returns>
    public static ReturnShape Run(int devices, TimeSpan outage, int seed, int? capacity = null)
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
        var eachTakes = capacity is { } perSecond ? Second / perSecond : 0;
        double free = back;
        while (tries.TryDequeue(out var device, out var now))
        {
            all[device].Begin(now);
            if (now < back)
            {
                tries.Enqueue(device, all[device].Fail(now, returnCode: 0));
                continue;
            }

            // In the order in which they come. Who gives up has left the line: it takes nobody's time.
            var served = Math.Max(free, now) + eachTakes;
            if (served - now > Patience)
            {
                tries.Enqueue(device, all[device].Fail(now + Patience, returnCode: 0));
                continue;
            }

            free = served;
            returns.Add(served - back);
        }

        return ReturnShape.Of(returns);
    }
}
