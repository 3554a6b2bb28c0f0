using IntelShare.Scan;
using IntelShare.Unicode;

namespace IntelShare.Tests.Scan;

public sealed class A_disguised_word
{
    private static readonly PolicySet All = new(0);

    [Theory]
    [InlineData("coke", "c.o.k.e", 0, 7)]
    [InlineData("coke", "nu c o k e!", 3, 10)]
    [InlineData("coke", "cooooke", 0, 7)]
    [InlineData("coffee", "coffeeeee", 0, 9)]
    [InlineData("coke", "C0K3", 0, 4)]
    [InlineData("cash", "nu ca$h", 3, 7)]
    [InlineData("cash", "$4$h c@sh", 5, 9)]
    [InlineData("pills", "p1ll5", 0, 5)]
    [InlineData("weed", "xx w33d yy", 3, 7)]
    [InlineData("gold", "go1d", 0, 4)]
    [InlineData("coke", "\u0441\u043Eke", 0, 6)]
    [InlineData("кокс", "kокс", 0, 7)]
    [InlineData("coke", "🇨🇴🇰🇪", 0, 16)]
    [InlineData("coke", "🇨 🇴 🇰 🇪", 0, 19)]
    [InlineData("coke", "🅒🅞🅚🅔", 0, 16)]
    [InlineData("coke", "🅲🅾️🅺🅴", 0, 19)]
    [InlineData("кокс", "к.о.к.с", 0, 11)]
    [InlineData("coke", "I need a c.o.k.e", 9, 16)]
    [InlineData("coke", "c.o.k.e à 20", 0, 7)]
    [InlineData("coke", "c.o.k.e 5", 0, 7)]
    [InlineData("coke", "5-c.o.k.e-5", 2, 9)]
    [InlineData("coke", "c.o k.e", 0, 7)]
    [InlineData("coke", "a c_o_k_e 5", 2, 9)]
    [InlineData("coke", "_c.o.k.e_", 0, 9)]
    [InlineData("coke", "coooooooooooooooooooooooooooooooooooooke", 0, 40)]
    [InlineData("coke", "c.o.o.o.o.o.o.o.o.o.o.o.o.o.o.o.o.o.o.o.o.o.o.o.o.o.o.o.o.o.o.o.o.o.o.k.e", 0, 73)]
    [InlineData("coffee", "coffeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee", 0, 41)]
    [InlineData("гашиш", "г.а.ш.и.ш", 0, 14)]
    [InlineData("гашиш", "и г_а_ш_и_ш", 3, 17)]
    [InlineData("гашиш", "гаааашиш", 0, 16)]
    [InlineData("шишки", "шииииишки", 0, 18)]
    [InlineData("кокс", "ну кооооокс", 5, 21)]
    [InlineData("кокс", "koookc", 0, 6)]
    [InlineData("χασίς", "χ.α.σ.ι.ς", 0, 14)]
    [InlineData("שלג", "ש.ל.ג", 0, 8)]
    [InlineData("שלג", "שלללללג", 0, 14)]
    [InlineData("փոշի", "փ ո շ ի", 0, 11)]
    public void is_found_and_said_to_be_one(string term, string text, int start, int end) =>
        Assert.Contains(Scan(term, text), match => match is { Via: Via.Evasion } && (match.Start, match.End) == (start, end));

    [Theory]
    [InlineData("coke", "coke")]
    [InlineData("5k", "5k")]
    public void is_no_word_as_it_is(string term, string text) => Assert.Equal(Via.Term, Assert.Single(Scan(term, text)).Via);

    [Theory]
    [InlineData("coke", "x.c.o.k.e")]
    [InlineData("coke", "c..o..k..e")]
    [InlineData("coke", "c.o")]
    [InlineData("kakao", "какао")]
    [InlineData("sk", "5k")]
    [InlineData("10", "io")]
    [InlineData("coke", "c0kes")]
    [InlineData("coke", "c__o__k__e")]
    [InlineData("coke", "c_o_k_e_s")]
    [InlineData("гаш", "г.а")]
    [InlineData("\U00010441\U0001043E\U0001043A\U00010441", "c0kc")]
    public void is_not_seen_where_none_stands(string term, string text) => Assert.Empty(Scan(term, text));

    [Fact]
    public void is_found_for_a_term_that_asks_for_its_marks_where_it_has_none()
    {
        var index = new ScanIndex(1);
        index.Add(Term.Of("koks", kept: Kept.Marks), 1, 0);
        index.Add(Term.Of("köks", kept: Kept.Marks), 2, 0);
        Assert.Equal([1], World.Scan(index.Pin(), All, "k0ks").Select(match => match.Entry));
    }

    [Fact]
    public void is_gone_with_its_term()
    {
        var index = new ScanIndex(1);
        index.Add(Term.Of("кокс"), 1, 0);
        index.Remove(Term.Of("кокс"), 1);
        Assert.Empty(World.Scan(index.Pin(), All, "kокс кокс"));
    }

    [Fact]
    public void does_not_reach_into_the_next_text() => Assert.Empty(World.Scan(Index("coke").Pin(), All, "c.o", "k.e", "c0", "ke"));

    private static List<Match> Scan(string term, string text) => World.Scan(Index(term).Pin(), All, text);

    private static ScanIndex Index(string term)
    {
        var index = new ScanIndex(1);
        index.Add(Term.Of(term), 1, 0);
        index.Rebuild();
        return index;
    }
}
