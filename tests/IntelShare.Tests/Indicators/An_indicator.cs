using IntelShare.Indicators;
using IntelShare.Indicators.Kinds;

namespace IntelShare.Tests.Indicators;

public sealed class An_indicator
{
    private const string Canary = "kanarie";

    private static readonly SubmitIndicator Secret = Cast.Account() with
    {
        Content = Samples.Of<AccountHandle>() with { Handle = Canary + "_handle", Note = Canary + " note", StableId = null },
        Subject = new([SubjectCategory.Informant], Age.Adult, Canary + " necessity"),
        Reference = Canary + " reference",
        Retention = new(new(2026, 12, 31), "Polisdatalagen"),
    };

    private static object[] Life(SubmitIndicator submitted)
    {
        var first = Given.Submit(submitted, Cast.Released);
        var amended = first.Then().When(record => record.Amend(new(default, new(true, Evaluation.Unassessed), default, default, default, default, default), null, Cast.AgencyRoles.ToHashSet(), Cast.Sweden, Cast.Registry, Cast.Now));
        return [.. first.Decision.Facts, .. amended.Decision.Facts, new ReleaseChanged(new Release(["country:DE"], [], [], false), Cast.Now), new IndicatorWithdrawn("mistake", Cast.Now)];
    }

    private static IEnumerable<Indicator> States(object[] facts) => facts.Select((_, i) => Cast.Life<Indicator>(Indicator.Evolve, facts[..(i + 1)]));

    [Fact]
    public void counts_its_facts() => Assert.Equal([1, 2, 3, 4], States(Life(Secret)).Select(record => record.Version));

    [Fact]
    public void is_the_same_whenever_its_facts_are_told_again() =>
        Assert.Equal(States(Life(Secret)).Select(AtRest.Write), States(Life(Secret)).Select(AtRest.Write));

    [Fact]
    public void is_the_same_when_its_facts_were_at_rest()
    {
        var facts = Life(Cast.Slang() with { Reference = null });
        var read = facts.Select(fact => AtRest.Read(AtRest.Write(fact), fact.GetType())).ToArray();
        Assert.Equal(States(facts).Select(AtRest.Write), States(read).Select(AtRest.Write));
        Assert.Equal(States(facts).Select(AtRest.Write), States(facts).Select(state => AtRest.Write(AtRest.Read(AtRest.Write(state), typeof(Indicator)))));
    }

    [Fact]
    public void never_leaves_its_owner_or_kind()
    {
        var states = States(Life(Secret)).ToArray();
        Assert.All(states, record => Assert.Equal(("se-noa", "account-handle", Cast.Released), (record.Owner, record.Kind, record.SubmittedAt)));
    }

    [Fact]
    public void stays_withdrawn_whatever_follows()
    {
        var facts = Life(Secret);
        Assert.Equal(IndicatorStatus.Withdrawn, Cast.Life<Indicator>(Indicator.Evolve, [.. facts, .. facts[1..]]).Status);
    }

    [Fact]
    public void cannot_begin_twice()
    {
        var facts = Life(Secret);
        Assert.Throws<InvalidOperationException>(() => Cast.Life<Indicator>(Indicator.Evolve, facts[0], facts[0]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void cannot_begin_in_the_middle(int fact) => Assert.Throws<InvalidOperationException>(() => Indicator.Evolve(null, Guid.Empty, Life(Secret)[fact]));

    [Fact]
    public void has_no_place_for_the_fact_of_another() =>
        Assert.Throws<InvalidOperationException>(() => Cast.Life<Indicator>(Indicator.Evolve, Life(Secret)[0], new IntelShare.Members.MemberSuspended("x")));

    [Fact]
    public void never_tells_its_secret_at_rest()
    {
        var facts = Life(Secret);
        Assert.Contains(Canary, AtRest.Write(((IndicatorSubmitted)facts[0]).Secret!.Open!), StringComparison.Ordinal);
        Assert.All(facts.Concat(States(facts)), thing => Assert.DoesNotContain(Canary, AtRest.Write(thing), StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void never_tells_its_secret_in_print()
    {
        var facts = Life(Secret);
        Assert.All(facts.Concat(States(facts)), thing => Assert.DoesNotContain(Canary, thing.ToString(), StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void of_an_impersonal_kind_seals_its_reference_too()
    {
        var facts = Life(Cast.Slang() with { Reference = Canary });
        Assert.All(facts.Concat(States(facts)), thing => Assert.DoesNotContain(Canary, AtRest.Write(thing) + thing, StringComparison.Ordinal));
    }

    [Fact]
    public void does_not_take_a_secret_from_what_is_at_rest() =>
        Assert.Null(((Sealed<Confidential>)AtRest.Read($$"""{ "open": { "reference": "{{Canary}}" }, "box": "AAAA", "fact": "x", "version": 3 }""", typeof(Sealed<Confidential>))).Open);

    [Fact]
    public void keeps_its_envelope_at_rest()
    {
        var box = new Sealed<Confidential>(new(null, null, Canary), [1, 2, 3], "indicator-submitted", 4);
        var read = (Sealed<Confidential>)AtRest.Read(AtRest.Write(box), typeof(Sealed<Confidential>));
        Assert.Equal((null, "indicator-submitted", 4), (read.Open, read.Fact, read.Version));
        Assert.Equal([1, 2, 3], read.Box!);
    }

    [Fact]
    public void closed_has_no_content_and_no_match_values()
    {
        var open = Given.Submitted(Secret);
        var closed = open with { Secret = open.Secret! with { Open = null, Box = [1] } };
        Assert.NotEmpty(open.MatchValues());
        Assert.Null(closed.Content);
        Assert.Empty(closed.MatchValues());
    }

    [Fact]
    public void puts_its_secret_into_another_envelope_without_touching_the_rest()
    {
        foreach (var fact in Life(Secret).OfType<ICarrySecret>())
        {
            var closed = (ICarrySecret)fact.Closed([1], "x", 1);
            Assert.Null(closed.Open);
            Assert.Contains("\"secret\":{\"box\":\"AQ==\",\"fact\":\"x\",\"version\":1}", AtRest.Write(closed), StringComparison.Ordinal);
            Assert.Equal(AtRest.Write(fact), AtRest.Write(closed.Closed(null!, null!, version: 0)));
        }
    }
}
