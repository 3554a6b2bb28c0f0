using System.Net;
using IntelShare.Members;
using IntelShare.Tests.Access;

namespace IntelShare.Tests.Members;

public sealed class The_registry
{
    private static readonly TokenClaims Analyst = new(
        "urn:intelshare:member:fr-ofast", "fr-ofast-1", "fr-ofast", "officer-7", new HashSet<Role> { Role.Analyst }, new HashSet<Purpose> { Purpose.CrossChecking }, "jti-1");

    private static (Caller? Caller, string? Reason) Admit(TokenClaims token, params object[] since) => Admit(token, Cast.Now, since);

    private static (Caller? Caller, string? Reason) Admit(TokenClaims token, DateTimeOffset now, params object[] since) => With(since).Admit(token, from: null, now);

    /// <summary>The cast, France's agency with more facts.</summary>
    private static Registry With(params object[] since) => new(
        2, Cast.Registry.Parties.Values,
        Cast.Registry.Members.Values.Select(member => member.Id == "fr-ofast" ? since.Aggregate(member, (current, fact) => Member.Evolve(current, Guid.Empty, fact)) : member),
        Cast.Registry.TaskForces.Values);

    private static void Refused(string reason, TokenClaims token, params object[] since)
    {
        var (caller, why) = Admit(token, since);
        Assert.Null(caller);
        Assert.Equal(reason, why);
    }

    [Fact]
    public void admits_a_token_within_its_caps()
    {
        var (caller, reason) = Admit(Analyst);
        Assert.Null(reason);
        Assert.Equal(("fr-ofast", "FR", "fr-ofast", "officer-7", "jti-1"), (caller!.Member.Id, caller.Party.Id, caller.Client.Id, caller.Officer, caller.TokenId));
        Assert.Equal([Role.Analyst], caller.Roles);
        Assert.Equal([Purpose.CrossChecking], caller.Purposes);
    }

    [Fact]
    public void takes_the_clients_purposes_where_the_token_names_none() =>
        Assert.Equal(Enum.GetValues<Purpose>().ToHashSet(), Admit(Analyst with { Purposes = null }).Caller!.Purposes);

    [Theory]
    [InlineData("urn:intelshare:member:fr-nobody")]
    [InlineData("urn:intelshare:member:FR-OFAST")]
    [InlineData("fr-ofast")]
    public void refuses_an_issuer_it_does_not_know(string issuer) => Refused("issuer-unknown", Analyst with { Issuer = issuer });

    [Fact]
    public void refuses_a_suspended_member_until_it_is_readmitted()
    {
        Refused("member-suspended", Analyst, new MemberSuspended("breach"));
        Assert.NotNull(Admit(Analyst, new MemberSuspended("breach"), new MemberReadmitted("repaired")).Caller);
    }

    [Theory]
    [InlineData("2026-05-12", null)]
    [InlineData("2026-08-30", null)]
    [InlineData("2026-08-31", "member-left")]
    public void refuses_a_member_that_left_once_it_had_time_to_fetch_its_certificates(string day, string? reason) =>
        Assert.Equal(reason, Admit(Analyst, Said.Day(day), new MemberWithdrawn("dissolved", new(2026, 5, 3))).Reason);

    [Fact]
    public void refuses_a_revoked_key() => Refused("key-revoked", Analyst, new KeyRevoked("fr-ofast", "fr-ofast-1"));

    [Fact]
    public void refuses_a_key_from_the_moment_it_retires()
    {
        Refused("key-retired", Analyst, new KeyRetired("fr-ofast", "fr-ofast-1", Cast.Now));
        Assert.NotNull(Admit(Analyst, new KeyRetired("fr-ofast", "fr-ofast-1", Cast.Now.AddTicks(1))).Caller);
    }

    [Fact]
    public void refuses_a_client_that_was_ended() => Refused("client-removed", Analyst, new ClientRemoved("fr-ofast", "replaced"));

    [Theory]
    [InlineData("192.0.2.77", true)]
    [InlineData("::ffff:192.0.2.77", true)]
    [InlineData("2001:db8::7", true)]
    [InlineData("192.0.3.1", false)]
    [InlineData("2001:db9::7", false)]
    [InlineData(null, false)]
    public void takes_a_client_from_its_own_networks_alone(string? address, bool taken)
    {
        var (caller, reason) = With(new ClientChanged("fr-ofast", [Role.Analyst], [Purpose.CrossChecking], ["192.0.2.0/24", "2001:db8::/32"], Standing: null))
            .Admit(Analyst, address is null ? null : IPAddress.Parse(address), Cast.Now);
        Assert.Equal((taken, taken ? null : "network-not-allowed"), (caller is not null, reason));
    }

    [Fact]
    public void refuses_a_key_that_was_never_registered() => Refused("key-not-of-client", Analyst with { Kid = "fr-ofast-2" });

    [Fact]
    public void refuses_a_client_of_another_member() => Refused("key-not-of-client", Analyst with { Client = "se-noa", Kid = "se-noa-1" });

    [Fact]
    public void refuses_a_client_that_signs_with_the_key_of_another() => Refused(
        "key-not-of-client", Analyst with { Client = "gateway" }, new ClientAdded("gateway", [Role.Analyst], [Purpose.CrossChecking]), new KeyAdded("gateway", "gateway-1", "key of the gateway"));

    [Fact]
    public void admits_one_client_at_most_under_a_kid_that_two_have_taken()
    {
        object[] twins = [new ClientAdded("gateway", [Role.Analyst], [Purpose.CrossChecking]), new KeyAdded("gateway", "fr-ofast-1", "key of the gateway")];
        var verifiedBy = With(twins).Key(Analyst.Issuer, "fr-ofast-1")!.Value.Client.Id;
        Assert.Equal(verifiedBy, Admit(Analyst with { Client = verifiedBy }, twins).Caller!.Client.Id);
        Refused("key-not-of-client", Analyst with { Client = verifiedBy == "gateway" ? "fr-ofast" : "gateway" }, twins);
    }

    [Fact]
    public void refuses_roles_that_are_none_or_not_on_the_list()
    {
        Refused("role-beyond-cap", Analyst with { Roles = null });
        Refused("role-beyond-cap", Analyst with { Roles = new HashSet<Role>() });
    }

    [Fact]
    public void refuses_a_role_beyond_the_cap_and_never_narrows_it() =>
        Refused("role-beyond-cap", Analyst with { Roles = new HashSet<Role> { Role.Analyst, Role.HubAdmin } });

    [Fact]
    public void refuses_a_role_that_the_client_may_not_hold_though_its_member_may() => Refused(
        "role-beyond-cap", Analyst with { Client = "gateway", Kid = "gateway-1" }, new ClientAdded("gateway", [Role.Feed], [Purpose.CrossChecking]), new KeyAdded("gateway", "gateway-1", "key"));

    [Theory]
    [InlineData(Role.Contributor)]
    [InlineData(Role.Discloser)]
    [InlineData(Role.Analyst)]
    [InlineData(Role.Feed)]
    public void refuses_an_auditor_beside_a_content_role(Role role) => Refused("roles-not-together", Analyst with { Roles = new HashSet<Role> { Role.Auditor, role } });

    [Theory]
    [InlineData(Role.Auditor, Role.Analyst, false)]
    [InlineData(Role.HubAdmin, Role.Feed, false)]
    [InlineData(Role.Deputy, Role.Analyst, false)]
    [InlineData(Role.HubAdmin, Role.Auditor, true)]
    [InlineData(Role.AgencyAdmin, Role.Auditor, true)]
    [InlineData(Role.AgencyAdmin, Role.Analyst, true)]
    [InlineData(Role.Contributor, Role.Discloser, true)]
    public void keeps_administration_and_audit_away_from_content(Role one, Role other, bool together) =>
        Assert.Equal(together, Roles.MayStandTogether(new HashSet<Role> { one, other }));

    [Fact]
    public void refuses_a_purpose_beyond_the_cap() => Refused(
        "purpose-beyond-cap", Analyst with { Client = "gateway", Kid = "gateway-1", Purposes = new HashSet<Purpose> { Purpose.CrossChecking, Purpose.StrategicAnalysis } },
        new ClientAdded("gateway", [Role.Analyst], [Purpose.CrossChecking]), new KeyAdded("gateway", "gateway-1", "key"));

    [Fact]
    public void finds_a_key_by_issuer_and_kid_together()
    {
        Assert.Equal(("fr-ofast", "key of fr-ofast"), (Cast.Registry.Key(Analyst.Issuer, "fr-ofast-1")!.Value.Client.Id, Cast.Registry.Key(Analyst.Issuer, "fr-ofast-1")!.Value.Key.Jwk));
        Assert.Null(Cast.Registry.Key(Analyst.Issuer, "se-noa-1"));
        Assert.Null(Cast.Registry.Key("urn:intelshare:member:fr-nobody", "fr-ofast-1"));
    }
}
