using System.Diagnostics;

namespace NanoMqttDevice.SystemTests.Cluster;

/// <summary>As <see cref="Service.Eventually"/>, for programs that take a minute on a busy machine.</summary>
internal static class Patiently
{
    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    public static async Task<TimeSpan> HoldsAsync(Func<bool> condition, string what, Func<string>? instead = null)
    {
        var watch = Stopwatch.StartNew();

        while (!condition())
        {
            Assert.IsLessThan(_deadline, watch.Elapsed, $"In time: {what}; {instead?.Invoke()}");
            await Task.Delay(_pause);
        }

        return watch.Elapsed;
    }
}
