using NanoMqttDevice.Settings;
using NanoMqttDevice.Tool.Output;
using NanoMqttDevice.Tool.Serial;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.Provisioning;

/// <summary>
/// Brings a device over its serial line to where it is to be: on the network, with its settings, online. Only what differs is set, and all of it
/// counts or nothing; run again, it writes nothing.
/// </summary>
/// <param name="line">The line to the device.</param>
/// <param name="request">What is wanted.</param>
/// <param name="time">The clock.</param>
internal sealed class ProvisionRun(DeviceLine line, ProvisionRequest request, TimeProvider time)
{
    private static readonly TimeSpan _pollInterval = TimeSpan.FromMilliseconds(200);

    // A device that joins a network already ends that within half a minute.
    private static readonly TimeSpan _busyLimit = TimeSpan.FromSeconds(40);

    private DeviceIdentity? _device;
    private Dictionary<SettingsField, string> _shown = [];
    private IReadOnlyDictionary<string, string> _shownProduct = new Dictionary<string, string>();
    private IReadOnlyList<string> _changed = [];
    private string _clientId = "";
    private string _settings = "unchanged";
    private string _wifi = "not asked";
    private bool _isOnline;

    /// <summary>How many steps there will be.</summary>
    public int Steps => 2 + (request.Wifi is null ? 0 : 1) + (request.OnlineLimit is null ? 0 : 1);

    /// <summary>Called when it is known which device it is, before anything is changed there.</summary>
    public Action<DeviceIdentity>? Identified { get; init; }

    /// <summary>Does it.</summary>
    /// <param name="steps">Shows the steps.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="ToolException">A step failed; what was stored on the device before still is, unless the message says that the new is.</exception>
    public async Task<ProvisionResult> RunAsync(IStepWatcher steps, CancellationToken cancellationToken)
    {
        await steps.StepAsync("device", $"ask the device on {line.Name} who it is", _ => IdentifyAsync(cancellationToken)).ConfigureAwait(false);
        if (request.Wifi is { } wifi)
        {
            await steps.StepAsync("wifi", $"have it join the Wi-Fi network '{wifi.Ssid}'", said => JoinAsync(wifi, said, cancellationToken))
                .ConfigureAwait(false);
        }

        await steps.StepAsync("settings", "set what differs, check it, and store all or nothing", said => SetAsync(said, cancellationToken))
            .ConfigureAwait(false);
        if (request.OnlineLimit is { } limit)
        {
            await steps.StepAsync("online", "wait until it is online", said => WaitAsync(limit, said, cancellationToken)).ConfigureAwait(false);
        }

        return new ProvisionResult(_device!, _clientId, _changed, _settings, _wifi, _isOnline);
    }

    private async Task<string> IdentifyAsync(CancellationToken cancellationToken)
    {
        _device = await DeviceIdentity.AskAsync(line, cancellationToken).ConfigureAwait(false);
        Identified?.Invoke(_device);
        return $"{_device.Board} {_device.Mac}, firmware {_device.Version}";
    }

    private async Task<string> JoinAsync(WifiRequest wifi, Action<string> said, CancellationToken cancellationToken)
    {
        var before = await DeviceState.AskAsync(line, cancellationToken).ConfigureAwait(false);
        if (before.Wifi == wifi.Ssid && before.IsOnNetwork)
        {
            _wifi = "unchanged";
            return "it is on that network already";
        }

        var join = DeviceRequest.JoinWifi(wifi.Ssid, await wifi.Password(cancellationToken).ConfigureAwait(false));
        said("the device joins");
        var start = time.GetTimestamp();
        var answer = await line.AskAsync(join, cancellationToken).ConfigureAwait(false);
        while (answer.Code == DeviceErrors.Busy && time.GetElapsedTime(start) < _busyLimit)
        {
            await Task.Delay(_pollInterval, time, cancellationToken).ConfigureAwait(false);
            answer = await line.AskAsync(join, cancellationToken).ConfigureAwait(false);
        }

        if (!answer.IsOk)
        {
            throw OfflineText.NotJoined(join, wifi.Ssid, answer);
        }

        _wifi = "joined";
        return "joined";
    }

    private async Task<string> SetAsync(Action<string> said, CancellationToken cancellationToken)
    {
        // What somebody has staged and not committed is none of ours.
        await line.DemandAsync(new DeviceRequest("discard"), cancellationToken).ConfigureAwait(false);
        _shown = await ShowAsync(cancellationToken).ConfigureAwait(false);
        var wanted = await AskMissingAsync(cancellationToken).ConfigureAwait(false);
        var changes = SettingsDifference.Of(wanted, _shown);
        _clientId = wanted.GetValueOrDefault(SettingsField.ClientId) is { Length: > 0 } clientId ? clientId : _shown[SettingsField.ClientId];
        var products = ProductChanges();
        _changed = [.. changes.Keys.Select(SettingsFields.NameOf), .. products.Select(p => p.Name)];
        if (changes.Count == 0 && products.Count == 0)
        {
            return await EndUnchangedAsync(cancellationToken).ConfigureAwait(false);
        }

        foreach (var (field, value) in changes)
        {
            said($"set {SettingsFields.NameOf(field)}");
            await DemandOrDiscardAsync(DeviceRequest.Set(field, value), cancellationToken).ConfigureAwait(false);
        }

        foreach (var (name, value) in products)
        {
            said($"set {name}");
            await DemandOrDiscardAsync(new DeviceRequest(value.Length > 0 ? $"set {name} {value}" : $"set {name}"), cancellationToken).ConfigureAwait(false);
        }

        await DemandOrDiscardAsync(new DeviceRequest("check"), cancellationToken).ConfigureAwait(false);
        said("commit");
        var commit = await DemandOrDiscardAsync(DeviceRequest.Commit(), cancellationToken).ConfigureAwait(false);
        var word = commit["settings"] ?? "ok";

        // An answer that got lost was the one to the first time.
        _settings = word == "unchanged" && commit.Attempts > 1 ? "ok" : word;
        return _settings switch
        {
            "unchanged" when products.Count == 0 => "it has these settings already, nothing was written",
            "candidate" => $"set {string.Join(", ", _changed)}; it tries them now and keeps them once they get it online",
            _ => $"set {string.Join(", ", _changed)}; stored and read back",
        };
    }

    private async Task<string> EndUnchangedAsync(CancellationToken cancellationToken)
    {
        var check = await line.AskAsync(new DeviceRequest("check"), cancellationToken).ConfigureAwait(false);
        return check.IsOk ? "it has these settings already, nothing was written" : throw DeviceErrors.ToException(new DeviceRequest("check"), check);
    }

    private async Task<Dictionary<SettingsField, string>> AskMissingAsync(CancellationToken cancellationToken)
    {
        var wanted = new Dictionary<SettingsField, string>(request.Values);
        if (request.Ask is { } ask)
        {
            foreach (var field in SettingsDifference.Missing(wanted, _shown).ToList())
            {
                if (await ask(field, cancellationToken).ConfigureAwait(false) is { } value)
                {
                    wanted[field] = value;
                }
            }
        }

        return wanted;
    }

    private async Task<Dictionary<SettingsField, string>> ShowAsync(CancellationToken cancellationToken)
    {
        var show = await line.DemandAsync(new DeviceRequest("show"), cancellationToken).ConfigureAwait(false);
        _shownProduct = show.Lines.Where(l => l.StartsWith(ProductSettings.Prefix, StringComparison.Ordinal)).Select(l => l.Split(": ", 2))
            .ToDictionary(p => p[0], p => p[1]);
        return Enumerable.Range(1, SettingsFields.Last).Cast<SettingsField>()
            .ToDictionary(f => f, f => show[SettingsFields.NameOf(f)] ?? throw new ToolException(
                ExitCodes.Failed, $"the device does not show the field {SettingsFields.NameOf(f)}; flash a newer firmware with 'nanomqtt flash'"));
    }

    private List<(string Name, string Value)> ProductChanges()
    {
        var wanted = request.ProductValues.Select(p => (Name: ProductSettings.Prefix + p.Key, p.Value)).ToList();
        if (wanted.FirstOrDefault(p => !_shownProduct.ContainsKey(p.Name)) is { Name: { } unknown })
        {
            throw new ToolException(ExitCodes.Usage, _shownProduct.Count == 0
                ? $"{unknown}: the product on this device has no settings of its own"
                : $"{unknown}: the product on this device has no such setting; it has {string.Join(", ", _shownProduct.Keys)}");
        }

        return [.. wanted.Where(p => _shownProduct[p.Name] != (p.Value.Length == 0 ? SettingsDifference.NotSet : p.Value))];
    }

    private async Task<DeviceAnswer> DemandOrDiscardAsync(DeviceRequest demand, CancellationToken cancellationToken)
    {
        var answer = await line.AskAsync(demand, cancellationToken).ConfigureAwait(false);
        if (!answer.IsOk)
        {
            await line.AskAsync(new DeviceRequest("discard"), cancellationToken).ConfigureAwait(false);
            throw DeviceErrors.ToException(demand, answer);
        }

        return answer;
    }

    private async Task<string> WaitAsync(TimeSpan limit, Action<string> said, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var last = await DeviceState.AskAsync(line, cancellationToken).ConfigureAwait(false);
        if (_settings == "unchanged" && !last.IsOnline && !last.IsTrying)
        {
            // It may be hours until its next try.
            said($"{last}; it tries again now");
            await line.DemandAsync(DeviceRequest.Test(), cancellationToken).ConfigureAwait(false);
            last = await DeviceState.AskAsync(line, cancellationToken).ConfigureAwait(false);
        }

        // Those of a run that was broken off.
        _settings = last.IsTrying ? "candidate" : _settings;
        var told = "";
        while (last.IsTrying || !last.IsOnline)
        {
            if (last.ToString() != told)
            {
                told = last.ToString();
                said(told);
            }

            Judge(last, time.GetElapsedTime(start) > limit ? limit : null);
            await Task.Delay(_pollInterval, time, cancellationToken).ConfigureAwait(false);
            last = await DeviceState.AskAsync(line, cancellationToken).ConfigureAwait(false);
        }

        Judge(last, null);
        _settings = _settings == "candidate" ? "ok" : _settings;
        _isOnline = true;
        return $"{_clientId} is online";
    }

    private void Judge(DeviceState state, TimeSpan? expired)
    {
        if (_settings == "candidate" && !state.IsTrying && state.Dropped is { } dropped)
        {
            throw OfflineText.ToException(dropped, state.Connack, "the new settings do not get it online, and it has gone back to the old ones:");
        }

        if (state.IsTrying && state.Candidate is { } lost and not "parked")
        {
            throw OfflineText.ToException(
                lost, state.Connack, "the new settings were not accepted at their first try; the device is back on its old ones and tries again by itself:");
        }

        var before = state.IsTrying ? "the device still tries the new settings and is not online" : "the settings are stored, but the device is not online";
        if (!state.IsTrying && !state.IsOnline && (state.State == "refused" || OfflineText.IsLasting(state.Cause)))
        {
            throw OfflineText.ToException(state.Cause, state.Connack, $"{before}:");
        }

        if (expired is { } limit)
        {
            var cause = state.Cause == "none" ? state.State : state.Cause;
            throw OfflineText.ToException(cause, state.Connack, $"{before} within {limit.TotalSeconds:0} s:");
        }
    }
}
