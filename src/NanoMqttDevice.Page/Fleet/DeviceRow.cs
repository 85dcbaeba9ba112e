using System.Text.Json;
using NanoMqttDevice.Page.Links;

namespace NanoMqttDevice.Page.Fleet;

/// <summary>What is known of one device. One thread writes it; what readers see is at most one entry old.</summary>
/// <param name="clientId">Its client ID.</param>
public sealed class DeviceRow(string clientId)
{
    private const int MaxValues = 12;
    private const int MaxEntries = 20;

    private static readonly string[] _noValues = ["clientId", "sequence", "id", "boot", "number", "time", "clock"];

    private readonly Lock _gate = new();
    private readonly List<ValueSeries> _values = [];

    /// <summary>Its client ID.</summary>
    public string ClientId => clientId;

    /// <summary>Where it stands.</summary>
    public DeviceState State { get; private set; }

    /// <summary>Since when; null while nothing was heard of it.</summary>
    public DateTimeOffset? Since { get; private set; }

    /// <summary>When its last message came.</summary>
    public DateTimeOffset? LastHeard { get; private set; }

    /// <summary>Whether it has a credential.</summary>
    public bool IsRegistered { get; set; }

    /// <summary>How much of it runs, as <c>normal</c>.</summary>
    public string Mode { get; private set; } = "";

    /// <summary>Version of its firmware.</summary>
    public string Firmware { get; private set; } = "";

    /// <summary>Release of its product.</summary>
    public string Release { get; private set; } = "";

    /// <summary>What its last update came to.</summary>
    public string Update { get; private set; } = "";

    /// <summary>Its own word for why it was offline; empty for none.</summary>
    public string DeviceCause { get; private set; } = "";

    /// <summary>The service's word for why it is gone or refused; empty for none.</summary>
    public string ServiceCause { get; private set; } = "";

    /// <summary>What the service says beside that.</summary>
    public string ServiceDetail { get; private set; } = "";

    /// <summary>What it has said and was told, the newest first.</summary>
    public RecentEntries Messages { get; } = new(MaxEntries);

    /// <summary>What it has announced.</summary>
    public RecentEntries Announcements { get; } = new(MaxEntries);

    /// <summary>What the service has seen of it.</summary>
    public RecentEntries Traces { get; } = new(MaxEntries);

    /// <summary>Its values, in the order in which they were first heard.</summary>
    /// <returns>A copy.</returns>
    public ValueSeries[] Values()
    {
        lock (_gate)
        {
            return [.. _values];
        }
    }

    /// <summary>Takes in what happened.</summary>
    /// <param name="entry">An entry about this device.</param>
    public void Take(FleetEntry entry)
    {
        if (entry.IsTrace)
        {
            Traces.Add(entry);
            TakeTrace(entry);
            return;
        }

        (entry.Kind == EntryKind.Event ? Announcements : Messages).Add(entry);
        if (entry.Kind == EntryKind.Command)
        {
            return;
        }

        LastHeard = entry.Time;
        if (State is DeviceState.Silent)
        {
            Move(DeviceState.Heard, entry.Time);
        }

        TakeJson(entry);
    }

    /// <summary>Takes in what the service knows, should entries have been missed.</summary>
    /// <param name="isOnline">Whether it is online; null when nobody knows.</param>
    /// <param name="now">The time.</param>
    public void Reconcile(bool? isOnline, DateTimeOffset now)
    {
        if (isOnline is true)
        {
            Move(DeviceState.Online, now);
        }
        else if (isOnline is false && State is DeviceState.Online or DeviceState.Heard)
        {
            Move(DeviceState.Offline, now);
        }
    }

    private void TakeTrace(FleetEntry entry)
    {
        switch (entry.Action)
        {
            case "connect":
                (ServiceCause, ServiceDetail) = ("", "");
                Move(DeviceState.Online, entry.Time, isAnew: true);
                break;
            case "disconnect":
                (ServiceCause, ServiceDetail) = (entry.Reason, entry.Payload);
                Move(DeviceState.Offline, entry.Time, isAnew: true);
                break;
            case "refuse":
                // Somebody else may try its client ID while it is online.
                (ServiceCause, ServiceDetail) = (entry.Reason, entry.Payload);
                if (State != DeviceState.Online)
                {
                    Move(DeviceState.Refused, entry.Time);
                }

                break;
            case "publish-refused":
                (ServiceCause, ServiceDetail) = (entry.Reason, entry.Payload);
                break;
        }
    }

    private void Move(DeviceState state, DateTimeOffset time, bool isAnew = false)
    {
        if (State != state || isAnew)
        {
            State = state;
            Since = time;
        }
    }

    private void TakeJson(FleetEntry entry)
    {
        if (!entry.Payload.StartsWith('{'))
        {
            return;
        }

        try
        {
            using var json = JsonDocument.Parse(entry.Payload);
            if (entry.Kind == EntryKind.Telemetry)
            {
                TakeTelemetry(json.RootElement, entry.Time);
            }
            else
            {
                TakeReport(json.RootElement);
            }
        }
        catch (JsonException)
        {
            // Shown among the messages as it came; nothing more can be learnt of it.
            return;
        }
    }

    private void TakeReport(JsonElement json)
    {
        Firmware = TextOf(json, "version") ?? Firmware;
        Mode = TextOf(json, "mode") ?? Mode;

        // The release of an update is the one that is offered, not the one that runs.
        if (TextOf(json, "event") != "update")
        {
            Release = TextOf(json, "release") ?? TextOf(json, "product") ?? Release;
        }

        if (TextOf(json, "event") != "update" && TextOf(json, "update") is { } update)
        {
            // How the last one stands, or why it was taken back.
            Update = $"{update}, release {TextOf(json, "updateRelease")}";
        }

        if (TextOf(json, "event") == "online")
        {
            var cause = TextOf(json, "cause") ?? "";
            DeviceCause = cause == "none" ? "" : cause;
        }
        else if (TextOf(json, "event") == "update")
        {
            var cause = TextOf(json, "cause") is { Length: > 0 } why ? $": {why}" : "";
            Update = $"{TextOf(json, "result")}{cause}, release {TextOf(json, "release")}";
        }
    }

    private void TakeTelemetry(JsonElement json, DateTimeOffset time)
    {
        foreach (var property in json.EnumerateObject().Where(p => !_noValues.Contains(p.Name, StringComparer.Ordinal)))
        {
            var (text, number) = property.Value.ValueKind switch
            {
                JsonValueKind.Number => (property.Value.GetRawText(), property.Value.TryGetDouble(out var value) ? value : (double?)null),
                JsonValueKind.True => ("true", 1),
                JsonValueKind.False => ("false", 0),
                JsonValueKind.String => (property.Value.GetString()!, null),
                _ => (property.Value.GetRawText(), null),
            };
            SeriesOf(property.Name)?.Add(time, text, number);
        }
    }

    private ValueSeries? SeriesOf(string name)
    {
        lock (_gate)
        {
            var series = _values.Find(v => v.Name == name);
            if (series is null && _values.Count < MaxValues)
            {
                series = new ValueSeries(name);
                _values.Add(series);
            }

            return series;
        }
    }

    private static string? TextOf(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value)
            ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.ValueKind == JsonValueKind.Number ? value.GetRawText() : null
            : null;
}
