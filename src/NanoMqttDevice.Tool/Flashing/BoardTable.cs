using System.Text.Json;

namespace NanoMqttDevice.Tool.Flashing;

/// <summary>The boards of <c>flash/boards.json</c>.</summary>
/// <param name="boards">The entries.</param>
internal sealed class BoardTable(IReadOnlyList<Board> boards)
{
    // Two slips of the finger, or a hyphen and a letter forgotten.
    private const int NearDistance = 3;

    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true };

    /// <summary>The entries.</summary>
    public IReadOnlyList<Board> Boards { get; } = boards;

    /// <summary>Reads the table that lies beside the tool.</summary>
    /// <returns>The table.</returns>
    /// <exception cref="ToolException">The file is missing or wrong.</exception>
    public static BoardTable Load() => Parse(FlashFiles.Read(FlashFiles.Boards));

    /// <summary>Reads a table.</summary>
    /// <param name="json">The text of <c>boards.json</c>.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ToolException">It is no such table.</exception>
    public static BoardTable Parse(string json)
    {
        List<Board> boards;
        try
        {
            boards = JsonSerializer.Deserialize<List<Board>>(json, _options) ?? [];
        }
        catch (JsonException e)
        {
            throw Wrong(e.Message);
        }

        foreach (var board in boards)
        {
            if (HexNumber.Parse(board.DeploymentAddress) is null || (board.DeploymentSize is not null && board.DeploymentBytes is null))
            {
                throw Wrong($"{board.Name}: deploymentAddress and deploymentSize are written like 0x1B0000");
            }
        }

        return new BoardTable(boards);
    }

    /// <summary>Finds a board.</summary>
    /// <param name="name">Its name, in any case.</param>
    /// <returns>The board.</returns>
    /// <exception cref="ToolException">There is none of that name; near names are told.</exception>
    public Board Find(string name)
    {
        if (Boards.FirstOrDefault(b => string.Equals(b.Name, name, StringComparison.OrdinalIgnoreCase)) is { } board)
        {
            return board;
        }

        var near = Near(name);
        throw new ToolException(ExitCodes.Usage, near.Count > 0
            ? $"--board: '{name}' is not in the table; did you mean {string.Join(" or ", near)}?"
            : $"--board: '{name}' is not in the table; boards are {string.Join(", ", Boards.Select(b => b.Name))}; "
                + "for another board add an entry to flash/boards.json");
    }

    // A name that was not written to its end (or beyond it) is meant before one that looks alike.
    private List<string> Near(string name)
    {
        var given = Letters(name);
        var begun = Boards.Select(b => b.Name).Where(n => given.Length > 0 && IsBegun(Letters(n), given)).ToList();
        return begun.Count > 0 ? begun : [.. Boards.Select(b => b.Name).Where(n => Distance(Letters(n), given) <= NearDistance)];
    }

    private static bool IsBegun(string a, string b) => a.StartsWith(b, StringComparison.Ordinal) || b.StartsWith(a, StringComparison.Ordinal);

    // Hyphens and underscores are what people write in many ways.
    private static string Letters(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    // Levenshtein's distance, one row at a time.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }

    private static ToolException Wrong(string what) => new(ExitCodes.Failed, $"{FlashFiles.PathOf(FlashFiles.Boards)}: {what}");
}
