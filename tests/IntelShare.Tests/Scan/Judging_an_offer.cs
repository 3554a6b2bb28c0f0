using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using IntelShare.Indicators.Kinds;
using IntelShare.Members;
using IntelShare.Scan;
using IntelShare.Scan.Rules;

namespace IntelShare.Tests.Scan;

/// <summary>A rule says which features of an offer stand near each other, each on a place of its own.</summary>
public sealed class Judging_an_offer
{
    private static readonly Rule Errand = Samples.Read<Rule>(
        """
        { "groups": [
            { "name": "offer", "words": ["mission", "taf", "go fast"] },
            { "name": "pay", "words": ["💸"], "money": { "min": 200, "currencies": ["EUR"] } },
            { "name": "game", "words": ["level up", "xp"] },
            { "name": "harmless", "words": ["offre d'emploi"] } ],
          "all": ["offer", "pay"], "none": ["harmless"], "within": 8 }
        """);

    [Theory]
    [InlineData("Nouvelle MISSION ce soir, 500€ cash", "MISSION|500€")]
    [InlineData("m.i.s.s.i.o.n 2k", "m.i.s.s.i.o.n|2k")]
    [InlineData("💸 go fast", "💸|go fast")]
    [InlineData("taf taf 1 500 euros", "taf|1 500 euros")]
    public void finds_it_where_its_features_stand(string text, string places) => Assert.Equal(places, Found(Errand, text));

    [Theory]
    [InlineData("mission ce soir")]
    [InlineData("mission 150€")]
    [InlineData("mission 500 kr")]
    [InlineData("mission 500")]
    [InlineData("missions 500€")]
    [InlineData("mission a b c d e f g 500€")]
    [InlineData("offre d'emploi: mission, 500€")]
    [InlineData("mission 500€ a b c d offre d'emploi")]
    public void finds_none_where_something_is_missing_too_far_or_harmless(string text) => Assert.Null(Found(Errand, text));

    [Fact]
    public void lets_what_is_harmless_be_far_away() => Assert.NotNull(Found(Errand, "mission 500€ a b c d e offre d'emploi"));

    [Fact]
    public void never_lets_one_place_serve_two_groups()
    {
        var twice = Errand with { Groups = [Group("one", "jobb", "lätt jobb"), Group("two", "jobb", "jobb nu")], All = ["one", "two"], None = null };
        Assert.Null(Found(twice, "lätt jobb nu"));
        Assert.Equal("lätt jobb|jobb", Found(twice, "lätt jobb och jobb"));
    }

    [Fact]
    public void keeps_the_order_that_is_asked_for()
    {
        var ordered = Errand with { Ordered = true };
        Assert.Equal("mission|500€", Found(ordered, "mission 500€"));
        Assert.Null(Found(ordered, "500€ mission"));
        Assert.Equal("mission|💸", Found(ordered, "500€ mission 💸"));
    }

    [Fact]
    public void asks_for_some_of_several()
    {
        var some = Errand with { All = ["offer"], AtLeast = new(1, ["pay", "game"]) };
        Assert.Null(Found(some, "mission"));
        Assert.Equal("mission|level up", Found(some, "mission level up"));
        Assert.Equal("500€|xp", Found(Errand with { All = null, AtLeast = new(2, ["offer", "pay", "game"]) }, "500€ et xp"));
    }

    [Fact]
    public void adds_up_what_its_groups_are_worth()
    {
        var scored = Errand with { MinScore = 5, Groups = [.. Errand.Groups!.Select(group => group with { Score = group.Name == "game" ? 3 : 1 })] };
        Assert.Null(Found(scored, "mission 500€"));
        Assert.Equal("mission|500€|level up", Found(scored, "mission 500€ level up"));
    }

    [Theory]
    [InlineData("time", "a 18:30 b", "18:30")]
    [InlineData("time", "a 18h30 b", "18h30")]
    [InlineData("time", "a 8pm b", "8pm")]
    [InlineData("time", "a kl 18 b", "kl 18")]
    [InlineData("time", "a kl. 18 b", "kl. 18")]
    [InlineData("time", "a kl.18 b", "kl.18")]
    [InlineData("time", "a kl 18:30 b", "kl 18:30")]
    [InlineData("time", "a kl. 9.05, b", "kl. 9.05")]
    [InlineData("time", "a 20 Uhr b", "20 Uhr")]
    [InlineData("time", "um 18.05 Uhr b", "18.05 Uhr")]
    [InlineData("time", "om 9.30 uur b", "9.30 uur")]
    [InlineData("time", "a 18.30 b", "18.30")]
    [InlineData("time", "Vi ses 18.30.", "18.30")]
    [InlineData("time", "a 18.00-19.30 b", "18.00")]
    [InlineData("time", "a 18.30 500 kr b", "18.30")]
    [InlineData("time", "a 24.30 b", null)]
    [InlineData("time", "a 18.60 b", null)]
    [InlineData("time", "a 18.300 b", null)]
    [InlineData("time", "a 18.11 b", null)]
    [InlineData("time", "a 18.11.2026 b", null)]
    [InlineData("time", "a 18.30.2 b", null)]
    [InlineData("time", "a v1.18.30 b", null)]
    [InlineData("time", "a 06.18.34.56.58 b", null)]
    [InlineData("time", "a 192.168.10.20 b", null)]
    [InlineData("time", "a 2.50 b", null)]
    [InlineData("time", "a 18.30 € b", null)]
    [InlineData("time", "a $18.30 b", null)]
    [InlineData("time", "a 18.30kr b", null)]
    [InlineData("time", "a 18.30% b", null)]
    [InlineData("time", "a 25:30 b", null)]
    [InlineData("time", "a 18:60 b", null)]
    [InlineData("time", "a 18 b", null)]
    [InlineData("phone", "a +46 70-123 45 67 b", "46 70-123 45 67")]
    [InlineData("phone", "a 0612345678 b", "0612345678")]
    [InlineData("phone", "a 12345678 b", null)]
    [InlineData("phone", "a 0123 b", null)]
    [InlineData("handle", "a @jobb_nu b", "jobb_nu")]
    [InlineData("handle", "a jobb@nu b", null)]
    [InlineData("url", "a https://t.me/x b", "https://t")]
    [InlineData("url", "a t.me/x b", "t.me")]
    [InlineData("url", "a www.exempel.se b", "www.exempel")]
    [InlineData("url", "a b.c d", null)]
    [InlineData("EUR", "a 500€ b", "500€")]
    [InlineData("EUR", "a €500 b", "€500")]
    [InlineData("EUR", "a EUR 2.500,- b", "EUR 2.500")]
    [InlineData("EUR", "a ２k€ b", "２k€")]
    [InlineData("EUR", "a 2 mille euros b", "2 mille euros")]
    [InlineData("EUR", "a 499.50 € b", "499.50 €")]
    [InlineData("EUR", "a 1.250,5 € b", "1.250,5 €")]
    [InlineData("phone", "+46 70 123 45 67", "46 70 123 45 67")]
    [InlineData("EUR", "a 20k b", "20k")]
    [InlineData("EUR", "a 500 kr b", null)]
    [InlineData("EUR", "a 99€ b", null)]
    [InlineData("SEK", "a 25 000 kr b", "25 000 kr")]
    [InlineData("SEK", "a 25 tusen b", "25 tusen")]
    [InlineData("SEK", "a 500kr b", "500kr")]
    [InlineData("SEK", "a 500 b", null)]
    public void knows_figures_by_their_shape(string figure, string text, string? found)
    {
        var group = char.IsUpper(figure[0]) ? Group("it") with { Words = null, Money = new(100, Max: null, [figure]) } : Group("it") with { Words = null, Figures = [Codes.TryRead<Figure>(figure, out var shape) ? shape : throw new ArgumentException("No figure.", nameof(figure))] };
        Assert.Equal(found, Found(Errand with { Groups = [group], All = ["it"], None = null }, text));
    }

    /// <summary>One text of few words, and a rule that looks for them; what holds is found by trying every choice of places.</summary>
    [Property(MaxTest = 2000)]
    public Property finds_what_trying_every_choice_finds() => Prop.ForAll(Any.ToArbitrary(), one => Assert.Equal(Holds(one.Rule, one.Words), Found(one.Rule, string.Join(' ', one.Words)) is not null));

    [Theory]
    [InlineData("""{}""", "group-count /groups")]
    [InlineData("""{ "groups": [null] }""", "group-count /groups")]
    [InlineData("""{ "groups": [{ "name": "a", "words": ["kurir"] }], "within": 5 }""", "required /all")]
    [InlineData("""{ "groups": [{ "name": "a" }], "all": ["a"], "within": 5 }""", "atom-count /groups/0")]
    [InlineData("""{ "groups": [{ "name": "a", "words": ["?"] }], "all": ["a"], "within": 5 }""", "empty-after-folding /groups/0/words/0")]
    [InlineData("""{ "groups": [{ "name": "a", "words": [null], "concepts": [null], "money": { "currencies": [null] } }, { }], "all": [null], "none": [null], "atLeast": { "of": [null] } }""",
        "required /groups/0/words/0", "unknown-currency /groups/0/money/currencies/0", "required /groups/1/name", "atom-count /groups/1", "unknown-group /all/0", "unknown-group /atLeast/of/0", "unknown-group /none/0", "at-least-count /atLeast/count", "within-range /within", "unknown-concept /groups/0/concepts/0")]
    [InlineData("""{ "groups": [{ "name": "a", "words": ["kurir"] }], "atLeast": { "count": 2, "of": ["a", "a"] }, "within": 5 }""", "at-least-count /atLeast/count")]
    [InlineData("""{ "groups": [{ "name": "a", "words": ["kurir"] }, { "name": "b", "words": ["och"], "score": 4 }], "all": ["a"], "within": 5, "minScore": 5 }""")]
    [InlineData("""{ "groups": [{ "name": "a", "words": ["skriv till @jobb_nu"] }], "all": ["a"], "within": 5 }""", "personal-identifier /groups/0/words/0")]
    [InlineData("""{ "groups": [{ "name": "a", "words": ["kurir"], "concepts": ["drug.none"] }], "all": ["a"], "within": 5 }""", "unknown-concept /groups/0/concepts/0")]
    [InlineData("""{ "groups": [{ "name": "a", "words": ["kurir"], "money": { "min": 2, "max": 1, "currencies": ["XXX"] } }], "all": ["a"], "within": 5 }""", "payment-backwards /groups/0/money/max", "unknown-currency /groups/0/money/currencies/0")]
    [InlineData("""{ "groups": [{ "name": "a", "words": ["kurir"], "score": 101 }], "all": ["a"], "within": 201 }""", "score-range /groups/0/score", "within-range /within")]
    [InlineData("""{ "groups": [{ "name": "a", "words": ["kurir"] }, { "name": "a", "words": ["bud"] }], "all": ["a"], "within": 5 }""", "group-twice /groups/0/name", "group-twice /groups/1/name")]
    [InlineData("""{ "groups": [{ "name": "a", "words": ["kurir"] }], "all": ["a", "b"], "none": ["c"], "within": 5 }""", "unknown-group /all/1", "unknown-group /none/0")]
    [InlineData("""{ "groups": [{ "name": "a", "words": ["kurir"] }], "all": ["a"], "none": ["a"], "within": 5 }""", "group-twice ")]
    [InlineData("""{ "groups": [{ "name": "a", "words": ["kurir"] }], "atLeast": { "count": 2, "of": ["a"] }, "within": 5 }""", "at-least-count /atLeast/count")]
    [InlineData("""{ "groups": [{ "name": "a", "words": ["kurir"] }], "all": ["a"], "within": 5, "minScore": 2 }""", "score-range /minScore")]
    [InlineData("""{ "groups": [{ "name": "a", "words": ["och"] }], "all": ["a"], "within": 5 }""", "hot-group /all")]
    [InlineData("""{ "groups": [{ "name": "a", "figures": ["handle"] }], "all": ["a"], "within": 5 }""", "hot-group /all")]
    [InlineData("""{ "groups": [{ "name": "a", "figures": ["phone"] }], "all": ["a"], "within": 5 }""", "hot-group /all")]
    [InlineData("""{ "groups": [{ "name": "a", "money": {} }], "all": ["a"], "within": 1 }""", "hot-group /all")]
    [InlineData("""{ "groups": [{ "name": "a", "words": ["kurir"], "money": {} }, { "name": "b", "figures": ["phone"] }], "all": ["a", "b"], "within": 5 }""", "hot-group /all")]
    [InlineData("""{ "groups": [{ "name": "a", "money": {} }, { "name": "b", "words": ["kurir"] }], "atLeast": { "count": 1, "of": ["a", "b"] }, "within": 5 }""", "hot-group /all")]
    [InlineData("""{ "groups": [{ "name": "a", "money": {} }, { "name": "b", "concepts": ["vaas.arson", "vaas.shooting"] }], "all": ["a", "b"], "within": 5 }""")]
    [InlineData("""{ "groups": [{ "name": "a", "words": ["😂"] }], "all": ["a"], "within": 5 }""", "hot-group /all")]
    [InlineData("""{ "groups": [{ "name": "a", "words": ["💸", "❤", "👍🏽"] }], "all": ["a"], "within": 5 }""", "hot-group /all")]
    [InlineData("""{ "groups": [{ "name": "a", "words": ["😂 😂 och 🤷🏿\u200d♀️"] }], "all": ["a"], "within": 5 }""", "hot-group /all")]
    [InlineData("""{ "groups": [{ "name": "a", "words": ["😂🔫"] }], "all": ["a"], "within": 5 }""")]
    [InlineData("""{ "groups": [{ "name": "a", "words": ["och"] }, { "name": "b", "words": ["kurir"] }], "all": ["a", "b"], "within": 5 }""")]
    [InlineData("""{ "groups": [{ "name": "a", "words": ["in the", "и"] }], "all": ["a"], "within": 5 }""", "hot-group /all")]
    [InlineData("""{ "groups": [{ "name": "@anna_k", "words": ["kurir"] }], "all": ["@anna_k"], "within": 5 }""", "personal-identifier /groups/0/name")]
    [InlineData("""{ "groups": [{ "name": "a", "words": ["kurir"] }, { "name": "b", "words": ["bud"] }], "all": ["a", "b"], "within": 1, "minScore": -1 }""", "score-range /minScore", "within-range /within")]
    [InlineData("""{ "groups": [{ "name": "a", "words": ["och"] }, { "name": "b", "words": ["kurir"] }], "atLeast": { "count": 1, "of": ["a", "b"] }, "within": 5 }""", "hot-group /all")]
    public void is_refused_with_a_rule_that_says_nothing_sure(string rule, params string[] refusals)
    {
        var read = Samples.Read<Rule>(rule);
        Assert.Equal(refusals, read.Check().Concat(Concepts.Published.Check(read.NamedConcepts())).Select(refusal => $"{refusal.Code} {refusal.Pointer}"));
    }

    [Fact]
    public void counts_terms_of_a_concept_that_the_reader_may_see()
    {
        var rule = Errand with { Groups = [Group("drug") with { Words = null, Concepts = ["drug.cocaine"] }, Group("job", "kurir")], All = ["drug", "job"], None = null };
        var index = new ScanIndex(7);
        var book = new RuleBook([new(rule, 3)]);
        index.Apply([.. book.Since(RuleBook.Empty), new(Term.Of("❄️"), 0, 5)]);
        Assert.Equal(["❄️|kurir"], Tell(index.Pin(), book, new(3, 5), "❄️ kurir sökes"));
        Assert.Empty(Tell(index.Pin(), book, new(3), "❄️ kurir sökes"));
        Assert.Empty(Tell(index.Pin(), book, new(5), "❄️ kurir sökes"));
    }

    [Fact]
    public void looks_for_all_that_is_read_as_a_concept_and_goes_on_telling_apart_what_its_owner_told_apart()
    {
        var merged = "drug.crack drug.heroin drug.pill".Split(' ').Aggregate(Concepts.Published, (list, id) => Concepts.Evolve(list, list.Stream, new ConceptMerged(id, "drug.any", "one and the same", Cast.Now)));
        Assert.Equal(["asks drug.any drug.crack drug.heroin drug.pill", "adds", "forbids trade.dealer"], Named("drug.crack", forbidden: "trade.dealer"));
        Assert.Equal(["asks drug.crack", "adds", "forbids drug.heroin trade.dealer"], Named("drug.crack", forbidden: ["drug.heroin", "trade.dealer"]));
        Assert.Equal(["asks trade.dealer", "adds drug.any", "forbids drug.pill"], Named("trade.dealer", adds: "drug.any", forbidden: "drug.pill"));

        string[] Named(string asked, string? adds = null, params string[] forbidden) =>
            [.. new Rule([Concept("asks", asked), adds is null ? Group("adds", "bud") : Concept("adds", adds), Concept("forbids", forbidden)], ["asks"], AtLeast: null, ["forbids"], Within: 8)
                .Meant(merged).Groups!.Select(group => string.Join(' ', [group.Name!, .. group.Concepts ?? []]))];

        static RuleGroup Concept(string name, params string[] concepts) => Group(name) with { Words = null, Concepts = concepts };
    }

    [Fact]
    public void goes_no_further_in_a_text_that_is_made_to_cost_much_and_says_so_to_whom_it_costs()
    {
        string[] words = ["kurir", "bud", "jobb", "fest", "pengar", "resa"];
        var rule = new Rule([.. words.Select(word => Group(word, word))], words, AtLeast: null, None: null, Within: 200);
        var (index, book) = (new ScanIndex(7), new RuleBook([new(rule, 0)]));
        index.Apply([.. book.Since(RuleBook.Empty)]);
        var text = Encoding.UTF8.GetBytes(words[0] + string.Concat(Enumerable.Repeat(" x", 300)) + string.Concat(Enumerable.Repeat(' ' + string.Join(' ', words[1..]), 300)));
        foreach (var (policies, truncated) in new[] { (new PolicySet(0), true), (new PolicySet(1), false) })
        {
            var (reader, firings) = (new RuleReader(book, policies, _ => null), new List<Firing>());
            new Scanner().Scan(text, index.Pin(), policies, new(), reader);
            int[] cut = truncated ? [0] : [];
            Assert.Equal(cut, reader.Tell(firings));
            Assert.Empty(firings);
        }
    }

    [Theory]
    [InlineData("0 ")]
    [InlineData("0")]
    [InlineData("1 000 ")]
    [InlineData("a.b/")]
    [InlineData("18.30.")]
    [InlineData("18.30 ")]
    [InlineData("@")]
    public void reads_figures_in_a_time_that_grows_with_the_text_alone(string piece)
    {
        var rule = Errand with { Groups = [Group("it", "kurir") with { Figures = [Figure.Phone, Figure.Time, Figure.Handle, Figure.Url], Money = new(Min: 1, Max: null, Currencies: null) }], All = ["it"], None = null };
        Assert.Null(Record.Exception(() => Found(rule, string.Concat(Enumerable.Repeat(piece, 1_000_000)))));
    }

    [Fact]
    public void follows_a_book_into_the_next()
    {
        var index = new ScanIndex(7);
        var first = new RuleBook([new(Errand, 0)]);
        index.Apply([.. first.Since(RuleBook.Empty)]);
        var second = new RuleBook([new(Errand with { Groups = [Group("offer", "mission", "uppdrag"), Errand.Groups![1]], None = null }, 0)], first);
        var before = index.Pin();
        index.Apply([.. second.Since(first)]);
        Assert.Equal(["mission|500€"], Tell(before, first, new(0), "mission 500€", "uppdrag 500€"));
        Assert.Equal(["mission|500€", "uppdrag|500€"], Tell(index.Pin(), second, new(0), "mission 500€", "taf 500€", "uppdrag 500€"));
        index.Apply([.. RuleBook.Empty.Since(second)]);
        Assert.Empty(Tell(index.Pin(), second, new(0), "uppdrag 💸"));
    }

    [Fact]
    public void reads_no_amounts_and_shapes_of_a_text_that_holds_nothing_rarer()
    {
        RuleGroup[] groups = [Group("pay") with { Words = null, Money = new(Min: 1, Max: null, Currencies: null) }, Group("when") with { Words = null, Figures = [Figure.Time, Figure.Phone] }, Group("deed") with { Words = null, Concepts = ["vaas.arson", "vaas.shooting"] }];
        var book = new RuleBook([new(new(groups, ["pay", "when", "deed"], AtLeast: null, None: null, Within: 9), 0)]);
        Assert.Empty(book.Shapes);
        Assert.Equal(3, book.ShapesBeside.Length);
    }

    [Fact]
    public void counts_nothing_by_which_others_rules_are_found()
    {
        BookedRule own = new(new([Group("job", "kurir"), Group("offer", "hemligt uppdrag")], ["job", "offer"], AtLeast: null, None: null, Within: 9), 0);
        BookedRule hidden = new(new([Group("job", "kurir")], ["job"], AtLeast: null, None: null, Within: 9), 1);
        foreach (var rules in (BookedRule[][])[[own], [own, hidden]])
        {
            var (index, book) = (new ScanIndex(7), new RuleBook(rules));
            index.Apply([.. book.Since(RuleBook.Empty)]);
            var reader = new RuleReader(book, new(0), _ => null);
            foreach (var (text, hits) in new[] { ("kurir kurir", 0), ("kurir hemligt uppdrag", 2) })
            {
                var before = reader.Hits;
                new Scanner().Scan(Encoding.UTF8.GetBytes(text), index.Pin(), new(0), new(), reader);
                reader.Tell([]);
                Assert.Equal(hits, reader.Hits - before);
            }
        }
    }

    [Fact]
    public void asks_once_for_a_group_that_is_named_twice() =>
        Assert.Equal("kurir", Found(new([Group("job", "kurir")], ["job", "job"], AtLeast: null, None: null, Within: 1), "kurir"));

    [Fact]
    public void looks_beside_what_a_rule_is_found_by_for_what_finds_another()
    {
        BookedRule rare = new(new([Group("job", "kurir"), Group("offer", "hemligt uppdrag")], ["job", "offer"], AtLeast: null, None: null, Within: 9), 0);
        BookedRule common = new(new([Group("job", "kurir")], ["job"], AtLeast: null, None: null, Within: 9), 0);
        var (index, book) = (new ScanIndex(7), RuleBook.Empty);
        Assert.Equal(["kurir|hemligt uppdrag", "hemligt uppdrag|k.u.r.i.r"], Next(rare));
        Assert.Equal(["kurir", "kurir|hemligt uppdrag", "kurir", "hemligt uppdrag|k.u.r.i.r", "k.u.r.i.r"], Next(rare, common));
        index.Rebuild();
        Assert.Equal(["kurir|hemligt uppdrag", "hemligt uppdrag|k.u.r.i.r"], Next(rare));
        index.Rebuild();
        Assert.Equal(["kurir|hemligt uppdrag", "hemligt uppdrag|k.u.r.i.r"], Next(rare));

        string[] Next(params BookedRule[] rules)
        {
            var next = new RuleBook(rules, book);
            index.Apply([.. next.Since(book)]);
            book = next;
            return Tell(index.Pin(), book, new(0), "kurir", "kurir sökes, hemligt uppdrag", "hemligt uppdrag k.u.r.i.r", "hemligt");
        }
    }

    private static readonly Gen<(Rule Rule, string[] Words)> Any =
        from words in Gen.Elements("kurir", "bud", "jobb", "fest", "x").ListOf()
        from groups in (from some in Gen.Elements("kurir", "bud", "jobb", "kurir bud", "bud jobb kurir", "fest jobb").ListOf() select some.Append("fest").Distinct(StringComparer.Ordinal).ToArray()).ListOf(4)
        from all in Gen.Choose(1, 2)
        from within in Gen.Choose(1, 6)
        from ordered in Gen.Elements(true, false)
        from count in Gen.Choose(1, 2)
        select (new Rule([.. groups.Select((some, i) => Group($"{i}", some))], [.. Enumerable.Range(0, all).Select(i => $"{i}")], all == 1 ? new(count, ["1", "2"]) : null, all == 1 ? null : ["3"], within, ordered), words.ToArray());

    private static bool Holds(Rule rule, string[] words)
    {
        var places = rule.Groups!.Select(group => group.Words!.Select(word => word.Split(' ')).SelectMany(word => Enumerable.Range(0, Math.Max(0, words.Length - word.Length + 1))
            .Where(at => words.AsSpan(at, word.Length).SequenceEqual(word)).Select(at => (First: at, Last: at + word.Length - 1))).ToArray()).ToArray();
        var some = rule.AtLeast is { } least ? Subsets(least.Of!.Select(int.Parse).ToArray()).Where(set => set.Length == least.Count) : [[]];
        return some.Any(chosen => Choices([.. rule.All!.Select(int.Parse), .. chosen], 0, []));

        bool Choices(int[] groups, int nth, (int First, int Last)[] taken)
        {
            if (nth < groups.Length)
            {
                return places[groups[nth]].Any(place => taken.All(other => place.Last < other.First || place.First > other.Last) && Choices(groups, nth + 1, [.. taken, place]));
            }

            var (first, last) = (taken.Min(place => place.First), taken.Max(place => place.Last));
            var order = taken[..rule.All!.Count];
            return last - first < rule.Within && (rule.Ordered != true || order.Zip(order.Skip(1)).All(pair => pair.First.Last < pair.Second.First))
                && !(rule.None is ["3"] && places[3].Any(place => place.First < first + rule.Within && place.Last > first - rule.Within));
        }

        static IEnumerable<int[]> Subsets(int[] of) => Enumerable.Range(0, 1 << of.Length).Select(bits => of.Where((_, i) => ((bits >> i) & 1) != 0).ToArray());
    }

    private static RuleGroup Group(string name, params string[] words) => new(name, words, Concepts: null, Figures: null, Money: null, Score: null);

    private static string? Found(Rule rule, string text)
    {
        var index = new ScanIndex(7);
        var book = new RuleBook([new(rule, 0)]);
        index.Apply([.. book.Since(RuleBook.Empty)]);
        return Tell(index.Pin(), book, new(0), text).SingleOrDefault();
    }

    private static string[] Tell(ScanVersion version, RuleBook book, PolicySet policies, params string[] texts)
    {
        var (reader, firings) = (new RuleReader(book, policies, _ => "drug.cocaine"), new List<Firing>());
        var utf8 = texts.Select(Encoding.UTF8.GetBytes).ToArray();
        var matches = new Matches();
        new Scanner().Scan([.. utf8.SelectMany(text => text)], [.. utf8.Select((_, i) => utf8[..(i + 1)].Sum(text => text.Length))], version, policies, matches, reader);
        reader.Tell(firings);
        Assert.All(matches.Items.ToArray(), match => Assert.True(match.Entry >= 0));
        return [.. firings.Select(firing => string.Join('|', firing.Places.Select(place => Encoding.UTF8.GetString(utf8[firing.Text][place.Start..place.End]))))];
    }
}
