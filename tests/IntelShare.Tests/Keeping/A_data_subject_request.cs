using IntelShare.Indicators;
using IntelShare.Keeping;

namespace IntelShare.Tests.Keeping;

public sealed class A_data_subject_request
{
    private static readonly Guid Id = Guid.Parse("5f0c7a52-3c1e-4c57-9d6e-2a1f6f4b8c11");
    private static readonly DateOnly Today = DateOnly.FromDateTime(Cast.Now.UtcDateTime);
    private static readonly SubjectIdentifier Tiktok = new("account-handle", "@north.star", "tiktok");
    private static readonly SubjectIdentifier Anywhere = new("account-handle", "other.star", Platform: null);
    private static readonly ReceiveSubjectRequest Access = new(SubjectAsks.Access, Today, [Tiktok, Anywhere], "It is my account.");
    private static readonly AnswerSubjectRequest Disclose = new(SubjectAnswer.Disclose, Ground: null, Reason: null);
    private static readonly AnswerSubjectRequest Withhold = new(SubjectAnswer.Withhold, WithholdGround.NationalInvestigation, "An investigation runs.");
    private static readonly Indicator Swedish = Given.Submitted(Cast.Account());
    private static readonly Indicator French = Swedish with { Id = Guid.Parse("5f0c7a52-3c1e-4c57-9d6e-2a1f6f4b8c12"), Owner = "fr-ofast", Status = IndicatorStatus.Withdrawn };

    private static DateTimeOffset Moment => SubjectClock.OutcomeAt(Cast.Now, SubjectClock.AnswerBy(Today));

    [Fact]
    public void is_taken_in_by_any_member_with_its_clocks()
    {
        var taken = Taken(Access);
        Assert.Equal(("fi-krp", SubjectAsks.Access, SubjectRequestState.Received), (taken.Intake, taken.Asks, taken.StateAt(Cast.Now)));
        Assert.Equal((Cast.On(2026, 6, 13), Cast.On(2026, 8, 13)), (taken.ForwardBy, taken.AnswerBy));
        Assert.Equal([Tiktok, Anywhere], taken.Asked!.Open!.Identifiers!);
        Assert.Equal(("It is my account.", "FI-7"), (taken.Asked.Open.Note, taken.Asked.Open.Case));
    }

    [Fact]
    public void says_nothing_of_the_person_in_the_clear()
    {
        var taken = Taken(Access);
        var answered = Answer(Forward(taken, Swedish), "se-noa", Withhold);
        foreach (var text in new[] { AtRest.Write(taken), AtRest.Write(answered), taken.ToString(), answered.ToString(), Tiktok.ToString(), taken.Asked!.Open!.ToString() })
        {
            Assert.DoesNotMatch("north|other.star|account\\.|FI-7|investigation runs", text);
        }
    }

    [Fact]
    public void is_refused_for_all_its_faults_at_once()
    {
        Assert.Equal(["required /asks", "required /receivedOn", "required /identifiers"], Codes(Receive(new(Asks: null, ReceivedOn: null, Identifiers: null, Note: null))));
        Assert.Equal(
            ["received-in-the-future /receivedOn", "required /identifiers/0", "not-personal /identifiers/1/kind", "unknown-kind /identifiers/2/kind", "required /identifiers/2/value", "identifier-unreadable /identifiers/3/value", "too-long /note"],
            Codes(Receive(new(SubjectAsks.Erasure, Today.AddDays(2), [null, new("lexicon-entry", "snow", Platform: null), new("car", " ", Platform: null), Tiktok with { Platform = "nowhere" }], new string('a', 2001)))));
        Assert.Equal(["received-too-long-ago /receivedOn", "too-many /identifiers"], Codes(Receive(Access with { ReceivedOn = Today.AddDays(-32), Identifiers = [.. Enumerable.Repeat(Tiktok, 21)] })));
        Assert.True(Receive(Access with { ReceivedOn = Today.AddDays(-31), Identifiers = [.. Enumerable.Repeat(Tiktok, 20)] }).IsAccepted);
    }

    [Fact]
    public void consults_each_owner_about_what_it_holds_itself_withdrawn_records_too()
    {
        var forwarded = Decided(Taken(Access).Forward([(1, Swedish), (0, Swedish), (0, Swedish), (1, French)], Cast.Now), Taken(Access));
        Assert.Equal(["fr-ofast", "se-noa"], forwarded.Forwarded!.Consulted.Select(consulted => consulted.Owner));
        Assert.Equal(["0 " + Swedish.Id, "1 " + Swedish.Id], forwarded.ConsultationOf("se-noa")!.Holds.Select(held => $"{held.Identifier} {string.Join(' ', held.Indicators)}"));
        Assert.Equal(["1 " + French.Id], forwarded.ConsultationOf("fr-ofast")!.Holds.Select(held => $"{held.Identifier} {string.Join(' ', held.Indicators)}"));
        Assert.Null(forwarded.ConsultationOf("fi-krp"));
        Assert.Equal("already-forwarded", Assert.Single(forwarded.Forward([], Cast.Now).Refusals).Code);
    }

    [Fact]
    public void stands_the_same_for_the_intake_whoever_holds_something_and_whatever_it_answers()
    {
        SubjectRequest[] worlds =
        [
            Forward(Taken(Access)),
            Forward(Taken(Access), Swedish),
            Answer(Forward(Taken(Access), Swedish, French), "fr-ofast", Withhold),
            Answer(Answer(Forward(Taken(Access), Swedish, French), "fr-ofast", Withhold), "se-noa", Withhold),
            Answer(Forward(Taken(Access), Swedish), "se-noa", Disclose),
        ];
        Assert.All(worlds, world => Assert.Equal((SubjectRequestState.Forwarded, null), (world.StateAt(Moment.AddTicks(-1)), world.Outcome(Moment.AddTicks(-1)))));
        Assert.All(worlds, world => Assert.Equal((SubjectRequestState.Ready, Moment), (world.StateAt(Moment), world.Forwarded!.OutcomeAt)));
        Assert.All(worlds[..^1], world => Assert.Empty(world.Outcome(Moment)!));
        Assert.Equal(["se-noa"], worlds[^1].Outcome(Moment)!.Select(answer => answer.Owner));
    }

    [Fact]
    public void is_answered_by_an_owner_once_and_in_time()
    {
        var forwarded = Forward(Taken(Access), Swedish);
        Assert.Equal(["not-found "], Codes(forwarded.Answer(Disclose, "fr-ofast", Cast.Now)));
        Assert.Equal(["not-found "], Codes(Taken(Access).Answer(Disclose, "se-noa", Cast.Now)));
        Assert.Equal(["already-answered "], Codes(Answer(forwarded, "se-noa", Disclose).Answer(Withhold, "se-noa", Cast.Now)));
        Assert.Equal(["outcome-fixed "], Codes(forwarded.Answer(Disclose, "se-noa", Moment)));
        Assert.Equal((ConsultationState.Open, ConsultationState.Lapsed), (forwarded.StateFor("se-noa", Moment.AddTicks(-1)), forwarded.StateFor("se-noa", Moment)));
        Assert.Equal(ConsultationState.Answered, Answer(forwarded, "se-noa", Withhold).StateFor("se-noa", Moment));
    }

    [Fact]
    public void is_answered_as_it_was_asked_and_withheld_on_a_listed_ground()
    {
        var access = Forward(Taken(Access), Swedish);
        var erasure = Forward(Taken(Access with { Asks = SubjectAsks.Erasure }), Swedish);
        Assert.Equal(["required /answer"], Codes(access.Answer(new(Answer: null, Ground: null, Reason: null), "se-noa", Cast.Now)));
        Assert.Equal(["not-asked /answer"], Codes(access.Answer(Disclose with { Answer = SubjectAnswer.Erased }, "se-noa", Cast.Now)));
        Assert.Equal(["not-asked /answer", "not-applicable /ground"], Codes(erasure.Answer(Disclose with { Ground = WithholdGround.AnotherPerson }, "se-noa", Cast.Now)));
        Assert.Equal(["required /ground", "required /reason"], Codes(erasure.Answer(Withhold with { Ground = null, Reason = " " }, "se-noa", Cast.Now)));
        Assert.True(erasure.Answer(Disclose with { Answer = SubjectAnswer.Restricted }, "se-noa", Cast.Now).IsAccepted);
    }

    [Fact]
    public void is_closed_once_with_the_outcome_that_can_be_read()
    {
        var forwarded = Forward(Taken(Access), Swedish);
        Assert.Equal(["outcome-pending "], Codes(Taken(Access).Close(Cast.Now)));
        Assert.Equal(["outcome-pending "], Codes(forwarded.Close(Moment.AddTicks(-1))));
        var closed = Decided(forwarded.Close(Moment), forwarded);
        Assert.Equal((SubjectRequestState.Answered, false), (closed.StateAt(Moment), closed.IsAnsweredLate(DateTimeOffset.MaxValue)));
        Assert.Empty(closed.Outcome(Moment)!);
        Assert.Equal(["already-answered "], Codes(closed.Close(Moment)));
        Assert.True(Decided(forwarded.Close(forwarded.AnswerBy), forwarded).IsAnsweredLate(DateTimeOffset.MaxValue));
    }

    [Fact]
    public void cannot_begin_in_the_middle() =>
        Assert.Throws<InvalidOperationException>(() => SubjectRequest.Evolve(null, Id, new SubjectRequestAnswered(Cast.Now)));

    private static Decision Receive(ReceiveSubjectRequest command) => SubjectRequest.Receive(command, "fi-krp", "FI-7", Cast.Now);

    private static SubjectRequest Taken(ReceiveSubjectRequest command) => Decided(Receive(command), current: null);

    private static SubjectRequest Forward(SubjectRequest request, params IEnumerable<Indicator> held) => Decided(request.Forward(held.Select(record => (0, record)), Cast.Now), request);

    private static SubjectRequest Answer(SubjectRequest request, string owner, AnswerSubjectRequest command) => Decided(request.Answer(command, owner, Cast.Now), request);

    private static SubjectRequest Decided(Decision decision, SubjectRequest? current)
    {
        Assert.Empty(decision.Refusals);
        return SubjectRequest.Evolve(current, Id, Assert.Single(decision.Facts));
    }

    private static IEnumerable<string> Codes(Decision decision)
    {
        Assert.Empty(decision.Facts);
        return decision.Refusals.Select(refusal => $"{refusal.Code} {refusal.Pointer}");
    }
}
