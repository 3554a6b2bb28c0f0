using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using IntelShare.Indicators;
using IntelShare.Indicators.Kinds;
using IntelShare.Lexicon;

namespace IntelShare.Tests.Lexicon;

public sealed class A_harmonised_term
{
    private static readonly DateOnly Today = new(2026, 12, 1);
    private static readonly ILookup<Guid, SeenOn> Unseen = Array.Empty<SeenOn>().ToLookup(one => one.Record);

    [Fact]
    public void has_a_sense_for_each_concept_with_all_that_say_so()
    {
        var term = HarmonisedTerm.Of("snö", [Says("se-noa", "drug.cocaine", "SE"), Says("fr-ofast", "drug.cocaine", "FR", "SE"), Says("fr-ofast", "drug.any")], Unseen, Today);
        Assert.Equal(["drug.any", "drug.cocaine"], term.Senses.Select(sense => sense.Concept));
        Assert.Equal(["fr-ofast", "se-noa"], term.Senses[1].Agrees);
        Assert.Equal(["FR", "SE"], term.Senses[1].Countries);
    }

    [Fact]
    public void parts_the_concept_other_by_meaning_and_folds_its_words()
    {
        var term = HarmonisedTerm.Of("lax", [Means("se-noa", "A thousand kronor"), Means("no-kripos", "a  thousand KRONOR"), Means("dk-nsk", "a courier")], Unseen, Today);
        Assert.Equal([["dk-nsk"], ["no-kripos", "se-noa"]], term.Senses.Select(sense => sense.Agrees));
    }

    [Fact]
    public void takes_concepts_for_one_where_they_are_read_as_one_and_tells_what_each_owner_wrote()
    {
        var sense = Assert.Single(HarmonisedTerm.Of("snö", [Says("se-noa", "drug.cocaine", "SE"), Says("fr-ofast", "drug.crack", "FR") with { Concept = "drug.cocaine" }], Unseen, Today).Senses);
        Assert.Equal("drug.cocaine", sense.Concept);
        Assert.Equal([("fr-ofast", "drug.crack"), ("se-noa", "drug.cocaine")], sense.Assertions.Select(word => (word.Owner, word.Concept)));
        Assert.Equal(["FR", "SE"], sense.Countries);
    }

    [Fact]
    public void names_who_disputes_and_takes_nothing_else_from_them()
    {
        var disputing = Says("fr-ofast", "drug.cocaine", "FR");
        disputing = disputing with { Entry = disputing.Entry with { Stance = Stance.Disputes, ObservedTo = Today } };
        var sense = Assert.Single(HarmonisedTerm.Of("snö", [Says("se-noa", "drug.cocaine", "SE"), disputing], Unseen, Today).Senses);
        Assert.Equal(["se-noa"], sense.Agrees);
        Assert.Equal(["fr-ofast"], sense.Disputes);
        Assert.Equal(["SE"], sense.Countries);
        Assert.Null(sense.LastSeen);
        Assert.Equal([Stance.Disputes, Stance.Asserts], sense.Assertions.Select(one => one.Stance));
    }

    [Fact]
    public void lets_evaluations_stand_side_by_side()
    {
        var doubted = Says("se-noa", "drug.cocaine") with { Evaluation = Evaluation.Unassessed };
        var sense = Assert.Single(HarmonisedTerm.Of("snö", [Says("fr-ofast", "drug.cocaine"), doubted], Unseen, Today).Senses);
        Assert.Equal([new(SourceCode.B, 2), Evaluation.Unassessed], sense.Assertions.Select(one => one.Evaluation));
    }

    [Fact]
    public void counts_sightings_by_month_and_reads_the_first_and_last_day_from_them()
    {
        var word = Says("se-noa", "drug.cocaine");
        word = word with { Entry = word.Entry with { ObservedFrom = new(2026, 3, 1) } };
        var seen = new SeenOn[] { new(word.Indicator, new(2026, 10, 30), 3), new(word.Indicator, new(2026, 10, 1), 1), new(word.Indicator, new(2026, 2, 9), 1) }.ToLookup(one => one.Record);
        var sense = Assert.Single(HarmonisedTerm.Of("snö", [word], seen, Today).Senses);
        Assert.Equal([new(new(2026, 2, 1), 1), new(new(2026, 10, 1), 4)], sense.Sightings);
        Assert.Equal((new DateOnly(2026, 2, 9), new DateOnly(2026, 10, 30)), (sense.FirstSeen, sense.LastSeen));
    }

    [Theory]
    [InlineData(null, "2025-11-30", "2026-11-01", true)]
    [InlineData(null, "2025-12-01", "2024-01-01", false)]
    [InlineData(null, null, "2025-11-30", true)]
    [InlineData(null, null, "2025-12-01", false)]
    [InlineData("2024-01-01", null, "2025-12-01", false)]
    [InlineData("2024-01-01", null, "2025-11-30", true)]
    [InlineData("2025-12-01", null, "2025-11-30", false)]
    public void is_stale_a_year_after_it_was_last_seen_or_while_in_use_last_evaluated(string? first, string? last, string evaluated, bool stale)
    {
        var word = Says("se-noa", "drug.cocaine") with { EvaluatedOn = Day(evaluated)!.Value };
        word = word with { Entry = word.Entry with { ObservedFrom = Day(first), ObservedTo = Day(last) } };
        Assert.Equal(stale, Assert.Single(HarmonisedTerm.Of("snö", [word], Unseen, Today).Senses).Stale);
    }

    [Fact]
    public void has_the_names_of_an_emoji_and_none_of_a_word()
    {
        Assert.Equal(("snowflake", "snöflinga"), (HarmonisedTerm.Of("❄", [Says("se-noa", "drug.cocaine")], Unseen, Today).Names["en"], EmojiNames.Of("❄")["sv"]));
        Assert.Empty(HarmonisedTerm.Of("snö", [Says("se-noa", "drug.cocaine")], Unseen, Today).Names);
    }

    [Theory]
    [InlineData("Schneeflocke")]
    [InlineData("SNOFLINGA")]
    [InlineData("flocon")]
    [InlineData("copo de nieve")]
    [InlineData("snjókorn")]
    public void is_found_by_the_name_of_its_emoji_in_any_of_the_languages(string name) => Assert.Equal(["❄"], EmojiNames.Called(name));

    [Theory]
    [InlineData("")]
    [InlineData("\uD83D")]
    [InlineData("no such thing")]
    public void is_not_found_by_what_is_no_name(string name) => Assert.Empty(EmojiNames.Called(name));

    [Property]
    public Property is_the_same_in_whatever_order_its_records_come() => Prop.ForAll(
        Gen.ListOf(from owner in Gen.Elements("se-noa", "fr-ofast", "dk-nsk")
                   from concept in Gen.Elements("drug.cocaine", "drug.any", "other")
                   from stance in Gen.Elements<Stance?>(null, Stance.Disputes)
                   from country in Gen.Elements("SE", "FR", "DK")
                   from number in Gen.Choose(1, 1_000_000)
                   select (owner, concept, stance, country, number)).Where(list => list.Count > 0).ToArbitrary(),
        drawn =>
        {
            var words = drawn.DistinctBy(one => one.number).Select(one => Says(one.owner, one.concept, one.country) with { Indicator = new(one.number, 0, 0, new byte[8]) })
                .Zip(drawn.DistinctBy(one => one.number), (word, one) => word with { Entry = word.Entry with { Stance = one.stance } }).ToList();
            var (there, back) = (HarmonisedTerm.Of("snö", words, Unseen, Today), HarmonisedTerm.Of("snö", [.. words.AsEnumerable().Reverse()], Unseen, Today));
            return Samples.Write(there) == Samples.Write(back)
                && there.Senses.Sum(sense => sense.Assertions.Count) == words.Count
                && there.Senses.All(sense => sense.Agrees.Concat(sense.Disputes).ToHashSet(StringComparer.Ordinal).SetEquals(sense.Assertions.Select(one => one.Owner)));
        });

    private static Assertion Says(string owner, string concept, params string[] countries) => new(
        new((owner.Sum(letter => letter) * 1000) + concept.Sum(letter => letter), 0, 0, new byte[8]), owner, Samples.Read<LexiconEntry>($$"""{ "term": "snö", "concept": "{{concept}}" }""") with { Countries = countries }, concept,
        new(SourceCode.B, 2), Today, new([HandlingCode.H0], Conditions: null), []);

    private static Assertion Means(string owner, string meaning)
    {
        var word = Says(owner, "other");
        return word with { Entry = word.Entry with { Meaning = meaning } };
    }

    private static DateOnly? Day(string? day) => day is null ? null : DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
}
