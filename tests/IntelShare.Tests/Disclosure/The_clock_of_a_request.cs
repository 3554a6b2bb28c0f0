using IntelShare.Disclosure;
using IntelShare.Indicators;

namespace IntelShare.Tests.Disclosure;

public sealed class The_clock_of_a_request
{
    private static readonly TimeSpan Instant = TimeSpan.FromTicks(1);
    private static readonly Indicator Hidden = Dossier.Submitted(Dossier.Hidden);

    private static readonly DecideDisclosure ToThreeDays = Dossier.Defer with { To = DeferredTo.ThreeDays, Expected = null };

    [Fact]
    public void leaves_seven_days_and_eight_hours_when_urgent()
    {
        Assert.Equal(Cast.Now.AddDays(7), Dossier.Received(Dossier.ForHit, Hidden).Due);
        var urgent = Dossier.Received(Dossier.Urgently, Hidden);
        Assert.Equal((Cast.Now.AddHours(8), UrgentGround.ThreatToLifeOrIntegrity), (urgent.Due, urgent.Urgent));
    }

    [Fact]
    public void runs_out_at_the_moment_it_is_due_and_grants_nothing()
    {
        var request = Dossier.Received(Dossier.ForHit, Hidden);
        Assert.Equal(DisclosureState.Open, request.StateAt(request.Due - Instant));
        Assert.Equal(DisclosureState.Lapsed, request.StateAt(request.Due));
        Assert.Equal(DisclosureState.Lapsed, request.StateAt(DateTimeOffset.MaxValue));
        Assert.Null(request.Answered);
    }

    [Fact]
    public void marks_an_answer_late_from_the_moment_it_is_due()
    {
        var request = Dossier.Received(Dossier.ForHit, Hidden);
        Assert.False(request.Decide(Dossier.Refuse, [Hidden], request.Due - Instant).After(request).Answered!.Late);
        var late = request.Decide(Dossier.Refuse, [Hidden], request.Due).After(request);
        Assert.True(late.Answered!.Late);
        Assert.Equal(DisclosureState.Refused, late.StateAt(request.Due));
    }

    [Fact]
    public void marks_an_answer_late_though_a_deferral_came_after_the_limit()
    {
        var urgent = Dossier.Received(Dossier.Urgently, Hidden);
        Assert.False(Answered(urgent.Due - Instant, Cast.Now.AddDays(1)));
        Assert.True(Answered(urgent.Due, Cast.Now.AddDays(1)));
        Assert.True(Answered(urgent.Due, Cast.Now.AddDays(1), Cast.Now.AddDays(2)));
        Assert.True(Answered(urgent.Due - Instant, Cast.Now.AddDays(3), Cast.Now.AddDays(4)));

        // Deferred to three days, then to a judge where there is a second moment, and answered at the last.
        bool Answered(DateTimeOffset deferred, DateTimeOffset then, DateTimeOffset? last = null)
        {
            var request = urgent.Decide(ToThreeDays, [Hidden], deferred).After(urgent);
            request = last is null ? request : request.Decide(Dossier.Defer, [Hidden], then).After(request);
            return request.Decide(Dossier.Refuse, [Hidden], last ?? then).After(request).Answered!.Late;
        }
    }

    [Theory]
    [InlineData("fr-ofast", ClockBasis.Legal)]
    [InlineData("dk-nsk", ClockBasis.Agreed)]
    [InlineData("no-kripos", ClockBasis.Agreed)]
    public void rests_on_the_directive_between_member_states_that_it_binds(string asker, ClockBasis basis) =>
        Assert.Equal(basis, Dossier.ForHit.AskAs(asker, Hidden).After(current: null).Basis);

    [Theory]
    [InlineData("SE", "FR", ClockBasis.Legal)]
    [InlineData("DK", "SE", ClockBasis.Agreed)]
    [InlineData("SE", "DK", ClockBasis.Agreed)]
    [InlineData("NO", "SE", ClockBasis.Agreed)]
    [InlineData("SE", "US", ClockBasis.Agreed)]
    [InlineData("NO", "DK", ClockBasis.Agreed)]
    public void rests_on_what_binds_both(string asker, string owner, ClockBasis basis) =>
        Assert.Equal(basis, Clock.BasisBetween(Cast.Registry.Parties[asker], Cast.Registry.Parties[owner]));

    [Fact]
    public void is_moved_to_three_days_from_receipt_for_an_urgent_request_alone()
    {
        var urgent = Dossier.Received(Dossier.Urgently, Hidden);
        var deferred = urgent.Decide(ToThreeDays, [Hidden], Cast.Now.AddHours(2)).After(urgent);
        Assert.Equal((Cast.Now.AddDays(3), DisclosureState.Deferred), (deferred.Due, deferred.StateAt(Cast.Now.AddDays(3) - Instant)));
        Assert.Equal(DisclosureState.Lapsed, deferred.StateAt(Cast.Now.AddDays(3)));
        Assert.Equal(("A judge decides.", DeferredTo.ThreeDays, Cast.Now.AddHours(2)), (deferred.Deferred!.Secret!.Open!.Reason, deferred.Deferred.To, deferred.Deferred.At));

        Assert.Equal(["no-later /to"], deferred.Decide(ToThreeDays, [Hidden], Cast.Now.AddHours(3)).Codes());
        Assert.Equal(["not-urgent /to"], Dossier.Received(Dossier.ForHit, Hidden).Decide(ToThreeDays, [Hidden], Cast.Now).Codes());
        Assert.True(urgent.Decide(ToThreeDays, [Hidden], Cast.Now.AddDays(3) - Instant).IsAccepted);
        Assert.Equal(["no-later /to"], urgent.Decide(ToThreeDays, [Hidden], Cast.Now.AddDays(3)).Codes());
    }

    [Fact]
    public void is_moved_to_the_day_on_which_a_judge_is_expected_to_decide_and_on_again()
    {
        var request = Dossier.Received(Dossier.ForHit, Hidden);
        var once = request.Decide(Dossier.Defer, [Hidden], Cast.Now).After(request);
        var twice = once.Decide(Dossier.Defer with { Expected = Cast.Now.AddDays(40) }, [Hidden], Cast.Now.AddDays(21)).After(once);
        Assert.Equal((Cast.Now.AddDays(20), Cast.Now.AddDays(40), 3), (once.Due, twice.Due, twice.Version));
        Assert.Equal((DisclosureState.Lapsed, DisclosureState.Deferred), (once.StateAt(Cast.Now.AddDays(21)), twice.StateAt(Cast.Now.AddDays(21))));
    }

    [Fact]
    public void is_never_moved_back_or_into_the_past_or_beyond_a_year()
    {
        var request = Dossier.Received(Dossier.ForHit, Hidden);
        Assert.Equal(["no-later /expected"], Deferred(request.Due, Cast.Now));
        Assert.Empty(Deferred(request.Due + Instant, Cast.Now));
        Assert.Equal(["no-later /expected"], Deferred(request.Due.AddDays(1), request.Due.AddDays(1)));
        Assert.Empty(Deferred(request.Due.AddDays(1) + Instant, request.Due.AddDays(1)));
        Assert.Empty(Deferred(Cast.Now.AddYears(1), Cast.Now));
        Assert.Equal(["expected-too-late /expected"], Deferred(Cast.Now.AddYears(1) + Instant, Cast.Now));

        IEnumerable<string> Deferred(DateTimeOffset expected, DateTimeOffset now) => request.Decide(Dossier.Defer with { Expected = expected }, [Hidden], now).Codes();
    }

    [Fact]
    public void is_moved_with_all_that_belongs_to_a_deferral_and_nothing_else()
    {
        var request = Dossier.Received(Dossier.Urgently, Hidden);
        Assert.Equal(["required /reason", "required /to"], request.Decide(Dossier.Defer with { Reason = null, To = null }, [Hidden], Cast.Now).Codes());
        Assert.Equal(["required /expected"], request.Decide(Dossier.Defer with { Expected = null }, [Hidden], Cast.Now).Codes());
        Assert.Equal(["not-applicable /expected"], request.Decide(Dossier.Defer with { To = DeferredTo.ThreeDays }, [Hidden], Cast.Now).Codes());
        Assert.Equal(["not-applicable /until", "not-applicable /ground"], request.Decide(Dossier.Defer with { Until = Cast.Now.AddDays(1), Ground = RefusalGround.NotAvailable }, [Hidden], Cast.Now).Codes());
    }
}
