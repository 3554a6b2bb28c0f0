using IntelShare.Access;
using IntelShare.Disclosure;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Tests.Disclosure;

public sealed class Answering_a_request
{
    private static readonly TimeSpan Instant = TimeSpan.FromTicks(1);
    private static readonly Indicator First = Dossier.Submitted(Dossier.Hidden);
    private static readonly Indicator Second = Dossier.Submitted(Dossier.Hidden, 2);
    private static readonly DisclosureRequest Request = Dossier.Received(Dossier.ForHit, First, Second);

    private static Indicator Withdrawn(Indicator record) => Indicator.Evolve(record, record.Id, new IndicatorWithdrawn("x", Cast.Now));

    private static IEnumerable<string> Refused(DecideDisclosure command) => Request.Decide(command, [First, Second], Cast.Now).Codes();

    [Fact]
    public void with_a_grant_is_for_every_active_record_that_it_covers()
    {
        var after = Request.Decide(Dossier.Grant, [First, Withdrawn(Second)], Cast.Now).After(Request);
        Assert.Equal((DisclosureState.Granted, true, null, Cast.Now, 2), (after.StateAt(DateTimeOffset.MaxValue), after.Answered!.Granted, after.Answered.Ground, after.Answered.At, after.Version));
        Assert.Equal([Dossier.Record(1)], after.Answered.Indicators);
        Assert.Equal(("Same network.", null), (after.Answered.Secret!.Open!.Reason, after.Answered.Secret.Open.Conditions));
    }

    [Fact]
    public void with_a_grant_opens_the_record_to_the_asker_as_far_as_it_says_and_to_nobody_else()
    {
        var fact = Request.Decide(Dossier.Grant with { Fields = [FieldGroup.Evaluation], Conditions = "Named case.", Indicators = [First.Id] }, [First, Second], Cast.Now).Facts[0];
        var opened = Indicator.Evolve(First, First.Id, Request.OnRecord(fact, First)!);
        Assert.Null(Request.OnRecord(fact, Second));

        var ruling = AccessPolicy.Decide(Cast.Reader("fr-ofast"), opened);
        Assert.Equal((Level.Full, Wall.Disclosure), (ruling.Level, ruling.DecidedBy));
        Assert.Equal((Dossier.Id, "fr-ofast", Asks.Content, null, "Named case.", Cast.Now.AddDays(30)),
            (ruling.Grant!.Request, ruling.Grant.Member, ruling.Grant.Asks, ruling.Grant.Purpose, ruling.Grant.Conditions!.Open!.Words, ruling.Grant.Until));
        Assert.Equal([FieldGroup.Evaluation], ruling.Grant.Fields);
        Assert.Equal(Level.Hit, AccessPolicy.Decide(Cast.Reader("fr-gn"), opened).Level);
        Assert.Equal(Level.Hit, AccessPolicy.Decide(Cast.Reader("fr-ofast") with { Moment = Cast.Now.AddDays(30) }, opened).Level);
    }

    [Theory]
    [InlineData(Asks.JudicialUse, null)]
    [InlineData(Asks.Onward, null)]
    [InlineData(Asks.OtherPurpose, Purpose.StrategicAnalysis)]
    public void tells_the_record_what_was_asked(Asks asks, Purpose? purpose)
    {
        var request = Dossier.Received(Dossier.ForHit with { Asks = asks, Purpose = purpose }, First);
        var fact = Assert.IsType<DisclosureGranted>(request.OnRecord(request.Decide(Dossier.Grant, [First], Cast.Now).Facts[0], First));
        Assert.Equal((asks, purpose, Dossier.Id, Cast.Now), (fact.Asks, fact.Purpose, fact.Request, fact.At));
    }

    [Fact]
    public void with_a_refusal_or_a_deferral_tells_the_record_nothing()
    {
        Assert.Null(Request.OnRecord(Request.Decide(Dossier.Refuse, [First, Second], Cast.Now).Facts[0], First));
        Assert.Null(Request.OnRecord(Request.Decide(Dossier.Defer, [First, Second], Cast.Now).Facts[0], First));
    }

    [Fact]
    public void with_a_refusal_needs_a_listed_ground_and_a_reason()
    {
        Assert.Equal(["required /reason", "required /ground"], Refused(Dossier.Refuse with { Reason = " ", Ground = null }));
        var after = Request.Decide(Dossier.Refuse, [First, Second], Cast.Now).After(Request);
        Assert.Equal((DisclosureState.Refused, RefusalGround.InvestigationOrSafety, null), (after.StateAt(Cast.Now), after.Answered!.Ground, after.Answered.Until));
        Assert.Empty(after.Answered.Indicators);
    }

    [Fact]
    public void with_a_refusal_needs_no_record_that_is_still_active() => Assert.True(Request.Decide(Dossier.Refuse, [Withdrawn(First), Withdrawn(Second)], Cast.Now).IsAccepted);

    [Fact]
    public void with_a_grant_needs_one() =>
        Assert.Equal(["nothing-to-grant /decision"], Request.Decide(Dossier.Grant, [Withdrawn(First), Withdrawn(Second)], Cast.Now).Codes());

    [Fact]
    public void with_a_grant_ends_in_the_future_and_within_a_year()
    {
        Assert.Equal(["required /until"], Refused(Dossier.Grant with { Until = null }));
        Assert.Equal(["until-in-the-past /until"], Refused(Dossier.Grant with { Until = Cast.Now }));
        Assert.Empty(Refused(Dossier.Grant with { Until = Cast.Now + Instant }));
        Assert.Empty(Refused(Dossier.Grant with { Until = Cast.Now.AddYears(1) }));
        Assert.Equal(["until-too-late /until"], Refused(Dossier.Grant with { Until = Cast.Now.AddYears(1) + Instant }));
    }

    [Fact]
    public void with_a_grant_ends_with_the_review_day_of_every_record_that_it_is_for()
    {
        var soon = Dossier.Submitted(Dossier.Hidden with { Retention = new(new(2026, 6, 1), "law") }, 2);
        var end = Cast.On(2026, 6, 2);
        Assert.True(Request.Decide(Dossier.Grant with { Until = end }, [First, soon], Cast.Now).IsAccepted);
        Assert.Equal(["until-beyond-review /until"], Request.Decide(Dossier.Grant with { Until = end + Instant }, [First, soon], Cast.Now).Codes());
        Assert.True(Request.Decide(Dossier.Grant with { Until = end + Instant, Indicators = [First.Id] }, [First, soon], Cast.Now).IsAccepted);
    }

    [Fact]
    public void with_a_grant_names_active_records_that_it_covers_each_once()
    {
        Assert.Equal(["unknown-indicator /indicators/1"], Refused(Dossier.Grant with { Indicators = [First.Id, Dossier.Record(9)] }));
        Assert.Equal(["unknown-indicator /indicators/0"], Request.Decide(Dossier.Grant with { Indicators = [First.Id] }, [Withdrawn(First), Second], Cast.Now).Codes());
        Assert.Equal(["repeated /indicators"], Refused(Dossier.Grant with { Indicators = [First.Id, First.Id] }));
        Assert.Equal(["required /indicators"], Refused(Dossier.Grant with { Indicators = [] }));
        Assert.Equal([First.Id, Second.Id], Assert.IsType<DisclosureAnswered>(Request.Decide(Dossier.Grant with { Indicators = [Second.Id, First.Id] }, [First, Second], Cast.Now).Facts[0]).Indicators);
    }

    [Fact]
    public void with_a_grant_is_narrowed_for_content_alone()
    {
        Assert.Equal(["repeated /fields"], Refused(Dossier.Grant with { Fields = [FieldGroup.Subject, FieldGroup.Subject] }));
        Assert.Empty(Refused(Dossier.Grant with { Fields = [] }));
        var judicial = Dossier.Received(Dossier.ForHit with { Asks = Asks.JudicialUse }, First);
        Assert.Equal(["not-applicable /fields"], judicial.Decide(Dossier.Grant with { Fields = [] }, [First], Cast.Now).Codes());
    }

    [Theory]
    [InlineData("\uFFFE", "text-not-clean")]
    [InlineData(null, "required")]
    public void takes_a_reason_that_can_be_read(string? reason, string code)
    {
        Assert.Equal([code + " /reason"], Refused(Dossier.Grant with { Reason = reason }));
        Assert.Equal([code + " /reason"], Refused(Dossier.Refuse with { Reason = reason }));
    }

    [Fact]
    public void takes_a_thousand_code_points_of_reason_and_of_conditions()
    {
        Assert.Empty(Refused(Dossier.Grant with { Reason = new('x', 1000), Conditions = new('x', 1000) }));
        Assert.Equal(["too-long /reason", "too-long /conditions"], Refused(Dossier.Grant with { Reason = new('x', 1001), Conditions = new('x', 1001) }));
    }

    [Fact]
    public void takes_no_member_of_another_decision()
    {
        Assert.Equal(["required /decision"], Refused(Dossier.Grant with { Decision = null }));
        Assert.Equal(["not-applicable /ground", "not-applicable /to", "not-applicable /expected"],
            Refused(Dossier.Grant with { Ground = RefusalGround.NotAvailable, To = DeferredTo.ThreeDays, Expected = Cast.Now }));
        Assert.Equal(["not-applicable /until", "not-applicable /indicators", "not-applicable /fields", "not-applicable /conditions"],
            Refused(Dossier.Refuse with { Until = Cast.Now, Indicators = [], Fields = [], Conditions = "x" }));
    }

    [Fact]
    public void happens_once()
    {
        foreach (var answered in new[] { Dossier.Grant, Dossier.Refuse }.Select(command => Request.Decide(command, [First, Second], Cast.Now).After(Request)))
        {
            Assert.All([Dossier.Grant, Dossier.Refuse, Dossier.Defer], command => Assert.Equal(["already-answered "], answered.Decide(command, [First, Second], Cast.Now).Codes()));
        }
    }

    [Fact]
    public void is_taken_back_by_the_owner_with_a_reason_once()
    {
        var granted = Request.Decide(Dossier.Grant, [First, Second], Cast.Now).After(Request);
        Assert.Equal(["required /reason"], granted.Revoke(new(" "), Cast.Now).Codes());
        Assert.Equal(["too-long /reason"], granted.Revoke(new(new string('x', 1001)), Cast.Now).Codes());
        var revoked = granted.Revoke(new("The source recanted."), Cast.Now.AddDays(1)).After(granted);
        Assert.Equal((DisclosureState.Revoked, "The source recanted.", Cast.Now.AddDays(1), 3), (revoked.StateAt(Cast.Now), revoked.TakenBack!.Secret!.Open!.Reason, revoked.TakenBack.At, revoked.Version));
        Assert.All([Request, Request.Decide(Dossier.Refuse, [First, Second], Cast.Now).After(Request), revoked], other => Assert.Equal(["nothing-granted "], other.Revoke(new("x"), Cast.Now).Codes()));
    }

    [Fact]
    public void taken_back_ends_its_own_grant_and_no_later_one()
    {
        var granted = Request.Decide(Dossier.Grant, [First, Second], Cast.Now);
        var opened = Indicator.Evolve(First, First.Id, Request.OnRecord(granted.Facts[0], First)!);
        var request = granted.After(Request);
        var taken = request.Revoke(new("x"), Cast.Now).Facts[0];

        var closed = Indicator.Evolve(opened, First.Id, Assert.IsType<DisclosureRevoked>(request.OnRecord(taken, opened)));
        Assert.Equal(Level.Hit, AccessPolicy.Decide(Cast.Reader("fr-ofast"), closed).Level);
        Assert.Null(request.OnRecord(taken, closed));
        Assert.Null(request.OnRecord(taken, opened.Granted(Asks.Content)));
    }

    [Fact]
    public void leaves_no_word_of_it_at_rest_or_in_print()
    {
        var asked = (Dossier.ForHit with { Justification = "canary" }).Ask(First).Facts[0];
        var answered = Request.Decide(Dossier.Grant with { Reason = "canary", Conditions = "canary" }, [First], Cast.Now).Facts[0];
        var deferred = Request.Decide(Dossier.Defer with { Reason = "canary" }, [First], Cast.Now).Facts[0];
        var state = DisclosureRequest.Evolve(DisclosureRequest.Evolve(DisclosureRequest.Evolve(null, Dossier.Id, asked), Dossier.Id, deferred), Dossier.Id, answered);
        var taken = state.Revoke(new("canary"), Cast.Now).Facts[0];
        var granted = state.OnRecord(answered, First)!;
        object[] things = [asked, answered, deferred, taken, granted, DisclosureRequest.Evolve(state, Dossier.Id, taken), Indicator.Evolve(First, First.Id, granted)];
        Assert.All(things, thing => Assert.DoesNotContain("canary", AtRest.Write(thing) + thing, StringComparison.Ordinal));
        Assert.All(things.OfType<ICarrySecret>(), fact => Assert.Contains("canary", AtRest.Write(fact.Open!), StringComparison.Ordinal));
        Assert.All(things.OfType<ICarrySecret>(), fact => Assert.Contains("\"secret\":{\"box\":\"AQ==\",\"fact\":\"x\",\"version\":1}", AtRest.Write(fact.Closed([1], "x", 1)), StringComparison.Ordinal));
        Assert.Equal(5, things.OfType<ICarrySecret>().Count());
    }

    [Fact]
    public void cannot_follow_from_facts_of_another_life()
    {
        Assert.Throws<InvalidOperationException>(() => DisclosureRequest.Evolve(null, Dossier.Id, new DisclosureTakenBack(null, Cast.Now)));
        Assert.Throws<InvalidOperationException>(() => DisclosureRequest.Evolve(Request, Dossier.Id, new IndicatorWithdrawn("x", Cast.Now)));
    }
}
