using System.Globalization;

namespace NanoMqttDevice.Tool.Rollout;

/// <summary>
/// The result of a rollout: a CSV file to which a row is added for each device that ends, so that a run that was broken off goes on there; of several
/// rows of a device the last counts. A file beside it, <c>FILE.pause</c>, asks a run to pause.
/// </summary>
internal sealed class RolloutResult : IDisposable
{
    private const string Header = "client-id,release,wave,state,cause,time";
    private const int Columns = 6;

    // Beside the result, which others may read meanwhile; the system lets go of it when the program ends, however it ends.
    private readonly FileStream _lock;
    private readonly FileStream _file;
    private readonly StreamWriter _writer;
    private readonly int _release;
    private readonly TimeProvider _time;

    private RolloutResult(string path, int release, TimeProvider time)
    {
        _release = release;
        _time = time;
        _lock = new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        Known = File.Exists(path) ? Read(path, release).ToDictionary(e => e.ClientId, StringComparer.Ordinal) : [];
        _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        _writer = new StreamWriter(_file) { NewLine = "\n" };

        // What stands before may have been broken off in a row.
        _writer.WriteLine(_file.Length == 0 ? Header : "");
        Flush();
    }

    /// <summary>What an earlier run has left.</summary>
    public IReadOnlyDictionary<string, RolloutEntry> Known { get; }

    /// <summary>Gives the file that asks a run to pause.</summary>
    /// <param name="path">Path of the result.</param>
    /// <returns>Its path.</returns>
    public static string PauseOf(string path) => path + ".pause";

    /// <summary>Tells whether a run, of whatever program, writes a result now.</summary>
    /// <param name="path">Path of the result.</param>
    /// <returns>True while one does.</returns>
    public static bool IsHeld(string path)
    {
        try
        {
            using var free = new FileStream(path + ".lock", FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>Opens the result of an earlier run, or begins one.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="release">The release that is rolled out.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The result, which no other run can write meanwhile.</returns>
    /// <exception cref="ToolException">It is another's, another run has it, or it cannot be written.</exception>
    public static RolloutResult Open(string path, int release, TimeProvider time)
    {
        try
        {
            return new RolloutResult(path, release, time);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCodes.Usage, $"the result cannot be written, or another run writes it: {e.Message}");
        }
    }

    /// <summary>Reads what a result says, also while a run writes it.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="release">The release it must be about; null for any.</param>
    /// <returns>The devices that have ended.</returns>
    /// <exception cref="ToolException">It is no result, or one of another release.</exception>
    public static IReadOnlyCollection<RolloutEntry> Read(string path, int? release)
    {
        var entries = new Dictionary<string, RolloutEntry>(StringComparer.Ordinal);
        var isFirst = true;
        using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (file.ReadLine() is { } line)
        {
            if (isFirst && line != Header)
            {
                throw new ToolException(ExitCodes.Usage, $"{path}: is no result of a rollout; give another file with --result");
            }

            var row = line.Split(',');
            if (!isFirst && row.Length == Columns && row[^1].EndsWith('Z') && Enum.TryParse<RolloutState>(row[3], ignoreCase: true, out var state))
            {
                if (release is { } number && row[1] != number.ToString(CultureInfo.InvariantCulture))
                {
                    throw new ToolException(ExitCodes.Usage, $"{path}: is the result of release {row[1]}; give another file with --result");
                }

                var wave = int.TryParse(row[2], CultureInfo.InvariantCulture, out var w) ? w : 0;
                entries[row[0]] = new RolloutEntry { ClientId = row[0], Wave = wave, State = state, Cause = row[4] };
            }

            isFirst = false;
        }

        return entries.Values;
    }

    /// <summary>Takes down what became of a device; it is on the disk when this returns.</summary>
    /// <param name="entry">Its entry.</param>
    public void Put(RolloutEntry entry)
    {
        var state = entry.State.ToString().ToLowerInvariant();
        var cause = new string([.. entry.Cause.Where(c => char.IsAsciiLetterOrDigit(c) || c == '-')]);
        _writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{entry.ClientId},{_release},{entry.Wave},{state},{cause},{_time.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fff'Z'}"));
        Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer.Dispose();
        _lock.Dispose();
    }

    private void Flush()
    {
        _writer.Flush();
        _file.Flush(flushToDisk: true);
    }
}
