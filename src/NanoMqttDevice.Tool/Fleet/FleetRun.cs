using System.Collections.Concurrent;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Tool.Output;
using NanoMqttDevice.Tool.Provisioning;
using NanoMqttDevice.Tool.Serial;

namespace NanoMqttDevice.Tool.Fleet;

/// <summary>
/// Provisions boards as they are plugged in, on all ports at once. A board is told apart by its MAC: one that has a device keeps it, another gets the
/// next device of the file. Each step is in the result before the next begins, so that nothing is done twice.
/// </summary>
/// <param name="file">The devices.</param>
/// <param name="result">What is known of them.</param>
/// <param name="ports">Where boards are plugged in.</param>
/// <param name="options">How.</param>
/// <param name="watcher">Told what happens.</param>
/// <param name="time">The clock.</param>
internal sealed class FleetRun(FleetFile file, FleetResult result, IBoardPorts ports, FleetOptions options, IFleetWatcher watcher, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, bool> _endedNow = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _atWork = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private long _lastBoard;

    /// <summary>Runs until each device is done or has failed, no board comes any more, or it is ended.</summary>
    /// <param name="cancellationToken">Ends it; what is done by then is in the result.</param>
    /// <returns>What became of the fleet.</returns>
    public async Task<FleetSummary> RunAsync(CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var workers = new Dictionary<string, Task>(StringComparer.Ordinal);
        _lastBoard = time.GetTimestamp();
        if (ports.List().Count == 0)
        {
            watcher.Say("fleet", ports.Missing);
        }

        try
        {
            while (!IsFinished() && !ending.IsCancellationRequested)
            {
                foreach (var port in ports.List().Where(p => !workers.TryGetValue(p, out var worker) || worker.IsCompleted))
                {
                    if (workers.TryGetValue(port, out var ended))
                    {
                        await ended.ConfigureAwait(false);
                    }

                    workers[port] = ServeAsync(port, ending.Token);
                }

                await Task.Delay(options.LookInterval, time, ending.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // What is known is in the result.
        }

        await ending.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(workers.Values).ConfigureAwait(false);
        return Summarise();
    }

    private bool IsFinished() =>
        file.Rows.All(r => result.Get(r.ClientId).IsDone || _endedNow.ContainsKey(r.ClientId))
        || (_atWork.IsEmpty && options.IdleLimit is { } limit && time.GetElapsedTime(Interlocked.Read(ref _lastBoard)) > limit);

    private FleetSummary Summarise()
    {
        var entries = file.Rows.Select(r => result.Get(r.ClientId)).ToList();
        var done = entries.Count(e => e.IsDone);
        var failed = entries.Count(e => e.State == FleetState.Failed);
        return new FleetSummary(entries.Count, done, _endedNow.Count(e => e.Value), failed, entries.Count - done - failed);
    }

    // One board after the other on one port, until the port goes away.
    private async Task ServeAsync(string port, CancellationToken cancellationToken)
    {
        var told = "";
        while (ports.List().Contains(port))
        {
            try
            {
                await using var line = new DeviceLine(ports.Open(port), options.Line);
                told = "";
                await ServeAsync(line, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (ToolException e)
            {
                // No board is on the line, or not yet; the port is taken. Said once.
                if (e.ExitCode != ExitCodes.NoAnswer && told != e.Message)
                {
                    told = e.Message;
                    watcher.Say(port, e.Message);
                }
            }

            try
            {
                await Task.Delay(options.LookInterval, time, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(DeviceLine line, CancellationToken cancellationToken)
    {
        var last = "";
        while (true)
        {
            var device = await DeviceIdentity.AskAsync(line, cancellationToken).ConfigureAwait(false);
            if (device.Mac != last)
            {
                last = device.Mac;
                Interlocked.Exchange(ref _lastBoard, time.GetTimestamp());
                await TakeAsync(line, device, cancellationToken).ConfigureAwait(false);
                Interlocked.Exchange(ref _lastBoard, time.GetTimestamp());
            }

            await Task.WhenAny(line.Gone, Task.Delay(options.LookInterval, time, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task TakeAsync(DeviceLine line, DeviceIdentity device, CancellationToken cancellationToken)
    {
        if (Assign(line.Name, device.Mac, out var why) is not { } row)
        {
            watcher.Say(line.Name, $"{device.Mac}: {why}");
            return;
        }

        try
        {
            watcher.Say(line.Name, $"{device.Mac}: {row.ClientId}");
            await ProvisionAsync(line, row, cancellationToken).ConfigureAwait(false);
        }
        catch (ToolException e)
        {
            End(result.Get(row.ClientId) with { State = FleetState.Failed, Cause = e.Message, SerialPort = line.Name });
        }
        finally
        {
            _atWork.TryRemove(row.ClientId, out _);
        }
    }

    private FleetRow? Assign(string port, string mac, out string why)
    {
        lock (_gate)
        {
            var known = result.FindBoard(mac);
            if (known is { IsDone: true })
            {
                why = $"is {known.ClientId} and done already; the next board, please";
                return null;
            }

            var row = known is null
                ? file.Rows.FirstOrDefault(r => r.Mac == mac) ?? file.Rows.FirstOrDefault(r => r.Mac is null && result.Get(r.ClientId).Mac.Length == 0)
                : file.Rows.FirstOrDefault(r => r.ClientId == known.ClientId);
            if (row is null || result.Get(row.ClientId).IsDone || !_atWork.TryAdd(row.ClientId, port))
            {
                why = known is null ? "no device of the file is left for this board" : $"is {known.ClientId}, which is not in the file";
                return null;
            }

            var entry = result.Get(row.ClientId);
            if (entry.Mac != mac || entry.State == FleetState.Open)
            {
                result.Put(entry with { Mac = mac, SerialPort = port, State = entry.Credential is null ? FleetState.Assigned : FleetState.Registered });
            }

            why = "";
            return row;
        }
    }

    private async Task ProvisionAsync(DeviceLine line, FleetRow row, CancellationToken cancellationToken)
    {
        var values = new Dictionary<SettingsField, string>(row.Values);
        if (options.Registrar is { } registrar)
        {
            var credential = result.Get(row.ClientId).Credential;
            if (credential is null)
            {
                credential = await registrar.GetOrRegisterAsync(values[SettingsField.Instance], row.ClientId, cancellationToken).ConfigureAwait(false);
                result.Put(result.Get(row.ClientId) with { Credential = credential, State = FleetState.Registered });
            }

            values[SettingsField.AccessKeyId] = credential.AccessKeyId;
            values[SettingsField.Secret] = credential.Secret;
        }

        var request = new ProvisionRequest
        {
            Values = values,
            ProductValues = row.ProductValues,
            Wifi = row.WifiSsid is { } ssid ? new WifiRequest(ssid, _ => Task.FromResult(row.WifiPassword)) : null,
            OnlineLimit = options.OnlineLimit,
        };
        var provisioned = await new ProvisionRun(line, request, time).RunAsync(new QuietSteps(), cancellationToken).ConfigureAwait(false);
        End(result.Get(row.ClientId) with
        {
            State = provisioned.IsOnline ? FleetState.Online : FleetState.Stored,
            Cause = "",
            SerialPort = line.Name,
        });
    }

    private void End(FleetEntry entry)
    {
        result.Put(entry);
        _endedNow[entry.ClientId] = entry.IsDone;
        watcher.End(entry);
    }
}
