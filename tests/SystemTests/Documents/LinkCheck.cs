namespace NanoMqttDevice.SystemTests.Documents;

/// <summary>Finds links that lead nowhere. Links to other hosts are not followed: tests do not touch the network.</summary>
internal static class LinkCheck
{
    // What builds and tests leave in a checkout.
    private static readonly HashSet<string> _passedOver = [".git", ".vs", "artifacts", "bin", "obj", "packages", "node_modules", "TestResults"];

    /// <summary>Lists the Markdown files of a folder.</summary>
    /// <param name="root">The folder.</param>
    /// <returns>Their paths below it, in order.</returns>
    public static IReadOnlyList<string> Documents(string root) =>
        [.. Walk(root).Select(f => Path.GetRelativePath(root, f)).Order(StringComparer.Ordinal)];

    /// <summary>Follows every relative link of every Markdown file of a folder.</summary>
    /// <param name="root">The folder.</param>
    /// <returns>One line for each link that leads nowhere: file, link, reason.</returns>
    public static IReadOnlyList<string> Broken(string root)
    {
        var documents = Documents(root).ToDictionary(d => d, d => new MarkdownDocument(Path.Combine(root, d)), StringComparer.Ordinal);
        var broken = new List<string>();
        foreach (var (name, document) in documents)
        {
            foreach (var link in document.Links.Where(l => !IsElsewhere(l)))
            {
                if (Fault(root, documents, name, link) is { } fault)
                {
                    broken.Add($"{name}: {link}: {fault}");
                }
            }
        }

        return broken;
    }

    private static string? Fault(string root, Dictionary<string, MarkdownDocument> documents, string name, string link)
    {
        var parts = link.Split('#', 2);
        var path = Uri.UnescapeDataString(parts[0]);
        var folder = path.StartsWith('/') ? root : Path.GetDirectoryName(Path.Combine(root, name))!;
        var target = path.Length == 0 ? name : Path.GetRelativePath(root, Path.Combine(folder, path.TrimStart('/')));
        if (target.StartsWith("..", StringComparison.Ordinal))
        {
            return "leads out of the repository";
        }

        if (!Path.Exists(Path.Combine(root, target)))
        {
            return "no such file";
        }

        if (parts.Length == 1)
        {
            return null;
        }

        return documents.TryGetValue(target, out var document) && document.Anchors.Contains(parts[1]) ? null : "no such heading";
    }

    private static bool IsElsewhere(string link) => link.Contains("://", StringComparison.Ordinal)
        || link.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> Walk(string folder) => Directory.EnumerateFiles(folder, "*.md").Concat(
        Directory.EnumerateDirectories(folder).Where(d => !_passedOver.Contains(Path.GetFileName(d))).SelectMany(Walk));
}
