using System.Collections.Concurrent;
using System.Globalization;
using NanoMqttDevice.Page.Links;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Tool.Messages;
using NanoMqttDevice.Tool.Output;
using NanoMqttDevice.Tool.Rollout;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.ServedPage;

/// <summary>The packages of a folder and their rollouts, whose files <c>nanomqtt update roll</c>, <c>status</c> and <c>pause</c> share.</summary>
/// <param name="folder">Path of the folder.</param>
/// <param name="keys">The update keys; none to leave the check to the devices.</param>
/// <param name="source">The devices.</param>
/// <param name="desk">Knows their secrets.</param>
/// <param name="connect">Makes the MQTT side of a rollout, connected.</param>
/// <param name="time">The clock.</param>
internal sealed class RolloutDesk(
    string folder,
    IReadOnlyList<byte[]> keys,
    IFleetSource source,
    ICredentialDesk desk,
    Func<CancellationToken, Task<IRolloutServer>> connect,
    TimeProvider time) : IUpdateDesk, IAsyncDisposable
{
    private const string ResultEnd = ".result.csv";
    private const double Percent = 100;

    private static readonly char[] _partings = [' ', ',', ';', '\n', '\r', '\t'];

    private readonly PackageFolder _packages = new(folder, keys);
    private readonly ConcurrentDictionary<string, PageRollout> _running = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (DateTime Result, DateTime Plan, RolloutView View)> _looked = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>Goes on with what the page had begun and was broken off.</summary>
    public void GoOn()
    {
        foreach (var path in Results())
        {
            if (RolloutPlan.Read(path) is { IsServed: true, End: null } plan && !RolloutResult.IsHeld(path))
            {
                try
                {
                    Run(path, plan);
                }
                catch (Exception e) when (e is ToolException or IOException or UnauthorizedAccessException)
                {
                    // It stays in the list as broken off; the user who resumes it is told why.
                    Console.Error.WriteLine($"nanomqtt: the rollout {NameOf(path)} does not go on: {SafeText.Of(e.Message)}");
                }
            }
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<UpdatePackage>> ListPackagesAsync(CancellationToken cancellationToken) =>
        Try<IReadOnlyList<UpdatePackage>>(() => Task.Run(_packages.List, cancellationToken));

    /// <inheritdoc/>
    public Task<IReadOnlyList<Page.Links.Rollout>> ListRolloutsAsync(CancellationToken cancellationToken) => Try<IReadOnlyList<Page.Links.Rollout>>(() => Task.Run(
        IReadOnlyList<Page.Links.Rollout> () =>
        [
            .. Results().Select(Find).OfType<RolloutView>().OrderByDescending(v => v.Plan.Begun).Select(v => v.Show(NameOf(v.Path))),
        ],
        cancellationToken));

    /// <inheritdoc/>
    public Task<string> StartAsync(RolloutRequest request, CancellationToken cancellationToken) => Alone(async () =>
    {
        var package = _packages.Read(request.Package);
        var clientIds = await FindAsync(request.Devices, cancellationToken).ConfigureAwait(false);
        var path = FreeResult(request.Package);
        Run(path, new RolloutPlan
        {
            Package = request.Package,
            Release = package.Header.Release,
            ClientIds = clientIds,
            Waves = ParseWaves(request.Waves),
            MaxFailed = ShareOf(request.MaxFailed),
            Begun = time.GetUtcNow(),
            IsServed = true,
        });
        return NameOf(path);
    }, cancellationToken);

    /// <inheritdoc/>
    public Task StopAsync(string name, CancellationToken cancellationToken) => Alone(() =>
    {
        var path = ExistingResult(name);
        File.WriteAllText(RolloutResult.PauseOf(path), "");
        return Task.FromResult(path);
    }, cancellationToken);

    /// <inheritdoc/>
    public Task ResumeAsync(string name, double maxFailed, CancellationToken cancellationToken) => Alone(() =>
    {
        var path = ExistingResult(name);
        var plan = RolloutPlan.Read(path) ?? throw new ToolException(ExitCodes.Usage, $"{name}: its plan cannot be read");
        Run(path, plan with { MaxFailed = ShareOf(maxFailed), IsServed = true, End = null });
        return Task.FromResult(path);
    }, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var rollout in _running.Values)
        {
            await rollout.DisposeAsync().ConfigureAwait(false);
        }

        _gate.Dispose();
    }

    private void Run(string path, RolloutPlan plan)
    {
        var package = _packages.Read(plan.Package);
        var kept = RolloutResult.Open(path, package.Header.Release, time);
        try
        {
            File.Delete(RolloutResult.PauseOf(path));
            plan.Write(path);
        }
        catch
        {
            kept.Dispose();
            throw;
        }

        var seal = new CommandSeal(async (id, token) => (await desk.FindAsync(id, token).ConfigureAwait(false))?.DeviceAccessKeySecret, time);
        _running[path] = new PageRollout(path, kept, plan, package, connect, seal, time);
    }

    private RolloutView? Find(string path)
    {
        if (_running.TryGetValue(path, out var own) && own.IsRunning)
        {
            return new RolloutView(path, own.Plan, own.Entries, IsRunning: true, IsElsewhere: false, own.Trouble);
        }

        // A rollout of thousands that has long ended is not read anew each second.
        var (result, planned) = (File.GetLastWriteTimeUtc(path), File.GetLastWriteTimeUtc(RolloutPlan.PathOf(path)));
        if (_looked.TryGetValue(path, out var looked) && looked.Result == result && looked.Plan == planned)
        {
            return looked.View with { IsRunning = RolloutResult.IsHeld(path) };
        }

        if (RolloutPlan.Read(path) is not { } plan)
        {
            return null;
        }

        var entries = RolloutResult.Read(path, null).ToDictionary(e => e.ClientId, StringComparer.Ordinal);
        var view = new RolloutView(path, plan, entries, RolloutResult.IsHeld(path), IsElsewhere: !plan.IsServed, "");
        _looked[path] = (result, planned, view);
        return view;
    }

    private IEnumerable<string> Results() => Directory.EnumerateFiles(folder, "*" + ResultEnd).Select(Path.GetFullPath);

    private static string NameOf(string path) => Path.GetFileName(path)[..^ResultEnd.Length];

    private string ExistingResult(string name) => Path.GetFullPath(_packages.PathOf(name + ResultEnd)) is var path && File.Exists(path)
        ? path
        : throw new ToolException(ExitCodes.Usage, $"there is no rollout {name}");

    // The first of a package has the name that 'update roll' gives it.
    private string FreeResult(string package)
    {
        var path = Path.GetFullPath(_packages.PathOf(package + ResultEnd));
        for (var number = 2; File.Exists(path); number++)
        {
            path = Path.GetFullPath(_packages.PathOf(string.Create(CultureInfo.InvariantCulture, $"{package}.{number}{ResultEnd}")));
        }

        return path;
    }

    // Those that are online come first: a first wave of devices that are away would prove nothing.
    private async Task<IReadOnlyList<string>> FindAsync(string devices, CancellationToken cancellationToken)
    {
        var registered = await source.ListRegisteredAsync(cancellationToken).ConfigureAwait(false);
        var found = new List<string>();
        foreach (var name in devices.Split(_partings, StringSplitOptions.RemoveEmptyEntries))
        {
            if (name.Contains("@@@", StringComparison.Ordinal))
            {
                SettingsCheck.Require(name, SettingsField.ClientId, name);
                found.Add(name);
                continue;
            }

            var ofGroup = registered.Where(id => id.StartsWith(name + "@@@", StringComparison.Ordinal)).ToList();
            found.AddRange(ofGroup.Count > 0 ? ofGroup : throw new ToolException(ExitCodes.Usage, $"no device of group {name} has a credential"));
        }

        return found.Count > 0
            ? [.. found.Distinct(StringComparer.Ordinal).OrderBy(id => source.IsOnline(id) == false)]
            : throw new ToolException(ExitCodes.Usage, "say which devices: client IDs, or a group ID for all of a group");
    }

    private static IReadOnlyList<double> ParseWaves(string waves)
    {
        try
        {
            return RolloutWaves.Parse(waves);
        }
        catch (ToolException e)
        {
            throw new ToolException(e.ExitCode, e.Message.Replace("--waves", "waves", StringComparison.Ordinal));
        }
    }

    private static double ShareOf(double percent) => percent is >= 0 and <= Percent
        ? percent / Percent
        : throw new ToolException(ExitCodes.Usage, "the share of devices that may fail must be from 0 to 100 per cent");

    private async Task<T> Alone<T>(Func<Task<T>> what, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Try(what).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    private static async Task<T> Try<T>(Func<Task<T>> what)
    {
        try
        {
            return await what().ConfigureAwait(false);
        }
        catch (Exception e) when (e is ToolException or IOException or UnauthorizedAccessException)
        {
            throw new PageException(SafeText.Of(e.Message), e);
        }
    }
}
