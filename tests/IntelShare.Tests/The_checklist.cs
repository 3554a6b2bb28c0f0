using System.Globalization;
using System.Text.RegularExpressions;

namespace IntelShare.Tests;

/// <summary><c>deploy/ASVS.md</c>: what it promises is there.</summary>
public sealed partial class The_checklist
{
    private const int Rows = 52;
    private const int Patience = 20_000;
    private static readonly string Text = File.ReadAllText(Path.Combine(House.Root, "deploy/ASVS.md"));

    [Fact]
    public void has_every_row_with_a_mechanism_and_a_test_or_a_reason()
    {
        var rows = Text.Split('\n').Where(line => Row().IsMatch(line)).Select(line => line.Split('|', StringSplitOptions.TrimEntries)).ToArray();
        Assert.Equal(Enumerable.Range(1, Rows), rows.Select(row => int.Parse(row[1], CultureInfo.InvariantCulture)));
        Assert.All(rows, row => Assert.True(row.Length == 6 && row[3].Length > 0 && (row[4].StartsWith("reason: ", StringComparison.Ordinal) || Sentence().IsMatch(row[4])), string.Join(" | ", row)));
    }

    [Fact]
    public void names_files_and_tests_that_exist()
    {
        var sources = House.Sources("tests").ToArray();
        var tests = Sentence().Matches(Text).Select(match => (Class: match.Groups["class"].Value, Method: match.Groups["method"].Value)).Distinct().ToArray();
        Assert.True(tests.Length > 40);
        Assert.All(tests, test => Assert.Contains(sources, source => House.Has(source.Text, $@"class {test.Class}\b") && House.Has(source.Text, $@" {test.Method}\(")));
        Assert.All(Named().Matches(Text), match => Assert.True(File.Exists(Path.Combine(House.Root, match.Groups["path"].Value)), match.Value));
    }

    [GeneratedRegex(@"^\| \d+ \|", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex Row();

    [GeneratedRegex(@"`(?<class>[A-Z][A-Za-z]*(_\w+)+)\.(?<method>\w+)`", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex Sentence();

    [GeneratedRegex(@"`(?<path>(src|deploy|tests|openapi|Directory)[\w./]+)`", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex Named();
}
