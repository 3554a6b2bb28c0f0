using System.Text.Json;
using FsCheck.Xunit;
using IntelShare.Indicators;
using IntelShare.Indicators.Kinds;

namespace IntelShare.Tests.Indicators.Kinds;

public sealed class A_recruitment_pattern
{
    private static readonly RecruitmentPattern Mission = Samples.Of<RecruitmentPattern>();
    private static readonly RecruitmentPattern Bare =
        Samples.Read<RecruitmentPattern>("""{ "title": "Errand", "description": "A first harmless errand, paid.", "task": "small-errand", "role": "runner" }""");

    [Fact]
    public void is_identified_by_its_title_alone() => Assert.Equal([new("title", Mission.Title!)], Mission.Identifier());

    [Fact]
    public void is_accepted_complete() => Assert.Empty(Mission.Refusals());

    [Fact]
    public void is_accepted_with_its_four_mandatory_members_alone() => Assert.Empty(Bare.Refusals());

    [Fact]
    public void is_written_as_it_was_read() => Assert.Equal(Samples.Write(Mission), Samples.Write(Samples.Read<RecruitmentPattern>(Samples.Write(Mission))));

    [Fact]
    public void is_no_personal_data() => Assert.False(Kind.Of(Mission).Personal);

    [Fact]
    public void is_refused_empty_naming_all_that_is_missing() =>
        Assert.Equal(["required /title", "required /description", "required /task", "required /role"], Samples.Read<RecruitmentPattern>("{}").Refusals());

    [Theory]
    [InlineData("""{ "task": "Killing" }""")]
    [InlineData("""{ "task": 3 }""")]
    [InlineData("""{ "role": "boss" }""")]
    [InlineData("""{ "targets": ["teenagers", "adults"] }""")]
    [InlineData("""{ "payment": { "min": "5000" } }""")]
    [InlineData("""{ "reward": 5000 }""")]
    public void is_malformed_outside_its_closed_lists_and_members(string json) => Assert.Throws<JsonException>(() => Samples.Read<RecruitmentPattern>(json));

    [Theory]
    [InlineData("""{ "min": 0, "currency": "EUR" }""", new string[0])]
    [InlineData("""{ "max": 20000, "currency": "EUR" }""", new string[0])]
    [InlineData("""{ "currency": "EUR" }""", new[] { "required /payment" })]
    [InlineData("""{ "min": -1, "currency": "EUR" }""", new[] { "amount-negative /payment/min" })]
    [InlineData("""{ "min": 2, "max": 1, "currency": "EUR" }""", new[] { "payment-backwards /payment/max" })]
    [InlineData("""{ "min": 500 }""", new[] { "currency-malformed /payment/currency" })]
    [InlineData("""{ "min": 500, "currency": "kr" }""", new[] { "currency-malformed /payment/currency" })]
    public void promises_an_amount_in_a_currency(string payment, string[] refusals) =>
        Assert.Equal(refusals, (Bare with { Payment = Samples.Read<Payment>(payment) }).Refusals());

    [Theory]
    [InlineData("write to @jobb_nu")]
    [InlineData("ring 070-123 45 67")]
    [InlineData("snapchat.com/add/jobb.nu")]
    public void is_refused_when_it_points_at_a_person(string text) => Assert.Equal(
        ["personal-identifier /title", "personal-identifier /description", "personal-identifier /phrases/0"],
        (Bare with { Title = text, Description = text, Phrases = [text] }).Refusals());

    [Fact]
    public void is_refused_with_what_cannot_be_found_or_does_not_exist() => Assert.Equal(
        ["empty-after-folding /title", "unknown-platform /platforms/1", "language-malformed /languages/0", "empty-after-folding /phrases/0", "observed-backwards /observedTo"],
        (Bare with { Title = "…", Platforms = ["x", "X"], Languages = ["swedish"], Phrases = ["!"], ObservedFrom = new(2026, 1, 2), ObservedTo = new(2026, 1, 1) }).Refusals());

    [Fact]
    public void is_refused_with_wordings_that_no_scan_looks_for_but_not_with_such_a_title()
    {
        var words = "a b c d e f g h i j k l m n o p";
        Assert.Equal(["too-many-tokens /phrases/1"], (Bare with { Title = words + " q", Phrases = [words, words + " q"] }).Refusals());
    }

    [Theory]
    [InlineData("Vem är REDO nu?")]
    [InlineData("jappning ikväll💸")]
    [InlineData("mission in video game dress shooting at a door")]
    public void is_found_by_its_title_and_its_phrases(string value) => Assert.Contains(Assert.Single(RecruitmentPattern.LookUp(value, null)!), Mission.MatchValues());

    [Fact]
    public void cannot_be_asked_for_by_punctuation() => Assert.Null(RecruitmentPattern.LookUp("…", null));

    [Property(Arbitrary = [typeof(UnicodeText)], MaxTest = 300)]
    public bool is_found_by_its_own_words_or_refused(string title, string phrase)
    {
        var pattern = Bare with { Title = title, Phrases = [phrase] };
        return pattern.Check().Any()
            || new[] { title, phrase }.SelectMany(value => RecruitmentPattern.LookUp(value, null)!).Distinct().SequenceEqual(pattern.MatchValues());
    }
}
