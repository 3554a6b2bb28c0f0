using IntelShare.Members;

namespace IntelShare.Tests.Members;

public sealed class A_member
{
    private static readonly MemberEnrolled Enrolled = new("fr-ofast", "FR", "Office anti-stupéfiants", new("desk@fr-ofast.example", "urgent@fr-ofast.example"), [Role.Analyst, Role.Auditor]);
    private static readonly ClientAdded Gateway = new("gateway", [Role.Analyst, Role.Contributor], [Purpose.CrossChecking]);

    private static Member After(params object[] facts) => Cast.Life<Member>(Member.Evolve, facts);

    [Fact]
    public void begins_without_clients_and_in_good_standing()
    {
        var member = After(Enrolled);
        Assert.Equal(("fr-ofast", "FR", "urn:intelshare:member:fr-ofast", false), (member.Id, member.Party, member.Issuer, member.Suspended));
        Assert.Empty(member.Clients);
    }

    [Fact]
    public void never_lets_a_client_hold_a_role_beyond_its_own() => Assert.Equal([Role.Analyst], After(Enrolled, Gateway).Clients["gateway"].Roles);

    [Fact]
    public void trusts_a_key_until_it_is_revoked()
    {
        object[] trusted = [Enrolled, Gateway, new KeyAdded("gateway", "one", "1"), new KeyAdded("gateway", "two", "2")];
        Assert.Equal(["one", "two"], After(trusted).Clients["gateway"].Keys.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["two"], After([.. trusted, new KeyRevoked("gateway", "one")]).Clients["gateway"].Keys.Where(key => key.Value.IsTrusted(Cast.Now)).Select(key => key.Key));
    }

    [Fact]
    public void keeps_its_clients_through_a_suspension()
    {
        object[] suspended = [Enrolled, Gateway, new MemberSuspended("breach")];
        Assert.True(After(suspended).Suspended);
        Assert.False(After([.. suspended, new MemberReadmitted("repaired")]).Suspended);
        Assert.Contains("gateway", After(suspended).Clients.Keys);
    }

    [Fact]
    public void cannot_begin_twice() => Assert.Throws<InvalidOperationException>(() => After(Enrolled, Enrolled));

    [Fact]
    public void cannot_begin_in_the_middle() => Assert.All(
        new object[] { Gateway, new KeyAdded("gateway", "one", "1"), new KeyRevoked("gateway", "one"), new MemberSuspended("x"), new MemberReadmitted("x") },
        fact => Assert.Throws<InvalidOperationException>(() => After(fact)));

    [Fact]
    public void cannot_give_a_key_to_a_client_it_does_not_have() => Assert.ThrowsAny<Exception>(() => After(Enrolled, new KeyAdded("gateway", "one", "1")));
}
