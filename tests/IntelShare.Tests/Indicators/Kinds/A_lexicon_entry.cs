using FsCheck.Xunit;
using IntelShare.Indicators;
using IntelShare.Indicators.Kinds;

namespace IntelShare.Tests.Indicators.Kinds;

public sealed class A_lexicon_entry
{
    private static readonly LexiconEntry Snow = Samples.Of<LexiconEntry>();
    private static readonly LexiconEntry Bare = Samples.Read<LexiconEntry>("""{ "term": "snö", "concept": "drug.cocaine" }""");

    [Fact]
    public void is_identified_by_its_term_alone() => Assert.Equal([new("term", Snow.Term!)], Snow.Identifier());

    [Fact]
    public void is_accepted_complete() => Assert.Empty(Snow.Refusals());

    [Fact]
    public void is_accepted_with_a_term_and_a_concept_alone() => Assert.Empty(Bare.Refusals());

    [Fact]
    public void is_written_as_it_was_read() => Assert.Equal(Samples.Write(Snow), Samples.Write(Samples.Read<LexiconEntry>(Samples.Write(Snow))));

    [Fact]
    public void is_no_personal_data() => Assert.False(Kind.Of(Snow).Personal);

    [Theory]
    [InlineData(null, "required /term")]
    [InlineData("   ", "required /term")]
    [InlineData("!! …", "empty-after-folding /term")]
    [InlineData("\u200B\uFE0F", "required /term")]
    [InlineData("sn\u0007ö", "text-not-clean /term")]
    [InlineData("a b c d e f g h i j k l m n o p q", "too-many-tokens /term")]
    [InlineData("❄❄❄❄❄❄❄❄❄❄❄❄❄❄❄❄❄", "too-many-tokens /term")]
    [InlineData("12345678901234567890123456789012345678901234567890 12345678901234", "too-long /term")]
    public void is_refused_without_a_comparable_term(string? term, string refusal) => Assert.Contains(refusal, (Bare with { Term = term }).Refusals());

    [Theory]
    [InlineData("{}", "required /specificity/texts", "required /specificity/found", "required /specificity/sample")]
    [InlineData("""{ "texts": 0, "found": 0, "sample": "none" }""", "specificity-range /specificity/texts")]
    [InlineData("""{ "texts": 5, "found": 6, "sample": "posts" }""", "specificity-range /specificity/found")]
    [InlineData("""{ "texts": 5, "found": -1, "sample": "posts of @anna_k" }""", "specificity-range /specificity/found", "personal-identifier /specificity/sample")]
    public void is_refused_with_a_count_of_nothing(string specificity, params string[] refusals) =>
        Assert.Equal(refusals, (Bare with { Specificity = Samples.Read<Specificity>(specificity) }).Refusals());

    // The runner mends lone surrogates in theory data.
    [Fact]
    public void is_refused_with_half_a_character() => Assert.Equal(["text-not-clean /term"], (Bare with { Term = "sn\uD83Dö" }).Refusals());

    [Theory]
    [InlineData("🏽")]
    [InlineData("#️⃣")]
    [InlineData("👨‍👩‍👧‍👦")]
    [InlineData("🇸🇪")]
    [InlineData("שלג")]
    [InlineData("снег")]
    [InlineData("𝓬𝓸𝓴𝓮")]
    [InlineData("go fast")]
    [InlineData("#snö")]
    [InlineData("5️⃣k")]
    public void is_accepted_in_any_script_and_for_any_emoji(string term) => Assert.Empty((Bare with { Term = term }).Refusals());

    [Fact]
    public void keeps_its_term_as_written() => Assert.Equal("❄\uFE0F🔌", Samples.Read<LexiconEntry>(Samples.Write(Snow)).Term);

    [Theory]
    [InlineData(null, null, "required /concept")]
    [InlineData("drug.snow", null, "unknown-concept /concept")]
    [InlineData("other", null, "meaning-required /meaning")]
    [InlineData("other", " ", "meaning-required /meaning")]
    [InlineData("other", "\u200B", "meaning-required /meaning")]
    public void is_refused_without_an_idea(string? concept, string? meaning, string refusal) =>
        Assert.Equal([refusal], (Bare with { Concept = concept, Meaning = meaning }).Refusals());

    [Fact]
    public void may_mean_something_else_when_it_says_what() => Assert.Empty((Bare with { Concept = "other", Meaning = "meeting point" }).Refusals());

    [Theory]
    [InlineData("call @anna.k")]
    [InlineData("＠anna_k")]
    [InlineData("📲@jobb_nu")]
    [InlineData("mail anna.k@example.org")]
    [InlineData("+46 (0)70-123 45 67")]
    [InlineData("0046701234567")]
    [InlineData("070-123 45 67")]
    [InlineData("06 12 34 56 78")]
    [InlineData("０７０１２３４５６７")]
    [InlineData("0️⃣7️⃣0️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣")]
    [InlineData("070\u200B1234567")]
    [InlineData("(555) 123-4567")]
    [InlineData("46701234567")]
    [InlineData("https://www.tiktok.com/@anna.k")]
    [InlineData("t.me/anna_kokain")]
    [InlineData("till bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")]
    [InlineData("BTC:1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2.")]
    [InlineData("(SE3550000000054910000003)")]
    [InlineData("gb82 west 1234 5698 7654 32 tack")]
    [InlineData("GB82-WEST-1234-5698-7654-32")]
    [InlineData("0x52908400098527886E0F7030069857D2E4169EE7")]
    [InlineData("SE35 5000 0000 0549 1000 0003 till anna")]
    [InlineData("(paypal.me/annakarlsson)")]
    [InlineData("nu t.me/anna_kokain.")]
    [InlineData("https://cash.app/$annakarlsson")]
    [InlineData("revolut.me/annakarlsson")]
    public void is_refused_when_it_points_at_a_person(string text)
    {
        Assert.Contains("personal-identifier /term", (Bare with { Term = text }).Refusals());
        Assert.Equal(["personal-identifier /variants/1"], (Bare with { Variants = ["snow", text] }).Refusals());
        Assert.Equal(["personal-identifier /meaning"], (Bare with { Meaning = text }).Refusals());
        Assert.Equal(["personal-identifier /context"], (Bare with { Context = text }).Refusals());
    }

    [Theory]
    [InlineData("$25")]
    [InlineData("100g")]
    [InlineData("5k")]
    [InlineData("#snö")]
    [InlineData("1️⃣0️⃣0️⃣")]
    [InlineData("2024-2025")]
    [InlineData("01.02.2024 - 05.03.2024")]
    [InlineData("2026-11-24")]
    [InlineData("1000 SEK")]
    [InlineData("25 000-150 000 SEK")]
    [InlineData("0.5 g, 1 g, 3.5 g")]
    [InlineData("24/7")]
    [InlineData("c@nnabis")]
    [InlineData("seen on tiktok.com and t.me")]
    [InlineData("50 @ 400")]
    [InlineData("1312")]
    [InlineData("Donaudampfschifffahrtsgesellschaft")]
    [InlineData("se35 gram hela helt bara stor fint")]
    [InlineData("SE3550000000054910000004")]
    [InlineData("paypal.me, cash.app, bitcoin")]
    public void may_speak_of_amounts_dates_and_platforms(string text) => Assert.Empty((Bare with { Term = text, Meaning = text, Context = text }).Refusals());

    [Fact]
    public void is_refused_with_each_place_that_does_not_exist() => Assert.Equal(
        ["language-malformed /language", "unknown-country /countries/0", "country-alias /countries/2", "unknown-platform /platforms/0", "required /sources/0"],
        (Bare with { Language = "sv-SE", Countries = ["se", "SE", "UK"], Platforms = ["myspace"], Sources = [""] }).Refusals());

    [Fact]
    public void is_refused_when_a_list_holds_nothing_real() => Assert.Equal(
        ["unknown-country /countries/0", "required /platforms/0", "required /variants/0", "required /sources/0"],
        Samples.Read<LexiconEntry>("""{ "term": "snö", "concept": "drug.cocaine", "countries": [null], "platforms": [null], "variants": [null], "sources": [null] }""").Refusals());

    [Fact]
    public void is_refused_with_what_no_scan_looks_for()
    {
        string[] longest = ["a b c d e f g h i j k l m n o p", "雪だるまを作る人を見た子供たち"];
        Assert.Empty((Bare with { Variants = longest }).Refusals());
        Assert.Equal(["too-many-tokens /variants/0", "too-many-tokens /variants/1"], (Bare with { Variants = [.. longest.Select(variant => variant + " ❄❄")] }).Refusals());
    }

    [Fact]
    public void is_refused_with_more_variants_than_a_term_can_have() =>
        Assert.Equal(["too-many /variants"], (Bare with { Variants = [.. Enumerable.Range(0, 33).Select(n => $"snow {n}")] }).Refusals());

    [Fact]
    public void is_refused_when_it_was_last_seen_before_it_was_first_seen() =>
        Assert.Equal(["observed-backwards /observedTo"], (Bare with { ObservedFrom = new(2026, 2, 1), ObservedTo = new(2026, 1, 31) }).Refusals());

    [Fact]
    public void may_be_seen_on_one_day_only() => Assert.Empty((Bare with { ObservedFrom = new(2026, 2, 1), ObservedTo = new(2026, 2, 1) }).Refusals());

    [Fact]
    public void is_found_under_its_term_and_each_variant_once() =>
        Assert.Equal(["❄ 🔌", "⛄ 🔌", "sno"], (Snow with { Variants = ["⛄️🔌", "snö", "SNO", "❄🔌"] }).MatchValues());

    [Theory]
    [InlineData("❄🔌")]
    [InlineData("❄️ 🔌")]
    [InlineData("Snow-Plug")]
    [InlineData("#SNOKONTAKT")]
    public void is_found_by_another_spelling(string value) => Assert.Contains(Assert.Single(LexiconEntry.LookUp(value, "tiktok")!), Snow.MatchValues());

    [Fact]
    public void cannot_be_asked_for_by_punctuation() => Assert.Null(LexiconEntry.LookUp("?!", null));

    [Property(Arbitrary = [typeof(UnicodeText)], MaxTest = 500)]
    public bool is_found_by_its_own_term_or_refused(string term, string variant)
    {
        var entry = Bare with { Term = term, Variants = [variant] };
        return entry.Check().Any()
            || new[] { term, variant }.SelectMany(value => LexiconEntry.LookUp(value, null)!).Distinct().SequenceEqual(entry.MatchValues());
    }
}
