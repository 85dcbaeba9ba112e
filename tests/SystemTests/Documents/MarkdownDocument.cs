using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace NanoMqttDevice.SystemTests.Documents;

/// <summary>What links lead out of a Markdown file, and where links into it may lead; headings are named as GitHub names them.</summary>
internal sealed partial class MarkdownDocument
{
    private static readonly MarkdownPipeline _pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseAutoIdentifiers(AutoIdentifierOptions.GitHub)
        .Build();

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path.</param>
    public MarkdownDocument(string path)
    {
        var document = Markdown.Parse(File.ReadAllText(path), _pipeline);
        Anchors = document.Descendants<HeadingBlock>().Select(h => h.GetAttributes().Id).OfType<string>().ToHashSet();
        Links =
        [
            .. document.Descendants<LinkInline>().Select(l => l.Url).OfType<string>(),
            .. document.Descendants<HtmlBlock>().SelectMany(b => Attributes(b.Lines.ToString())),
            .. document.Descendants<HtmlInline>().SelectMany(i => Attributes(i.Tag)),
        ];
    }

    /// <summary>The names of its headings.</summary>
    public IReadOnlySet<string> Anchors { get; }

    /// <summary>Where its links and pictures lead, those in HTML too, as written.</summary>
    public IReadOnlyList<string> Links { get; }

    private static IEnumerable<string> Attributes(string html) => Reference().Matches(html).Select(m => m.Groups[1].Value);

    [GeneratedRegex("""\b(?:href|src|srcset)\s*=\s*["']([^"']+)["']""", RegexOptions.IgnoreCase)]
    private static partial Regex Reference();
}
