using IntelShare.Members;

namespace IntelShare.Tests.Members;

public sealed class A_pending_act
{
    private static readonly ReadmitMember Readmit = new("The breach is mended.");
    private static readonly Registry Suspended = new SuspendMember("breach").Done("fr-ofast");
    private static readonly PendingAct Waiting = Readmit.Proposed("fr-ofast", registry: Suspended);
    private static readonly SecondAct Agree = new(ReadBack: null);

    private static PendingAct After(PendingAct act, Decision decision) => PendingAct.Evolve(act, act.Id, Assert.Single(decision.Facts));

    [Fact]
    public void is_done_once_a_second_administrator_agrees()
    {
        var (agreement, act) = Waiting.Second(Agree, Administering.Bo, Suspended, Cast.Now);
        Assert.Equal(new ActSeconded(Administering.Bo, Cast.Now), Assert.Single(agreement.Facts));
        Assert.Equal(new MemberReadmitted("The breach is mended."), Assert.Single(act.Facts));
        var done = After(Waiting, agreement);
        Assert.Equal((PendingActState.Seconded, Administering.Bo, Cast.Now), (done.StateAt(DateTimeOffset.MaxValue), done.DecidedBy, done.DecidedAt));
    }

    [Theory]
    [InlineData("hub", "anna", false)]
    [InlineData("hub-2", "anna", false)]
    [InlineData("hub", "bo", false)]
    [InlineData("hub-2", "bo", true)]
    public void takes_another_officer_at_another_machine(string client, string officer, bool seconds)
    {
        var (agreement, act) = Waiting.Second(Agree, new("hub", client, officer), Suspended, Cast.Now);
        Assert.Equal((seconds, seconds), (agreement.IsAccepted, act.IsAccepted));
        Assert.Equal(seconds ? [] : ["proposed-it-itself"], agreement.Codes());
    }

    [Theory]
    [InlineData("se-noa", null)]
    [InlineData("fr-ofast", "seconds-its-own")]
    public void may_be_seconded_by_a_deputy_of_an_agency_that_it_does_not_concern(string member, string? refusal) =>
        Assert.Equal(refusal is null ? [] : [refusal], Waiting.Second(Agree, new(member, member, "deputy"), Suspended, Cast.Now).Agreement.Codes());

    [Fact]
    public void is_seconded_by_no_deputy_whose_country_reads_more_by_it()
    {
        var agreement = new ConcludeAgreement("Article 25(1)", AgreementLevel.Full, From: null, Until: null).Proposed("US");
        Assert.Equal(["seconds-its-own"], agreement.Second(Agree, new("us-dea", "us-dea", "deputy"), Cast.Registry, Cast.Now).Agreement.Codes());
        var joining = new JoinTaskForce("country:IE", At: null).Proposed("grimm");
        Assert.Equal(["seconds-its-own"], joining.Second(Agree, new("ie-gnbci", "ie-gnbci", "deputy"), Cast.Registry, Cast.Now).Agreement.Codes());
        Assert.Empty(joining.Second(Agree, new("fr-ofast", "fr-ofast", "deputy"), Cast.Registry, Cast.Now).Agreement.Codes());
    }

    [Fact]
    public void is_seconded_by_no_deputy_of_the_same_country()
    {
        var enrolment = (Administering.Agency with { Party = "SE" }).Proposed("se-new");
        Assert.Equal(["seconds-its-own"], enrolment.Second(Agree, new("se-noa", "se-noa", "deputy"), Cast.Registry, Cast.Now).Agreement.Codes());
        Assert.Empty(enrolment.Second(Agree, new("fr-ofast", "fr-ofast", "deputy"), Cast.Registry, Cast.Now).Agreement.Codes());
        Assert.Equal(["seconds-its-own"], Waiting.Second(Agree, new("fr-gn", "fr-gn", "deputy"), Suspended, Cast.Now).Agreement.Codes());
        Assert.Equal(["seconds-its-own"], new JoinTaskForce("member:se-tull", At: null).Proposed("shamrock").Second(Agree, new("se-noa", "se-noa", "deputy"), Cast.Registry, Cast.Now).Agreement.Codes());
        Assert.False(new FoundTaskForce("Another").Concerns("se-noa", Cast.Sweden));
    }

    [Fact]
    public void keeps_of_a_key_its_public_members_alone()
    {
        var sent = Administering.Json(Administering.Jwk.GetRawText().Replace("\"kty\"", "\"note\":\"\\u0000\",\"kty\"", StringComparison.Ordinal));
        var waiting = new IntroduceClient("gateway", [Role.AgencyAdmin], [Purpose.InformationExchange], sent).Proposed("ie-new", registry: Administering.Agency.Done("ie-new"));
        Assert.DoesNotContain("note", ((IntroduceClient)waiting.Act).Jwk!.Value.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U", waiting.Act.ReadBack());
    }

    [Fact]
    public void lapses_after_fourteen_days()
    {
        var end = Cast.Now.AddDays(14);
        Assert.Equal((PendingActState.Proposed, PendingActState.Lapsed), (Waiting.StateAt(end.AddTicks(-1)), Waiting.StateAt(end)));
        Assert.Empty(Waiting.Second(Agree, Administering.Bo, Suspended, end.AddTicks(-1)).Agreement.Codes());
        Assert.Equal(["act-lapsed"], Waiting.Second(Agree, Administering.Bo, Suspended, end).Act.Codes());
        Assert.Equal(["act-lapsed"], Waiting.Refuse(new("late"), Administering.Bo, end).Codes());
    }

    [Fact]
    public void is_decided_anew_on_the_registry_that_stands_when_it_is_seconded()
    {
        var (agreement, act) = Waiting.Second(Agree, Administering.Bo, Readmit.Done("fr-ofast", Suspended), Cast.Now);
        Assert.True(agreement.IsAccepted);
        Assert.Equal(["not-suspended"], act.Codes());
    }

    [Fact]
    public void is_refused_by_anybody_and_taken_back_by_its_proposer()
    {
        foreach (var by in new[] { Administering.Anna, Administering.Bo })
        {
            var refused = After(Waiting, Waiting.Refuse(new("Not now."), by, Cast.Now));
            Assert.Equal((PendingActState.Refused, by, "Not now."), (refused.StateAt(Cast.Now), refused.DecidedBy, refused.Refusal));
            Assert.Equal(["act-decided"], refused.Second(Agree, Administering.Bo, Suspended, Cast.Now).Agreement.Codes());
            Assert.Equal(["act-decided"], refused.Refuse(new("Again."), by, Cast.Now).Codes());
        }

        Assert.Equal(["required /reason"], Waiting.Refuse(new(" "), Administering.Bo, Cast.Now).Codes());
    }

    [Fact]
    public void waits_once_for_each_subject()
    {
        var registry = Waits(Suspended, Waiting);
        Assert.Equal(["act-waits"], PendingAct.Propose("fr-ofast", Readmit with { Reason = "Once more." }, Administering.Bo, registry, Cast.Now).Codes());
        Assert.Empty(PendingAct.Propose("fr-ofast", Readmit, Administering.Bo, registry, Cast.Now.AddDays(14)).Codes());
        Assert.Empty(PendingAct.Propose("fr-ofast", Readmit, Administering.Bo, Waits(Suspended, After(Waiting, Waiting.Refuse(new("no"), Administering.Bo, Cast.Now))), Cast.Now).Codes());
        var join = new JoinTaskForce("country:IE", At: null);
        var joining = Waits(Cast.Registry, join.Proposed("grimm"));
        Assert.Equal(["act-waits"], PendingAct.Propose("grimm", join with { At = Cast.Now.AddDays(1) }, Administering.Bo, joining, Cast.Now).Codes());
        Assert.Empty(PendingAct.Propose("grimm", join with { Participant = "member:fr-gn" }, Administering.Bo, joining, Cast.Now).Codes());
        Assert.Empty(PendingAct.Propose("shamrock", join with { Participant = "country:FR" }, Administering.Bo, joining, Cast.Now).Codes());
    }

    [Fact]
    public void that_introduces_a_client_takes_the_thumbprint_that_was_read_out()
    {
        var registry = Administering.Agency.Done("ie-new");
        var waiting = new IntroduceClient("gateway", [Role.AgencyAdmin], [Purpose.InformationExchange], Administering.Jwk).Proposed("ie-new", registry: registry);
        Assert.Equal("oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U", waiting.Act.ReadBack());
        Assert.Equal(["read-back-differs /readBack"], waiting.Second(Agree, Administering.Bo, registry, Cast.Now).Agreement.Codes());
        Assert.Equal(["read-back-differs /readBack"], waiting.Second(new("okiywvgUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U"), Administering.Bo, registry, Cast.Now).Agreement.Codes());
        Assert.Empty(waiting.Second(new(waiting.Act.ReadBack()), Administering.Bo, registry, Cast.Now).Act.Codes());
    }

    [Fact]
    public void cannot_begin_twice_or_in_the_middle()
    {
        Assert.Throws<InvalidOperationException>(() => PendingAct.Evolve(Waiting, Guid.Empty, new ActProposed("x", Readmit, Administering.Anna, Cast.Now)));
        Assert.Throws<InvalidOperationException>(() => PendingAct.Evolve(current: null, Guid.Empty, new ActSeconded(Administering.Anna, Cast.Now)));
    }

    private static Registry Waits(Registry registry, PendingAct act) => new(registry.Version, registry.Parties.Values, registry.Members.Values, registry.TaskForces.Values) { PendingActs = [act] };
}
