using System.Diagnostics;

namespace NanoMqttDevice.SystemTests.Service;

/// <summary>Waits for something to become true, with a deadline instead of a fixed sleep.</summary>
internal static class Eventually
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(5);

    public static async Task HoldsAsync(Func<bool> condition, string what)
    {
        var watch = Stopwatch.StartNew();

        while (!condition())
        {
            Assert.IsLessThan(_deadline, watch.Elapsed, $"In time: {what}");
            await Task.Delay(_pause);
        }
    }
}
