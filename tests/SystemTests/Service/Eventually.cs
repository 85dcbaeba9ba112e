using System.Diagnostics;

namespace NanoMqttDevice.SystemTests.Service;

/// <summary>Waits for something to become true, with a deadline instead of a fixed sleep.</summary>
internal static class Eventually
{
    /// <summary>Enough for what new settings need to prove themselves, after all else.</summary>
    public static readonly TimeSpan Proof = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(5);

    public static Task HoldsAsync(Func<bool> condition, string what) => HoldsAsync(condition, what, _deadline);

    public static Task HoldsAsync(Func<Task<bool>> condition, string what) => HoldsAsync(condition, what, _deadline);

    public static Task HoldsAsync(Func<bool> condition, string what, TimeSpan deadline) =>
        HoldsAsync(() => Task.FromResult(condition()), what, deadline);

    public static async Task HoldsAsync(Func<Task<bool>> condition, string what, TimeSpan deadline)
    {
        var watch = Stopwatch.StartNew();

        while (!await condition())
        {
            Assert.IsLessThan(deadline, watch.Elapsed, $"In time: {what}");
            await Task.Delay(_pause);
        }
    }
}
