using NanoMqttDevice.SystemTests.Tool;

namespace NanoMqttDevice.SystemTests.Documents;

/// <summary>The documents lead where they say, and the first of them is short enough to be read.</summary>
[TestClass]
public sealed class LinkTests
{
    private const int MostWords = 1500;

    [TestMethod]
    public void Every_relative_link_of_every_document_leads_somewhere()
    {
        Assert.Contains("README.md", LinkCheck.Documents(Repository.Root));
        var broken = LinkCheck.Broken(Repository.Root);
        Assert.IsEmpty(broken, string.Join(Environment.NewLine, broken));
    }

    [TestMethod]
    public void The_README_has_at_most_1500_words()
    {
        var words = Repository.Read("README.md").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        Assert.IsLessThanOrEqualTo(MostWords, words);
    }

    [TestMethod]
    [DataRow("[a](b.md)", null)]
    [DataRow("[a](b.md#two-words)", null)]
    [DataRow("[a](b.md#two-words-1)", null)]
    [DataRow("[a](#here)\n# Here", null)]
    [DataRow("[a](/b.md) ![p](sub/p.svg) [s](sub) <img src=\"sub/p.svg\">", null)]
    [DataRow("[a](https://example.com/gone.md) and `[b](gone.md)`", null)]
    [DataRow("[a](gone.md)", "a.md: gone.md: no such file")]
    [DataRow("[a][r]\n\n[r]: gone.md", "a.md: gone.md: no such file")]
    [DataRow("| x |\n|---|\n| [a](gone.md) |", "a.md: gone.md: no such file")]
    [DataRow("![p](sub/gone.svg)", "a.md: sub/gone.svg: no such file")]
    [DataRow("<p><img src=\"gone.svg\"></p>", "a.md: gone.svg: no such file")]
    [DataRow("text <a href='gone.md'>x</a>", "a.md: gone.md: no such file")]
    [DataRow("[a](B.md)", "a.md: B.md: no such file")]
    [DataRow("[a](#gone)", "a.md: #gone: no such heading")]
    [DataRow("[a](b.md#gone)", "a.md: b.md#gone: no such heading")]
    [DataRow("[a](sub/p.svg#L1)", "a.md: sub/p.svg#L1: no such heading")]
    [DataRow("[a](../outside)", "a.md: ../outside: leads out of the repository")]
    public void A_link_that_leads_nowhere_is_found(string text, string? found)
    {
        using var folder = new TestFolder();
        folder.Write("sub/p.svg", "<svg/>");
        folder.Write("b.md", "# Two words\n## Two words\n");
        var root = Path.GetDirectoryName(folder.Write("a.md", text))!;
        CollectionAssert.AreEqual(found is null ? Array.Empty<string>() : [found], LinkCheck.Broken(root).ToArray());
    }
}
