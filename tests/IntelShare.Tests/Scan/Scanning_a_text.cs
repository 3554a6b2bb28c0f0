using System.Text;
using IntelShare.Scan;
using IntelShare.Unicode;

namespace IntelShare.Tests.Scan;

public sealed class Scanning_a_text
{
    private static readonly PolicySet Ours = new(0);

    [Theory]
    [InlineData("❄\uFE0F", "snö ❄ nu", 5, 8, 4, 5)]
    [InlineData("❄", "❄\uFE0F", 0, 6, 0, 2)]
    [InlineData("coke", "𝓬𝓸𝓴𝓮!", 0, 16, 0, 8)]
    [InlineData("job 5k", "ett JOB - 5️⃣K", 4, 18, 4, 14)]
    [InlineData("coke", "x co\u200Bke\u00AD.", 2, 11, 2, 8)]
    [InlineData("👍", "a👍🏽b", 1, 9, 1, 5)]
    [InlineData("大麻", "私は大麻を", 6, 12, 2, 4)]
    [InlineData("fix", "ﬁx", 0, 4, 0, 2)]
    public void finds_a_term_where_it_stands(string term, string text, int start, int end, int startUtf16, int endUtf16) =>
        Assert.Equal([new(0, 7, start, end, startUtf16, endUtf16, Via.Term)], Scan(text, (Term.Of(term), 7, 0)));

    [Theory]
    [InlineData("coke", "cokes")]
    [InlineData("coke", "co ke")]
    [InlineData("job 5k", "job")]
    [InlineData("👩\u200D🌾", "👩🌾")]
    [InlineData("#snö", "snö")]
    public void finds_no_part_of_a_word(string term, string text) => Assert.Empty(Scan(text, (Term.Of(term), 7, 0)));

    [Fact]
    public void tells_all_senses_and_all_spellings() =>
        Assert.Equal([3, 2, 1], Scan("la pêche", (Term.Of("pêche", kept: Kept.Marks), 1, 0), (Term.Of("peche"), 2, 0), (Term.Of("PÊCHE"), 3, 0), (Term.Of("péché", kept: Kept.Marks), 4, 0), (Term.Of("pêche"), 5, 1)).Select(match => match.Entry));

    [Theory]
    [InlineData(TermKind.Any, "snö #snö @snö a@snö", 4)]
    [InlineData(TermKind.Word, "snö #snö @snö a@snö", 2)]
    [InlineData(TermKind.Hashtag, "snö #snö @snö a@snö", 1)]
    [InlineData(TermKind.Handle, "snö #snö @snö a@snö", 1)]
    public void asks_for_the_sign_before_a_term(TermKind kind, string text, int found) => Assert.Equal(found, Scan(text, (Term.Of("snö", kind), 1, 0)).Length);

    private static Match[] Scan(string text, params (Term Term, int Entry, int Policy)[] terms)
    {
        var index = new ScanIndex(42);
        foreach (var (term, entry, policy) in terms)
        {
            index.Add(term, entry, policy);
        }

        var matches = new Matches();
        new Scanner().Scan(Encoding.UTF8.GetBytes(text), index.Pin(), Ours, matches);
        return [.. matches.Items];
    }
}
