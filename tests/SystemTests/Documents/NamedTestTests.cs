using System.Text.RegularExpressions;

namespace NanoMqttDevice.SystemTests.Documents;

/// <summary>A document that names a test as the proof of a rule names one that is there.</summary>
[TestClass]
public sealed partial class NamedTestTests
{
    [TestMethod]
    public void Every_test_that_a_document_names_is_there()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories);
        var tests = sources.SelectMany(file => Method().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).ToHashSet();
        var named = LinkCheck.Documents(Repository.Root)
            .SelectMany(document => Name().Matches(Repository.Read(document)).Select(match => (document, Name: match.Groups[1].Value)))
            .ToArray();

        Assert.Contains("src/NanoMqttDevice.Service/README.md", named.Select(test => test.document));
        var gone = named.Where(test => !tests.Contains(test.Name)).Select(test => $"{test.document}: {test.Name}").ToArray();
        Assert.IsEmpty(gone, string.Join(Environment.NewLine, gone));
    }

    // A sentence of words, one of them in lower case: boards and variables of the environment are none.
    [GeneratedRegex("`((?=\\w*_[a-z]+_)[A-Z]\\w*(?:_\\w+){3,})`")]
    private static partial Regex Name();

    [GeneratedRegex(@"public (?:async Task|void) ([A-Z]\w+)\(")]
    private static partial Regex Method();
}
