using BenchmarkDotNet.Running;
using NanoMqttDevice.Benchmarks;
using NanoMqttDevice.Benchmarks.Brokers;

if (args is ["page"])
{
    await PageLoad.RunAsync();
    return 0;
}

if (args is ["brokers", .. var rest])
{
    return await BrokerComparison.RunAsync(rest);
}

BenchmarkSwitcher.FromAssembly(typeof(BrokerComparison).Assembly).Run(args);
return 0;
