using IntelShare.Members;

namespace IntelShare.Tests.Members;

public sealed class Registering_a_token
{
    private const string Id = "poller-2026";
    private static readonly DateTimeOffset End = Cast.Now.AddDays(90);

    private static readonly Registry World = Cast.RegistryOf(Cast.Grimm,
        ("fr-ofast", new ClientAdded("poller", [Role.Feed], [Purpose.CrossChecking], ["192.0.2.0/24"])),
        ("fr-ofast", new KeyAdded("poller", "poller-1", "key")));

    private static readonly Client Poller = World.Members["fr-ofast"].Clients["poller"];

    private static Registry After(params object[] facts) => World.After(RegistryRoom.Member, "fr-ofast", facts);

    private static object Registered(DateTimeOffset? end = null) => Assert.Single(Member.Register(Poller, Id, new(end ?? End), Cast.Now).Facts);

    private static string? Admitted(Registry registry, TimeSpan life, string id = Id, string from = "192.0.2.7", Role role = Role.Feed, DateTimeOffset? now = null)
    {
        var token = new TokenClaims("urn:intelshare:member:fr-ofast", "poller-1", "poller", "machine", new HashSet<Role> { role }, Purposes: null, id) { IssuedAt = Cast.Now, ExpiresAt = Cast.Now + life };
        var (caller, reason) = registry.Admit(token, System.Net.IPAddress.Parse(from), now ?? Cast.Now);
        return caller is null ? reason : null;
    }

    [Fact]
    public void lets_a_machine_carry_it_beyond_ten_minutes_until_its_end()
    {
        var registry = After(Registered());
        Assert.Null(Admitted(registry, TimeSpan.FromDays(90)));
        Assert.Null(Admitted(registry, TimeSpan.FromDays(90), now: End.AddTicks(-1)));
        Assert.Equal("token-not-trusted", Admitted(registry, TimeSpan.FromDays(90), now: End));
        Assert.Equal("token-not-trusted", Admitted(registry, TimeSpan.FromDays(90).Add(TimeSpan.FromTicks(1))));
        Assert.Equal("network-not-allowed", Admitted(registry, TimeSpan.FromDays(90), from: "192.0.3.7"));
    }

    [Theory]
    [InlineData(600, null)]
    [InlineData(601, "token-not-registered")]
    public void is_needed_from_ten_minutes_on(int seconds, string? reason) => Assert.Equal(reason, Admitted(World, TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void ends_by_revocation_for_that_token_alone()
    {
        var revoked = After(Registered(), new TokenRegistered("poller", "other", End, Cast.Now), Assert.Single(Member.RevokeToken(After(Registered()).Members["fr-ofast"].Clients["poller"], Id, new("found in a mail"), Cast.Now).Facts));
        Assert.Equal("token-not-trusted", Admitted(revoked, TimeSpan.FromDays(90)));
        Assert.Equal("token-not-trusted", Admitted(revoked, TimeSpan.FromMinutes(1)));
        Assert.Null(Admitted(revoked, TimeSpan.FromDays(90), id: "other"));
        Assert.Equal(["token-not-trusted"], Member.RevokeToken(revoked.Members["fr-ofast"].Clients["poller"], Id, new("again"), Cast.Now).Codes());
        Assert.Equal(["token-taken"], Member.Register(revoked.Members["fr-ofast"].Clients["poller"], Id, new(End), Cast.Now).Codes());
        Assert.Equal(["required /reason"], Member.RevokeToken(After(Registered()).Members["fr-ofast"].Clients["poller"], Id, new(Reason: null), Cast.Now).Codes());
    }

    [Theory]
    [InlineData(new[] { Role.Feed, Role.Analyst }, new[] { "192.0.2.0/24" })]
    [InlineData(new[] { Role.Analyst }, new[] { "192.0.2.0/24" })]
    [InlineData(new[] { Role.Feed }, new string[0])]
    public void is_for_a_machine_that_pulls_from_its_own_networks_and_ends_when_it_is_none(Role[] roles, string[] networks)
    {
        var changed = new ClientChanged("poller", roles, [Purpose.CrossChecking], networks, Standing: null);
        Assert.Equal(["not-a-feed"], Member.Register(After(changed).Members["fr-ofast"].Clients["poller"], Id, new(End), Cast.Now).Codes());
        Assert.Equal("token-not-trusted", Admitted(After(Registered(), changed), TimeSpan.FromDays(90), role: roles[0]));
    }

    [Fact]
    public void says_its_end_within_ninety_days()
    {
        Assert.Equal(["required /expiresAt"], Member.Register(Poller, Id, new(ExpiresAt: null), Cast.Now).Codes());
        Assert.Equal(["until-in-the-past /expiresAt"], Member.Register(Poller, Id, new(Cast.Now), Cast.Now).Codes());
        Assert.Equal(["until-too-late /expiresAt"], Member.Register(Poller, Id, new(End.AddTicks(1)), Cast.Now).Codes());
        var registered = After(Registered()).Members["fr-ofast"].Clients["poller"];
        Assert.Empty(Member.Register(registered, Id, new(End), Cast.Now).Facts);
        Assert.Equal(["token-taken"], Member.Register(registered, Id, new(End.AddDays(-1)), Cast.Now).Codes());
        var full = After([.. Enumerable.Range(0, 100).Select(i => new TokenRegistered("poller", $"t-{i}", End, Cast.Now))]).Members["fr-ofast"].Clients["poller"];
        Assert.Equal(["too-many-tokens"], Member.Register(full, Id, new(End), Cast.Now).Codes());
    }
}
