using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace NanoMqttDevice.Tool.Fleet;

/// <summary>
/// The result of a fleet run: a CSV file of mode 600 that is on the disk row by row, so that a run that was broken off goes on where it stopped. While
/// a run writes it a device has several rows, of which the last counts; at the end of a run, and at the beginning of the next, it has one.
/// Safe for use by several threads.
/// </summary>
internal sealed class FleetResult : IDisposable
{
    // Always as long, and always last: a row that was not written to its end is told by it.
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private static readonly CsvConfiguration _configuration = new(CultureInfo.InvariantCulture)
    {
        HasHeaderRecord = false,
        BadDataFound = null,
        NewLine = "\n",
    };

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly IReadOnlyList<string> _columns;
    private readonly Dictionary<string, FleetEntry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> _kept = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _times = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private readonly Lock _gate = new();
    private FileStream _file;

    private FleetResult(string path, FleetFile fleet, TimeProvider time)
    {
        _path = path;
        _time = time;
        foreach (var row in fleet.Rows)
        {
            _kept[row.ClientId] = row.Columns;
            _order.Add(row.ClientId);
        }

        _file = OpenFile(path, FileMode.OpenOrCreate);
        try
        {
            var older = ReadOlder();
            string[] own = [FleetColumns.ClientId, FleetColumns.AccessKeyId, FleetColumns.Secret, FleetColumns.Mac, .. FleetColumns.OfResult];
            _columns = [.. fleet.Columns.Concat(older).Where(c => !own.Contains(c) && !FleetColumns.IsSecret(c)).Distinct(), .. own];
            Compact();
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>Opens the result of an earlier run, or begins one.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="fleet">The devices.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The result, which no other run can open meanwhile.</returns>
    /// <exception cref="ToolException">Another run has it, it is no result, or it cannot be written.</exception>
    public static FleetResult Open(string path, FleetFile fleet, TimeProvider time)
    {
        try
        {
            return new FleetResult(path, fleet, time);
        }
        catch (CsvHelperException)
        {
            throw new ToolException(ExitCodes.Usage, $"{path}: is no result of a fleet run");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCodes.Usage, $"the result cannot be written, or another run writes it: {e.Message}");
        }
    }

    /// <summary>Gives what is known of a device.</summary>
    /// <param name="clientId">Its client ID.</param>
    /// <returns>The entry; an open one when it has not begun.</returns>
    public FleetEntry Get(string clientId)
    {
        lock (_gate)
        {
            return _entries.GetValueOrDefault(clientId) ?? new FleetEntry { ClientId = clientId };
        }
    }

    /// <summary>Finds the device that a board has been chosen for.</summary>
    /// <param name="mac">MAC of the board.</param>
    /// <returns>Its entry, or null.</returns>
    public FleetEntry? FindBoard(string mac)
    {
        lock (_gate)
        {
            return _entries.Values.FirstOrDefault(e => e.Mac == mac);
        }
    }

    /// <summary>Takes down how far a device has come; it is on the disk when this returns.</summary>
    /// <param name="entry">What is known of it now.</param>
    public void Put(FleetEntry entry)
    {
        lock (_gate)
        {
            _entries[entry.ClientId] = entry;
            _times[entry.ClientId] = Now();
            Write(_file, [entry]);
        }
    }

    /// <summary>Ends the run: a row for each device that has begun.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            Compact();
            _file.Dispose();
        }
    }

    private static FileStream OpenFile(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    private static string WordOf(FleetState state) => state.ToString().ToLowerInvariant();

    private string Now() => _time.GetUtcNow().ToString(TimeFormat, CultureInfo.InvariantCulture);

    // Written anew beside it and renamed, so that at any moment the old one is there or the new one.
    private void Compact()
    {
        var path = _path + ".new";
        File.Delete(path);
        var file = OpenFile(path, FileMode.CreateNew);
        Write(file, _order.Distinct().Where(_entries.ContainsKey).Select(c => _entries[c]), withHeader: true);
        File.Move(path, _path, overwrite: true);
        _file.Dispose();
        _file = file;
    }

    private void Write(FileStream file, IEnumerable<FleetEntry> entries, bool withHeader = false)
    {
        using var text = new StreamWriter(file, leaveOpen: true);
        using var csv = new CsvWriter(text, _configuration, leaveOpen: true);
        if (withHeader)
        {
            foreach (var column in _columns)
            {
                csv.WriteField(column);
            }

            csv.NextRecord();
        }

        foreach (var entry in entries)
        {
            foreach (var column in _columns)
            {
                csv.WriteField(ValueOf(entry, column));
            }

            csv.NextRecord();
        }

        csv.Flush();
        text.Flush();
        file.Flush(flushToDisk: true);
    }

    private string ValueOf(FleetEntry entry, string column) => column switch
    {
        FleetColumns.ClientId => entry.ClientId,
        FleetColumns.AccessKeyId => entry.Credential?.AccessKeyId ?? Kept(entry, column),
        FleetColumns.Secret => entry.IsDone ? "" : entry.Credential?.Secret ?? "",
        FleetColumns.Mac => entry.Mac,
        FleetColumns.SerialPort => entry.SerialPort,
        FleetColumns.State => WordOf(entry.State),
        FleetColumns.Cause => entry.Cause,
        FleetColumns.Time => _times[entry.ClientId],
        _ => Kept(entry, column),
    };

    private string Kept(FleetEntry entry, string column) => _kept.GetValueOrDefault(entry.ClientId)?.GetValueOrDefault(column) ?? "";

    private List<string> ReadOlder()
    {
        using var text = new StreamReader(_file, leaveOpen: true);
        using var parser = new CsvParser(text, _configuration, leaveOpen: true);
        if (!parser.Read())
        {
            return [];
        }

        var columns = parser.Record!.ToList();
        if (!FleetColumns.OfResult.Append(FleetColumns.ClientId).All(columns.Contains))
        {
            throw new ToolException(ExitCodes.Usage, $"{_path}: is no result of a fleet run; give another file with --result");
        }

        while (parser.Read())
        {
            // A row that was not written to its end has no time, or half of one: what it would have said is done again.
            if (parser.Record!.Length == columns.Count)
            {
                Take(columns.Zip(parser.Record).ToDictionary(c => c.First, c => c.Second));
            }
        }

        return columns;
    }

    private void Take(Dictionary<string, string> row)
    {
        var clientId = row[FleetColumns.ClientId];
        if (!DateTime.TryParseExact(row[FleetColumns.Time], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            || !Enum.TryParse<FleetState>(row[FleetColumns.State], ignoreCase: true, out var state))
        {
            return;
        }

        var secret = row.GetValueOrDefault(FleetColumns.Secret) ?? "";
        var keyId = row.GetValueOrDefault(FleetColumns.AccessKeyId) ?? "";
        _entries[clientId] = new FleetEntry
        {
            ClientId = clientId,
            State = state,
            Mac = row.GetValueOrDefault(FleetColumns.Mac) ?? "",
            SerialPort = row[FleetColumns.SerialPort],
            Cause = row[FleetColumns.Cause],
            Credential = secret.Length > 0 || (state is FleetState.Online or FleetState.Stored && keyId.Length > 0) ? new IssuedCredential(keyId, secret) : null,
        };
        _times[clientId] = row[FleetColumns.Time];
        _kept.TryAdd(clientId, row);
        _order.Add(clientId);
    }
}
