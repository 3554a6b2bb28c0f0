using IntelShare.Indicators;
using IntelShare.Keeping;
using IntelShare.Members;

namespace IntelShare.Tests.Keeping;

/// <summary>What was lost with the days since the backup: only what takes away is told again, and never as something that gives.</summary>
public sealed class Narrowing_after_a_restore
{
    private static readonly Member France = Cast.Registry.Members["fr-ofast"];

    public static TheoryData<object> Taking =>
    [
        new MemberSuspended("breach"), new MemberWithdrawn("dissolved", new(2026, 9, 1)), new KeyRevoked("fr-ofast", "fr-ofast-1"), new KeyRetired("fr-ofast", "fr-ofast-1", Cast.Now), new ClientRemoved("fr-ofast", "replaced"), new OfficerBlocked("officer-7", "left"),
    ];

    [Theory]
    [MemberData(nameof(Taking))]
    public void repeats_what_was_ended_once(object fact)
    {
        Assert.Equal(fact, Narrowings.Again(France, fact, Cast.Now));
        Assert.Null(Narrowings.Again(Member.Evolve(France, France.Stream, fact), fact, Cast.Now));
    }

    [Fact]
    public void refuses_again_what_waits_to_be_seconded()
    {
        var (act, refusal) = (new PendingAct(Guid.Empty, "fr-ofast", new ReadmitMember("mended"), new("hub", "hub", "one"), Cast.Now), new ActRefused(new("hub", "hub-2", "two"), "not yet", Cast.Now));
        Assert.Equal(refusal, Narrowings.Again(act, refusal, Cast.Now));
        Assert.Null(Narrowings.Again(act, new ActSeconded(refusal.By, Cast.Now), Cast.Now));
        Assert.Null(Narrowings.Again(PendingAct.Evolve(act, act.Id, refusal), refusal, Cast.Now));
        Assert.Null(Narrowings.Again(act, refusal, act.LapsesAt()));
    }

    [Fact]
    public void gives_no_records_to_a_successor_that_was_none_any_more()
    {
        var leaving = ((object[])[new MemberWithdrawn("merged", new(2026, 9, 1)), new SuccessorNamed("nl-dlio", "merged", Cast.Now), new SuccessionAccepted("nl-dlio", Cast.Now)]).Aggregate(France, (member, fact) => Member.Evolve(member, member.Stream, fact));
        object[] lost = [new MemberKept("goes on"), new MemberWithdrawn("dissolved", new(2026, 8, 1))];
        foreach (var fact in lost)
        {
            leaving = Narrowings.Again(leaving, fact, Cast.Now) is { } again ? Member.Evolve(leaving, leaving.Stream, again) : leaving;
        }

        Assert.Equal(new DateOnly(2026, 8, 1), leaving.Leaving!.EffectiveOn);
        Assert.Null(leaving.Succession);
    }

    [Fact]
    public void repeats_nothing_of_what_the_backup_does_not_know()
    {
        object[] facts = [new KeyRevoked("fr-ofast", "new-key"), new ClientRemoved("new-client", "replaced"), new TokenRevoked("fr-ofast", "winter", "lost", Cast.Now), new IssuerDistrusted("keycloak", "stolen"), new ClearanceWithdrawn("officer-7", "over"), new StandingAuthorisationRevoked("US", "over", Cast.Now)];
        Assert.All(facts, fact => Assert.Null(Narrowings.Again(France, fact, Cast.Now)));
    }

    [Theory]
    [InlineData(new[] { Role.Analyst, Role.AgencyAdmin }, new[] { Role.Analyst, Role.AgencyAdmin })]
    [InlineData(new[] { Role.Analyst, Role.Deputy }, new[] { Role.Analyst })]
    public void takes_roles_away_and_gives_none(Role[] lost, Role[] roles)
    {
        var again = Assert.IsType<MemberChanged>(Narrowings.Again(France, new MemberChanged("Renamed", new("elsewhere", "elsewhere"), lost, "reorganised"), Cast.Now));
        Assert.Equal(roles, again.Roles);
        Assert.Equal((France.Name, France.Desk), (again.Name, again.Desk));
        Assert.Null(Narrowings.Again(France, new MemberChanged("Renamed", France.Desk, [.. France.Roles, Role.Deputy], "lends a deputy"), Cast.Now));
    }

    [Fact]
    public void narrows_a_client_to_what_both_have()
    {
        var client = France.Clients["fr-ofast"];
        var again = Assert.IsType<ClientChanged>(Narrowings.Again(France, new ClientChanged("fr-ofast", [Role.Analyst], [Purpose.CrossChecking], ["192.0.2.0/24"], Standing: null), Cast.Now));
        Assert.Equal([Role.Analyst], again.Roles);
        Assert.Equal([Purpose.CrossChecking], again.Purposes);
        Assert.Equal(["192.0.2.0/24"], again.Networks);
        var networked = Member.Evolve(France, France.Stream, again);
        Assert.Null(Narrowings.Again(networked, new ClientChanged("fr-ofast", [.. client.Roles], [.. client.Purposes], [], Standing: null), Cast.Now));
        Assert.Equal(["192.0.2.128/25"], Assert.IsType<ClientChanged>(Narrowings.Again(networked, new ClientChanged("fr-ofast", [Role.Analyst], [Purpose.CrossChecking], ["192.0.2.128/25"], Standing: null), Cast.Now)).Networks);
        Assert.IsType<ClientRemoved>(Narrowings.Again(networked, new ClientChanged("fr-ofast", [Role.Analyst], [Purpose.CrossChecking], ["198.51.100.0/24"], Standing: null), Cast.Now));
    }

    [Theory]
    [InlineData(new[] { "country:NL" }, new string[0], new string[0], new[] { "country:NL" }, new string[0])]
    [InlineData(new[] { "country:NL" }, new[] { "country:FR" }, new string[0], new[] { "country:NL" }, new[] { "country:FR" })]
    [InlineData(new[] { "member:nl-dlio" }, new string[0], new string[0], new string[0], new string[0])]
    [InlineData(new[] { "country:NL", "country:FR", "country:DE" }, new string[0], new[] { "country:FR" }, new[] { "country:NL", "country:FR" }, new string[0])]
    public void narrows_a_release_to_what_both_say(string[] full, string[] hit, string[] excluded, string[] fullAgain, string[] hitAgain)
    {
        var record = Given.Submitted(Cast.Slang()) with { Release = new(["country:NL", "country:FR"], [], [], Feeds: true) };
        var again = Assert.IsType<ReleaseChanged>(Narrowings.Again(record, new ReleaseChanged(new(full, hit, excluded, Feeds: true), Cast.Now)));
        Assert.Equal<string[]>([fullAgain, hitAgain, excluded], [again.Release.Full!, again.Release.Hit!, again.Release.Excluded!]);
        Assert.False(again.Release.Widens(record.Release));
    }

    [Fact]
    public void takes_of_an_amendment_what_is_stricter_and_leaves_the_rest_to_its_owner()
    {
        var record = Given.Submitted(Cast.Slang() with { Purposes = [Purpose.CrossChecking, Purpose.StrategicAnalysis] });
        IndicatorAmended Amended(Handling handling, bool isProtected, params Purpose[] purposes) => new(Content: null, Secret: null, isProtected, Evaluation.Unassessed, handling, purposes, [], record.Retention, TellsReaders: true, Cast.Now);

        var again = Assert.IsType<IndicatorAmended>(Narrowings.Again(record, Amended(new([HandlingCode.H3], "Ask first."), isProtected: true, Purpose.CrossChecking, Purpose.OperationalAnalysis)));
        Assert.True(again.Protected);
        Assert.Equal("Ask first.", again.Handling.Conditions);
        Assert.Contains(HandlingCode.H3, again.Handling.Codes!);
        Assert.Equal([Purpose.CrossChecking], again.Purposes);
        Assert.Equal(record.Plain, again.Content);
        Assert.Equal(record.Evaluation, again.Evaluation);
        Assert.Null(Narrowings.Again(record, Amended(record.Handling, isProtected: false, Enum.GetValues<Purpose>())));
    }

    [Fact]
    public void takes_a_grant_back_that_was_shortened_and_no_other()
    {
        var granted = new DisclosureGranted(Given.Id, "fr-ofast", Asks.Content, Purpose: null, Fields: null, Secret: null, Cast.Now.AddDays(30), Cast.Now);
        var record = Indicator.Evolve(Given.Submitted(Cast.Slang()), Given.Id, granted);

        Assert.IsType<DisclosureRevoked>(Narrowings.Again(record, granted with { Until = Cast.Now.AddDays(3) }));
        Assert.IsType<DisclosureRevoked>(Narrowings.Again(record, granted with { Fields = [FieldGroup.Evaluation] }));
        Assert.Null(Narrowings.Again(record, granted with { Until = Cast.Now.AddDays(60) }));
        Assert.Null(Narrowings.Again(record, granted with { Member = "nl-dlio", Until = Cast.Now.AddDays(3) }));
    }

    [Fact]
    public void distrusts_a_provider_that_was_described_anew_and_forgets_a_successor()
    {
        var provider = new Issuer("keycloak", "https://login.example", ["ES256"], ["JWT"], "https://login.example/keys", [], Audience: null, [], new("/azp", "/sub", "/roles", Purposes: null, "/jti"), RolePrefix: null);
        var trusting = Member.Evolve(Member.Evolve(France, France.Stream, new IssuerTrusted(provider)), France.Stream, new SuccessorNamed("be-fgp", "merged", Cast.Now));

        Assert.IsType<IssuerDistrusted>(Narrowings.Again(trusting, new IssuerTrusted(provider with { Algorithms = ["RS256"] }), Cast.Now));
        Assert.Null(Narrowings.Again(trusting, new IssuerTrusted(provider), Cast.Now));
        Assert.Equal("be-fgp", Assert.IsType<SuccessorTakenBack>(Narrowings.Again(trusting, new SuccessorNamed("nl-dlio", "rather", Cast.Now), Cast.Now)).Successor);
    }

    [Fact]
    public void leaves_a_record_alone_that_was_only_released_further()
    {
        var record = Given.Submitted(Cast.Slang()) with { Release = new(["country:NL"], [], ["country:US"], Feeds: false) };
        Assert.Null(Narrowings.Again(record, new ReleaseChanged(new(["country:NL", "country:FR"], ["country:DE"], [], Feeds: true), Cast.Now)));
        Assert.Null(Narrowings.Again(record with { Status = IndicatorStatus.Withdrawn }, new IndicatorWithdrawn("wrong", Cast.Now)));
        Assert.NotNull(Narrowings.Again(record, new IndicatorWithdrawn("wrong", Cast.Now)));
        Assert.Null(Narrowings.Again(record, new DisclosureRevoked(Guid.Empty, Cast.Now)));
    }

    [Fact]
    public void takes_a_party_out_of_its_agreement_and_a_task_force_and_never_into_more()
    {
        var us = Cast.Registry.Parties["US"];
        var grimm = Cast.Registry.TaskForces["grimm"];

        Assert.NotNull(Narrowings.Again(grimm, new TaskForceLeft("country:US", Cast.Now)));
        Assert.Null(Narrowings.Again(grimm, new TaskForceLeft("country:IE", Cast.Now)));
        Assert.NotNull(Narrowings.Again(us, new AgreementEnded("over", Cast.Now), Cast.Now));
    }
}
