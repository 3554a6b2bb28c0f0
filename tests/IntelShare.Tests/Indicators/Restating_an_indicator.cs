using IntelShare.Indicators;
using IntelShare.Indicators.Kinds;
using IntelShare.Members;

namespace IntelShare.Tests.Indicators;

/// <summary>A row of a file says again what stands, or says otherwise.</summary>
public sealed class Restating_an_indicator
{
    private static Decision Restate(SubmitIndicator submitted, SubmitIndicator row, params Role[] roles) =>
        Given.Submitted(submitted).Restate(row, roles is [] ? Cast.AgencyRoles.ToHashSet() : roles.ToHashSet(), Cast.Sweden, Cast.Registry, Cast.Now);

    [Fact]
    public void does_nothing_where_nothing_differs()
    {
        Assert.Same(Decision.AlreadySo, Restate(Cast.Account(), Cast.Account()));
        Assert.Same(Decision.AlreadySo, Restate(Cast.Account(), Cast.Account() with { Retention = new(new DateOnly(2027, 1, 1), "another law") }));
        var settled = Cast.Account();
        Assert.Same(Decision.AlreadySo, Restate(settled, settled with { Release = new(settled.Release!.Full, settled.Release.Hit, settled.Release.Excluded) }));
    }

    [Fact]
    public void amends_what_differs_and_changes_the_release_beside_it()
    {
        var row = Cast.Account() with
        {
            Content = Samples.Of<AccountHandle>() with { Handle = "@snow_fixaren" },
            Evaluation = Evaluation.Unassessed,
            Release = new(["country:FI"]),
        };
        var facts = Restate(Cast.Account(), row).Facts;
        Assert.Equal([typeof(IndicatorAmended), typeof(ReleaseChanged)], facts.Select(fact => fact.GetType()));
        var before = Given.Submitted(Cast.Account());
        var after = facts.Aggregate(before, (record, fact) => Indicator.Evolve(record, before.Id, fact));
        Assert.Equal((row.Content, Evaluation.Unassessed, "country:FI"), (after.Content, after.Evaluation, Assert.Single(after.Release.Full!)));
        Assert.Equal(before.Secret!.Open!.Reference, after.Secret!.Open!.Reference);
        Assert.Same(Decision.AlreadySo, after.Restate(row, Cast.AgencyRoles.ToHashSet(), Cast.Sweden, Cast.Registry, Cast.Now));
    }

    [Fact]
    public void lists_what_stands_against_it()
    {
        Assert.Equal(["content-of-another-kind"], Codes(Restate(Cast.Account(), Cast.Account() with { Kind = "lexicon-entry" })));
        Assert.Equal(["required", "required"], Codes(Restate(Cast.Account(), Cast.Account() with { Release = null, Retention = null })));
        Assert.Equal(["discloser-needed"], Codes(Restate(Cast.Account(), Cast.Account() with { Release = new(["member-states"]) }, Role.Contributor)));
        Assert.Equal([("/evaluation/information", "information-code")], Restate(Cast.Account(), Cast.Account() with { Evaluation = new(SourceCode.A, 9) }).Refusals.Select(refusal => (refusal.Pointer, refusal.Code)));
        var withdrawn = Given.Submitted(Cast.Account());
        withdrawn = withdrawn.Withdraw(new("Mistaken."), Cast.Now).Facts.Aggregate(withdrawn, (record, fact) => Indicator.Evolve(record, withdrawn.Id, fact));
        Assert.Equal(["already-withdrawn"], Codes(withdrawn.Restate(Cast.Account(), Cast.AgencyRoles.ToHashSet(), Cast.Sweden, Cast.Registry, Cast.Now)));

        static IEnumerable<string> Codes(Decision decision) => decision.Refusals.Select(refusal => refusal.Code);
    }
}
