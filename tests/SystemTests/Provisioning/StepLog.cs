using System.Collections.Concurrent;
using NanoMqttDevice.Tool.Output;

namespace NanoMqttDevice.SystemTests.Provisioning;

/// <summary>Takes down what is shown of steps.</summary>
internal sealed class StepLog : IStepWatcher
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public async Task StepAsync(string name, string what, Func<Action<string>, Task<string>> work)
    {
        var result = await work(line => Lines.Enqueue($"{name} says {line}"));
        Lines.Enqueue($"{name} ok {result}");
    }
}
