using System.Text.RegularExpressions;

namespace NanoMqttDevice.Tool.Flashing;

/// <summary>
/// Judges runs of nanoff that ended with exit code 0: it ends so after errors of single files, and after doing nothing at all. So a step
/// has succeeded only if nanoff says so. The words are those of nanoff 2.5.162.
/// </summary>
internal static partial class StepVerdict
{
    private const string Nothing = "No operation was performed";

    /// <summary>Judges whether the chip is the board's.</summary>
    /// <param name="result">The run.</param>
    /// <param name="board">The board.</param>
    /// <param name="table">All boards.</param>
    /// <returns>What is wrong, or null.</returns>
    public static string? OfIdentify(NanoffResult result, Board board, BoardTable table)
    {
        var target = result.Lines.Select(l => BestTarget().Match(l)).LastOrDefault(m => m.Success)?.Groups["target"].Value;
        if (target is null)
        {
            return Silent(result, "which chip is connected");
        }

        if (board.IdentifiedAs.Contains(target))
        {
            return null;
        }

        var right = table.Boards.Where(b => b.IdentifiedAs.Contains(target)).Select(b => b.Name).ToList();
        return $"the chip on this port takes {target}, {board.Name} is made for {board.Target}; "
            + (right.Count > 0
                ? $"use --board {string.Join(" or ", right)}"
                : "no board of the table has that chip, add an entry to flash/boards.json");
    }

    /// <summary>Judges an update, of which nanoff says little when it does not move the cursor.</summary>
    /// <param name="result">The run.</param>
    /// <returns>What is wrong, or null.</returns>
    public static string? OfUpdate(NanoffResult result) =>
        result.Lines.Any(l => l.Contains(Nothing, StringComparison.Ordinal)) ? Silent(result, "that it wrote the firmware") : null;

    /// <summary>Judges file by file.</summary>
    /// <param name="result">The run.</param>
    /// <param name="deployment">What nanoff was given.</param>
    /// <returns>What is wrong, or null.</returns>
    public static string? OfFiles(NanoffResult result, string deployment)
    {
        var failed = FileDeployment.FilesOf(deployment).Where(f => !IsDone(result, f)).Select(f => f.DestinationFilePath).ToList();
        return failed.Count == 0
            ? null
            : $"not written: {string.Join(", ", failed)}; is I:\\ full, or is the device busy? "
                + "Press its reset button and run this again ('flash' with --no-update)";
    }

    /// <summary>Judges the network.</summary>
    /// <param name="result">The run.</param>
    /// <returns>What is wrong, or null.</returns>
    public static string? OfNetwork(NanoffResult result) =>
        Expect(result, "Updating wireless configuration...OK", "that it wrote the Wi-Fi network");

    /// <summary>Judges the application.</summary>
    /// <param name="result">The run.</param>
    /// <returns>What is wrong, or null.</returns>
    public static string? OfDeploy(NanoffResult result) =>
        Expect(result, "Deploying managed application...OK", "that it wrote the application");

    /// <summary>Judges the application written through the boot loader.</summary>
    /// <param name="result">The run.</param>
    /// <returns>What is wrong, or null.</returns>
    public static string? OfDeployThroughBootLoader(NanoffResult result) =>
        Expect(result, "Flash write complete.", "that it wrote the application");

    private static bool IsDone(NanoffResult result, DeployedFile file) => string.IsNullOrEmpty(file.SourceFilePath)

        // To delete what is not there is no failure, but nanoff must have come to it.
        ? result.Lines.Any(l => l.StartsWith($"Deleting file {file.DestinationFilePath}...", StringComparison.Ordinal))
        : result.Lines.Contains($"Deploying file {file.SourceFilePath} to {file.DestinationFilePath}...OK");

    private static string? Expect(NanoffResult result, string words, string what) =>
        result.Lines.Any(l => l.Contains(words, StringComparison.Ordinal)) ? null : Silent(result, what);

    private static string Silent(NanoffResult result, string what)
    {
        var last = result.LastLine is { } line ? $" (its last words: {line})" : "";
        return $"nanoff ends without an error and does not say {what}{last}; is it another version than {Nanoff.Version}?";
    }

    [GeneratedRegex("^Target '(?<target>[^']+)' best matches")]
    private static partial Regex BestTarget();
}
