using BenchmarkDotNet.Running;
using NanoMqttDevice.Benchmarks;

if (args is ["page"])
{
    await PageLoad.RunAsync();
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
