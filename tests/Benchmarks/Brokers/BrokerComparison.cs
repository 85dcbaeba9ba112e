using System.Globalization;
using System.Text.Json;

namespace NanoMqttDevice.Benchmarks.Brokers;

/// <summary>
/// The stand-in of the service beside mosquitto, in turns, each in a process of its own with the same logins and the same certificate: medians and
/// ranges. <c>brokers [logins|tls|p99|fan-in|memory]… [--runs N]</c>; all of them without a name.
/// </summary>
internal static class BrokerComparison
{
    private const int Clients = 5000;
    private const int LoginsARun = 2000;
    private const int Publishers = 100;
    private const int MessagesEach = 200;
    private const int Rate = 200;
    private const int WarmingLogins = 1000;

    private static readonly string[] _all = ["logins", "tls", "p99", "fan-in", "memory"];

    public static async Task<int> RunAsync(string[] arguments)
    {
        var runs = 5;
        var names = new List<string>();

        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == "--runs" && i + 1 < arguments.Length && int.TryParse(arguments[++i], out runs) && runs > 0)
            {
                continue;
            }

            if (!_all.Contains(arguments[i]))
            {
                await Console.Error.WriteLineAsync($"brokers [{string.Join('|', _all)}]… [--runs N]");
                return 2;
            }

            names.Add(arguments[i]);
        }

        using var folder = new BenchFolder(Clients);
        await using var mosquitto = await BenchProcess.StartMosquittoAsync(folder);
        await using var service = await BenchProcess.StartServiceAsync(folder);
        BenchProcess[] both = [mosquitto, service];

        foreach (var name in names.Count == 0 ? _all : [.. names])
        {
            switch (name)
            {
                case "logins":
                    await CompareAsync("plain logins a second", both, runs, broker => LoginsAsync(folder, broker.Port, "--tls", "off"));
                    break;

                case "tls":
                    await CompareAsync("TLS logins a second, p99 in ms, CPU ms each", both, runs, broker => LoginsAsync(folder, broker.TlsPort, "--ca", folder.Authority), broker => broker.Processor);
                    break;

                case "p99":
                    await CompareAsync($"p99 in ms at {Rate} plain logins a second", both, runs, async broker => [.. (await LoginsAsync(folder, broker.Port, "--tls", "off", "--rate", $"{Rate}")).Skip(1)]);
                    break;

                case "fan-in":
                    await CompareAsync($"fan-in, 20 in flight: % that arrived, acknowledged a second", both, runs, broker => FanInAsync(folder, broker, 20));
                    await CompareAsync($"fan-in, all at once: % that arrived, acknowledged a second", both, runs, broker => FanInAsync(folder, broker, 0));
                    break;

                default:
                    await CompareAsync($"bytes resident for each of {Clients} idle clients", both, runs, broker => MemoryAsync(folder, broker.Name));
                    break;
            }
        }

        return 0;
    }

    private static async Task CompareAsync(
        string title, BenchProcess[] brokers, int runs, Func<BenchProcess, Task<double[]>> measure, Func<BenchProcess, TimeSpan>? processor = null)
    {
        var figures = brokers.ToDictionary(broker => broker.Name, _ => new List<double[]>());

        // The first turn warms both up.
        for (var run = 0; run <= runs; run++)
        {
            foreach (var broker in brokers)
            {
                var before = processor?.Invoke(broker) ?? TimeSpan.Zero;
                var figure = await measure(broker);

                if (processor is not null)
                {
                    figure = [.. figure, (processor(broker) - before).TotalMilliseconds / LoginsARun];
                }

                if (run > 0)
                {
                    figures[broker.Name].Add(figure);
                }
            }
        }

        Console.WriteLine(title);

        foreach (var (name, rows) in figures)
        {
            Console.WriteLine($"  {name,-10} {string.Join("   ", Enumerable.Range(0, rows[0].Length).Select(i => TextOf([.. rows.Select(row => row[i])])))}");
        }

        var ratios = Enumerable.Range(0, figures[brokers[0].Name][0].Length)
            .Select(i => TextOf([.. figures[brokers[1].Name].Zip(figures[brokers[0].Name]).Select(pair => pair.First[i] / pair.Second[i])]));
        Console.WriteLine($"  {"ratio",-10} {string.Join("   ", ratios)}");
    }

    private static string TextOf(double[] values)
    {
        Array.Sort(values);
        return string.Create(CultureInfo.InvariantCulture, $"{values[values.Length / 2]:0.##} ({values[0]:0.##} to {values[^1]:0.##})");
    }

    private static Task<double[]> LoginsAsync(BenchFolder folder, int port, params string[] more)
    {
        var output = BenchProcess.RunTool(
            ["load", "--clients", $"{LoginsARun}", "--clients-file", folder.Clients, "--mqtt-endpoint", "localhost", "--mqtt-port", $"{port}", "--json", .. more]);
        var result = JsonDocument.Parse(output.TrimEnd().Split('\n')[^1]).RootElement;
        return Task.FromResult<double[]>([result.GetProperty("loginsPerSecond").GetDouble(), result.GetProperty("loginMs").GetProperty("p99").GetDouble()]);
    }

    private static async Task<double[]> FanInAsync(BenchFolder folder, BenchProcess broker, int inFlight)
    {
        var (share, perSecond) = await FanIn.RunAsync(broker.Port, [.. folder.Logins.Take(Publishers + 1)], MessagesEach, inFlight);
        return [share * 100, perSecond];
    }

    // Of a process of its own, as memory that was used before is used again. What each login costs the first time is not the clients'.
    private static async Task<double[]> MemoryAsync(BenchFolder folder, string name)
    {
        await using var broker = name == "service" ? await BenchProcess.StartServiceAsync(folder) : await BenchProcess.StartMosquittoAsync(folder);

        foreach (var login in folder.Logins.Take(WarmingLogins))
        {
            (await BenchClient.ConnectAsync(broker.Port, login, 64)).Dispose();
        }

        await Task.Delay(TimeSpan.FromSeconds(3));
        var before = broker.Resident;
        var clients = new List<BenchClient>();

        foreach (var chunk in folder.Logins.Chunk(50))
        {
            clients.AddRange(await Task.WhenAll(chunk.Select(login => BenchClient.ConnectAsync(broker.Port, login, 64))));
        }

        await Task.Delay(TimeSpan.FromSeconds(5));
        var each = (broker.Resident - before) / (double)clients.Count;

        foreach (var client in clients)
        {
            client.Dispose();
        }

        return [each];
    }
}
