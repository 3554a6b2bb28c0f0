using IntelShare.Members;

namespace IntelShare.Tests.Members;

public sealed class Administering_the_registry
{
    private static readonly Desk Desk = Administering.Agency.Desk!;

    [Theory]
    [InlineData("PL", PartyKind.MemberState, null)]
    [InlineData("org:eppo", PartyKind.UnionBody, null)]
    [InlineData("SE", PartyKind.MemberState, "already-enrolled")]
    [InlineData("UK", PartyKind.ThirdCountry, "country-alias")]
    [InlineData("XX", PartyKind.ThirdCountry, "unknown-country")]
    [InlineData("org:eppo", PartyKind.MemberState, "unknown-country")]
    [InlineData("PL", PartyKind.UnionBody, "malformed-organisation")]
    [InlineData("org:Eppo", PartyKind.UnionBody, "malformed-organisation")]
    [InlineData("org:", PartyKind.UnionBody, "malformed-organisation")]
    [InlineData("org:-eppo", PartyKind.UnionBody, "malformed-organisation")]
    [InlineData("org:hub-2", PartyKind.Hub, "hub-is-one /kind")]
    [InlineData("PL", null, "required /kind")]
    public void enrols_countries_by_their_code_and_organisations_by_a_name(string id, PartyKind? kind, string? refusal) =>
        Assert.Equal(refusal is null ? [] : [refusal], new EnrolParty(kind, "A party", Over: null).On(id).Codes());

    [Theory]
    [InlineData(PartyKind.Supervisor, null, null)]
    [InlineData(PartyKind.Supervisor, "SE", null)]
    [InlineData(PartyKind.Supervisor, "PL", "unknown-party /over")]
    [InlineData(PartyKind.Supervisor, "org:eurojust", "unknown-party /over")]
    [InlineData(PartyKind.UnionBody, "SE", "only-supervisors /over")]
    public void lets_a_supervisor_watch_over_a_country_of_the_registry_or_over_all(PartyKind kind, string? over, string? refusal) =>
        Assert.Equal(refusal is null ? [] : [refusal], new EnrolParty(kind, "IMY", over).On("org:imy").Codes());

    [Fact]
    public void enrols_an_agency_that_can_do_nothing_yet()
    {
        var member = Administering.Agency.Done("ie-new").Members["ie-new"];
        Assert.Equal(("IE", "An agency", Desk), (member.Party, member.Name, member.Desk));
        Assert.Equal([Role.Analyst, Role.AgencyAdmin], member.Roles.Order());
        Assert.Empty(member.Clients);
        Assert.True(Administering.Agency.Widens("ie-new"));
    }

    [Fact]
    public void lists_everything_that_an_enrolment_lacks() => Assert.Equal(
        ["malformed-member", "unknown-party /party", "required /name", "required /desk", "required /roles"], new EnrolMember(Party: null, Name: null, Desk: null, Roles: null).On("IE New").Codes());

    [Theory]
    [InlineData("IE", Role.HubAdmin, "role-not-of-party /roles")]
    [InlineData("org:edps", Role.Analyst, "role-not-of-party /roles")]
    [InlineData("org:edps", Role.Auditor, null)]
    [InlineData("org:edps", Role.AgencyAdmin, null)]
    [InlineData("org:hub", Role.HubAdmin, "hub-is-one /party")]
    [InlineData("IE", Role.Deputy, null)]
    public void gives_a_party_no_role_that_is_not_its(string party, Role role, string? refusal) =>
        Assert.Equal(refusal is null ? [] : [refusal], (Administering.Agency with { Party = party, Roles = [role] }).On("ie-new").Codes());

    [Fact]
    public void gives_the_hub_administration_and_audit_alone()
    {
        Assert.Empty(new ChangeMember(Name: null, Desk: null, [Role.HubAdmin, Role.Auditor], "as it is").On("hub").Codes());
        Assert.Equal(["role-not-of-party /roles"], new ChangeMember(Name: null, Desk: null, [Role.HubAdmin, Role.Analyst], "reads").On("hub").Codes());
        Assert.Equal(["hub-keeps-administrators /roles"], new ChangeMember(Name: null, Desk: null, [Role.Auditor], "administers no more").On("hub").Codes());
    }

    [Fact]
    public void changes_what_is_given_and_leaves_the_rest()
    {
        var member = new ChangeMember("Anti-drug office", Desk: null, Roles: null, "renamed").Done("fr-ofast").Members["fr-ofast"];
        Assert.Equal(("Anti-drug office", Cast.Registry.Members["fr-ofast"].Desk), (member.Name, member.Desk));
        Assert.True(member.Roles.SetEquals(Cast.AgencyRoles));
        Assert.Equal(Desk, new ChangeMember(Name: null, Desk, Roles: null, "moved").Done("fr-ofast").Members["fr-ofast"].Desk);
        Assert.Empty(new ChangeMember("fr-ofast", Desk: null, Roles: null, "same").On("fr-ofast").Facts);
        Assert.Equal(["required /name", "required /desk/urgent", "required /reason"], new ChangeMember(" ", new("desk", ""), Roles: null, Reason: null).On("fr-ofast").Codes());
    }

    [Theory]
    [InlineData(new[] { Role.Analyst }, false)]
    [InlineData(new[] { Role.Analyst, Role.Deputy }, true)]
    [InlineData(null, false)]
    public void widens_an_agency_by_a_role_more_and_by_nothing_else(Role[]? roles, bool widens) =>
        Assert.Equal(widens, new ChangeMember("Another name", Cast.Registry.Members["fr-ofast"].Desk, roles, "reorganised").Widens("fr-ofast"));

    [Fact]
    public void moves_a_desk_by_two_since_thumbprints_are_read_back_from_it() => Assert.True(new ChangeMember(Name: null, Desk, Roles: null, "moved").Widens("fr-ofast"));

    [Fact]
    public void lets_roles_rest_that_a_client_holds_beyond_a_lowered_cap()
    {
        var registry = new ChangeMember(Name: null, Desk: null, [Role.Analyst], "narrowed").Done("fr-ofast");
        Assert.Equal("role-beyond-cap", registry.Admit(new("urn:intelshare:member:fr-ofast", "fr-ofast-1", "fr-ofast", "o", new HashSet<Role> { Role.Auditor }, Purposes: null, "j"), from: null, Cast.Now).Reason);
        Assert.NotNull(registry.Admit(new("urn:intelshare:member:fr-ofast", "fr-ofast-1", "fr-ofast", "o", new HashSet<Role> { Role.Analyst }, Purposes: null, "j"), from: null, Cast.Now).Caller);
    }

    [Fact]
    public void suspends_at_once_and_readmits_by_two()
    {
        var suspend = new SuspendMember("breach");
        var registry = suspend.Done("fr-ofast");
        Assert.True(registry.Members["fr-ofast"].Suspended);
        Assert.False(suspend.Widens("fr-ofast"));
        Assert.Empty(suspend.On("fr-ofast", registry).Facts);
        Assert.Equal(["hub-stays"], suspend.On("hub").Codes());
        Assert.Equal(["required /reason"], new SuspendMember(Reason: null).On("fr-ofast").Codes());
        var readmit = new ReadmitMember("mended");
        Assert.True(readmit.Widens("fr-ofast", registry));
        Assert.False(readmit.Done("fr-ofast", registry).Members["fr-ofast"].Suspended);
        Assert.Equal(["not-suspended"], readmit.On("fr-ofast").Codes());
        Assert.Equal(["required /reason"], new ReadmitMember("").On("fr-ofast", registry).Codes());
    }

    [Fact]
    public void introduces_the_client_by_which_an_agency_administers_itself()
    {
        var enrolled = Administering.Agency.Done("ie-new");
        var introduce = new IntroduceClient("gateway", [Role.AgencyAdmin, Role.Analyst], [Purpose.InformationExchange], Administering.Jwk);
        var registry = introduce.Done("ie-new", enrolled);
        var client = registry.Members["ie-new"].Clients["gateway"];
        Assert.Equal([Role.Analyst, Role.AgencyAdmin], client.Roles.Order());
        Assert.True(client.Keys["us-1"].IsTrusted(Cast.Now));
        Assert.True(introduce.Widens("ie-new", enrolled));
        Assert.Equal(["administers-itself"], (introduce with { Client = "second" }).On("ie-new", registry).Codes());
        Assert.Equal(["cannot-administer /roles"], (introduce with { Roles = [Role.Analyst] }).On("ie-new", enrolled).Codes());
        Assert.Equal(["malformed-client /client", "required /roles", "required /purposes", "required /jwk"], new IntroduceClient(Client: null, Roles: null, Purposes: null, Jwk: null).On("ie-new", enrolled).Codes());
        Assert.Equal(["role-beyond-cap /roles"], (introduce with { Roles = [Role.AgencyAdmin, Role.Discloser] }).On("ie-new", enrolled).Codes());
    }

    [Fact]
    public void helps_an_agency_that_lost_its_last_key_under_another_name()
    {
        var lost = Cast.RegistryOf(Cast.Grimm, ("fr-ofast", new KeyRevoked("fr-ofast", "fr-ofast-1")));
        var introduce = new IntroduceClient("rescue", [Role.AgencyAdmin], [Purpose.InformationExchange], Administering.Jwk);
        Assert.Empty(introduce.On("fr-ofast", lost).Codes());
        Assert.Equal(["client-taken /client"], (introduce with { Client = "fr-ofast" }).On("fr-ofast", lost).Codes());
        Assert.Equal(["administers-itself"], introduce.On("fr-ofast").Codes());
        Assert.Equal(["kid-taken /jwk/kid"], (introduce with { Jwk = Administering.Json(Administering.Jwk.GetRawText().Replace("us-1", "fr-ofast-1", StringComparison.Ordinal)) }).On("fr-ofast", lost).Codes());
    }

    [Fact]
    public void introduces_another_administrator_of_the_hub()
    {
        var introduce = new IntroduceClient("hub-4", [Role.HubAdmin], [Purpose.InformationExchange], Administering.Jwk);
        Assert.True(introduce.Done("hub").Members["hub"].Clients["hub-4"].Roles.SetEquals([Role.HubAdmin]));
        Assert.Equal(["client-taken /client"], (introduce with { Client = "hub" }).On("hub").Codes());
    }

    [Fact]
    public void founds_a_task_force_that_nobody_takes_part_in()
    {
        var found = new FoundTaskForce("Joint team");
        Assert.Empty(found.Done("joint").TaskForces["joint"].Participations);
        Assert.False(found.Widens("joint"));
        Assert.Equal(["already-enrolled"], found.On("grimm").Codes());
        Assert.Equal(["malformed-task-force", "required /name"], new FoundTaskForce("").On("Joint").Codes());
    }

    [Fact]
    public void takes_into_a_task_force_by_two_and_out_of_it_at_once()
    {
        var join = new JoinTaskForce("country:IE", Cast.Now.AddDays(1));
        var leave = new LeaveTaskForce("country:SE", At: null);
        Assert.Equal(new("country:IE", Cast.Now.AddDays(1), Until: null), join.Done("grimm").TaskForces["grimm"].Participations[^1]);
        Assert.Equal(Cast.Now, leave.Done("grimm").TaskForces["grimm"].Participations.Single(period => period.Participant == "country:SE").Until);
        Assert.Equal((true, false), (join.Widens("grimm"), leave.Widens("grimm")));
        var far = (leave with { At = Cast.Now.AddYears(100) }).Done("grimm");
        Assert.Equal(["takes-part /participant"], (join with { Participant = "country:SE" }).On("grimm", far).Codes());
        Assert.Equal(Cast.Now, leave.Done("grimm", far).TaskForces["grimm"].Participations.Single(period => period.Participant == "country:SE").Until);
        Assert.Equal(["takes-no-part /participant"], leave.On("grimm", leave.Done("grimm")).Codes());
        Assert.Equal(["takes-part /participant"], (join with { Participant = "country:SE" }).On("grimm").Codes());
        Assert.Equal(["takes-no-part /participant"], (leave with { Participant = "country:IE" }).On("grimm").Codes());
        Assert.Equal(["takes-no-part /participant"], (leave with { Participant = "country:NL" }).On("grimm").Codes());
        Assert.Equal(["unknown-participant /participant", "at-in-the-past /at"], new JoinTaskForce("IE", Cast.Now.AddTicks(-1)).On("grimm").Codes());
        Assert.Equal(["unknown-participant /participant", "at-in-the-past /at"], new LeaveTaskForce(Participant: null, Cast.Now.AddTicks(-1)).On("grimm").Codes());
    }
}
