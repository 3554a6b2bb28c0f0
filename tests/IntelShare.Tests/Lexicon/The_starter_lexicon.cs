using IntelShare.Indicators;
using IntelShare.Lexicon;

namespace IntelShare.Tests.Lexicon;

public sealed class The_starter_lexicon
{
    [Fact]
    public void could_be_submitted_row_by_row() => Assert.All(StarterLexicon.Entries, entry => Assert.Empty(entry.Content.Refusals()));

    [Fact]
    public void holds_each_sense_once() =>
        Assert.Equal(StarterLexicon.Entries.Count, StarterLexicon.Entries.Select(entry => (Folding.Fold(entry.Content.Term!), entry.Content.Meaning)).Distinct().Count());

    [Fact]
    public void names_a_source_and_the_caveat_with_every_row() => Assert.All(StarterLexicon.Entries, entry =>
    {
        Assert.NotEmpty(entry.Content.Sources!);
        Assert.Contains("never accuse", entry.Content.Context, StringComparison.Ordinal);
    });

    [Fact]
    public void calls_every_term_with_two_senses_ambiguous() =>
        Assert.All(StarterLexicon.Entries.GroupBy(entry => entry.Content.Term).Where(senses => senses.Count() > 1).SelectMany(senses => senses), entry => Assert.True(entry.Content.Ambiguous));

    [Theory]
    [InlineData("❄", "drug.cocaine")]
    [InlineData("🎄", "drug.cannabis")]
    [InlineData("🍪 ⛄ 📦 🪂", "trade.arrival")]
    [InlineData("Jappning", "vaas.shooting")]
    [InlineData("ARENDE", "vaas.task")]
    [InlineData("mission", "vaas.task")]
    public void is_found_as_terms_are_typed(string typed, string concept) =>
        Assert.Equal(concept, Assert.Single(StarterLexicon.Entries, entry => entry.Content.MatchValues().Contains(Folding.Fold(typed))).Content.Concept);

    [Fact]
    public void sets_aside_what_touches_children() =>
        Assert.Equal(["🍕", "💗"], StarterLexicon.Entries.Where(entry => entry.Sensitive).Select(entry => entry.Content.Term));

    [Fact]
    public void speaks_swedish_where_the_gangs_do() =>
        Assert.Equal(["jappning", "lax", "torped", "ärende"], StarterLexicon.Entries.Where(entry => entry.Content is { Language: "sv", Countries: ["SE"] }).Select(entry => entry.Content.Term));
}
