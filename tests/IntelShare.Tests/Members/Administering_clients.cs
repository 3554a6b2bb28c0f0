using IntelShare.Members;

namespace IntelShare.Tests.Members;

public sealed class Administering_clients
{
    private static readonly Member France = Cast.Registry.Members["fr-ofast"];
    private static readonly PutClient Poller = new([Role.Feed], [Purpose.CrossChecking], ["192.0.2.0/24"], new(Purpose.CrossChecking, "OFAST-feed"));
    private static readonly PutClient Desk = new([Role.Analyst, Role.Contributor], [Purpose.CrossChecking, Purpose.StrategicAnalysis], Networks: null, Standing: null);

    private static Member After(Member member, Decision decision)
    {
        Assert.Empty(decision.Codes());
        return decision.Facts.Aggregate(member, (current, fact) => Member.Evolve(current, Guid.Empty, fact));
    }

    [Fact]
    public void says_once_what_posted_objects_leave_unsaid()
    {
        static Posting Posting(string? defaults, int? days = null) => new(defaults is null ? null : System.Text.Json.JsonElement.Parse(defaults), days);
        var put = Desk with { Posting = Posting("""{"release":{"full":["country:SE"]},"evaluation":{"source":"B"}}""", 180) };
        var added = (ClientAdded)Assert.Single(France.Put("gateway", put).Facts);
        var after = Member.Evolve(France, France.Stream, added);
        Assert.Equal(180, after.Clients["gateway"].Posting!.ReviewAfterDays);
        Assert.Empty(after.Put("gateway", put with { Posting = Posting("""{ "evaluation": {"source":"B"}, "release": {"full":["country:SE"]} }""", 180) }).Facts);
        Assert.Null(((ClientChanged)Assert.Single(after.Put("gateway", Desk).Facts)).Posting);
        Assert.Equal(["only-contributors /posting"], France.Put("x", Poller with { Posting = Posting(null, 1) }).Codes());
        Assert.Equal(["wrong-type /posting/defaults", "out-of-range /posting/reviewAfterDays"], France.Put("x", Desk with { Posting = Posting("[]", 0) }).Codes());
        Assert.Equal(["unknown-member /posting/defaults"], France.Put("x", Desk with { Posting = Posting("""{"content":{},"reference":"x"}""") }).Codes());
        Assert.Equal(["malformed-text /posting/defaults"], France.Put("x", Desk with { Posting = Posting("""{"retention":{"basis":"\u0000"}}""") }).Codes());
        Assert.Equal(["malformed-text /posting/defaults"], France.Put("x", Desk with { Posting = Posting("""{"retention":{"basis":["\ud83c"]}}""") }).Codes());
        Assert.Equal(["too-long /posting/defaults"], France.Put("x", Desk with { Posting = Posting($$"""{"release":"{{new string('x', 4096)}}"}""") }).Codes());
    }

    [Fact]
    public void adds_a_machine_within_the_cap()
    {
        var client = After(France, France.Put("poller", Poller)).Clients["poller"];
        Assert.True(client.Roles.SetEquals([Role.Feed]) && client.Purposes.SetEquals([Purpose.CrossChecking]));
        Assert.Equal(["192.0.2.0/24"], client.Networks);
        Assert.Equal(new(Purpose.CrossChecking, "OFAST-feed"), client.Standing);
    }

    [Fact]
    public void changes_it_whole_and_says_nothing_twice()
    {
        var added = After(France, France.Put("poller", Poller));
        Assert.Empty(added.Put("poller", Poller).Facts);
        Assert.All(
            [Poller with { Standing = null }, Poller with { Networks = [] }, Poller with { Purposes = [Purpose.CrossChecking, Purpose.StrategicAnalysis] }, Desk],
            command => Assert.Single(added.Put("poller", command).Facts));
        var client = After(added, added.Put("poller", Desk)).Clients["poller"];
        Assert.True(client.Roles.SetEquals([Role.Analyst, Role.Contributor]));
        Assert.Empty(client.Networks);
        Assert.Null(client.Standing);
    }

    [Theory]
    [InlineData("", "malformed-client")]
    [InlineData("Poller", "malformed-client")]
    [InlineData("a/b", "malformed-client")]
    [InlineData("-poller", "malformed-client")]
    public void takes_an_id_that_a_path_and_a_header_can_carry(string id, string refusal) => Assert.Equal([refusal], France.Put(id, Poller).Codes());

    [Fact]
    public void refuses_what_is_beyond_the_cap_or_incomplete()
    {
        Assert.Equal(["required /roles", "required /purposes"], France.Put("x", new(Roles: null, Purposes: null, Networks: null, Standing: null)).Codes());
        Assert.Equal(["role-beyond-cap /roles"], France.Put("x", Desk with { Roles = [Role.Analyst, Role.Deputy] }).Codes());
        Assert.Equal(["role-beyond-cap /roles"], Cast.Registry.Members["hub"].Put("x", Desk with { Roles = [Role.HubAdmin] }).Codes());
        Assert.Equal(["malformed-network /networks/1"], France.Put("x", Desk with { Networks = ["2001:db8::/32", "192.0.2.0/33"] }).Codes());
        Assert.Equal(["malformed-network /networks/0", "malformed-network /networks/1"], France.Put("x", Desk with { Networks = ["0.0.0.0/0", "::/0"] }).Codes());
        Assert.Equal(["too-many /networks"], France.Put("x", Desk with { Networks = [.. Enumerable.Range(0, 33).Select(i => $"192.0.{i}.0/24")] }).Codes());
        Assert.Equal(["only-feeds /standing"], France.Put("x", Desk with { Standing = Poller.Standing }).Codes());
        Assert.Equal(["purpose-beyond-cap /standing/purpose", "required /standing/case"], France.Put("x", Poller with { Standing = new(Purpose.InformationExchange, " ") }).Codes());
    }

    [Fact]
    public void ends_a_machine_for_good()
    {
        var added = After(France, France.Put("poller", Poller));
        var ended = After(added, Member.Remove(added.Clients["poller"], new("replaced")));
        Assert.True(ended.Clients["poller"].Removed);
        Assert.Empty(Member.Remove(ended.Clients["poller"], new("again")).Facts);
        Assert.Equal(["client-taken"], ended.Put("poller", Poller).Codes());
        Assert.Equal(["client-removed"], ended.Add(ended.Clients["poller"], new(Administering.Jwk), Cast.Now).Codes());
        Assert.Equal(["required /reason"], Member.Remove(added.Clients["poller"], new(Reason: null)).Codes());
    }

    [Fact]
    public void trusts_a_second_key_beside_the_first()
    {
        var both = After(France, France.Add(France.Clients["fr-ofast"], new(Administering.Jwk), Cast.Now));
        Assert.Equal(["fr-ofast-1", "us-1"], both.Clients["fr-ofast"].Keys.Where(key => key.Value.IsTrusted(Cast.Now)).Select(key => key.Key).Order(StringComparer.Ordinal));
        Assert.Equal(Cast.Now, both.Clients["fr-ofast"].Keys["us-1"].AddedAt);
        Assert.Empty(both.Add(both.Clients["fr-ofast"], new(Administering.Jwk), Cast.Now).Facts);
    }

    [Fact]
    public void gives_a_kid_once_and_a_key_to_one_client()
    {
        var both = After(After(France, France.Put("poller", Poller)), France.Add(France.Clients["fr-ofast"], new(Administering.Jwk), Cast.Now));
        var renamed = Administering.Json(Administering.Jwk.GetRawText().Replace("us-1", "us-2", StringComparison.Ordinal));
        Assert.Equal(["kid-taken /jwk/kid"], both.Add(both.Clients["poller"], new(Administering.Jwk), Cast.Now).Codes());
        Assert.Equal(["key-taken /jwk"], both.Add(both.Clients["poller"], new(renamed), Cast.Now).Codes());
        var revoked = After(both, Member.Revoke(both.Clients["fr-ofast"], "us-1", new("stolen"), Cast.Now));
        Assert.Equal(["kid-taken /jwk/kid"], revoked.Add(revoked.Clients["fr-ofast"], new(Administering.Jwk), Cast.Now).Codes());
        Assert.Equal(["key-taken /jwk"], revoked.Add(revoked.Clients["fr-ofast"], new(renamed), Cast.Now).Codes());
    }

    [Fact]
    public void retires_a_key_on_a_day_and_never_later_than_was_said()
    {
        var client = France.Clients["fr-ofast"];
        var retiring = After(France, Member.Retire(client, "fr-ofast-1", new(Cast.Now.AddDays(7)), Cast.Now)).Clients["fr-ofast"];
        Assert.Equal((true, false), (retiring.Keys["fr-ofast-1"].IsTrusted(Cast.Now.AddDays(7).AddTicks(-1)), retiring.Keys["fr-ofast-1"].IsTrusted(Cast.Now.AddDays(7))));
        Assert.Empty(Member.Retire(retiring, "fr-ofast-1", new(Cast.Now.AddDays(7)), Cast.Now).Facts);
        Assert.Empty(Member.Retire(retiring, "fr-ofast-1", new(Cast.Now), Cast.Now).Codes());
        Assert.Equal(["retires-earlier /at"], Member.Retire(retiring, "fr-ofast-1", new(Cast.Now.AddDays(8)), Cast.Now).Codes());
        Assert.Equal(["key-not-trusted"], Member.Retire(retiring, "fr-ofast-1", new(Cast.Now.AddDays(7)), Cast.Now.AddDays(7)).Codes());
        Assert.Equal(["required /at"], Member.Retire(client, "fr-ofast-1", new(At: null), Cast.Now).Codes());
        Assert.Equal(["at-in-the-past /at"], Member.Retire(client, "fr-ofast-1", new(Cast.Now.AddTicks(-1)), Cast.Now).Codes());
        Assert.Equal(["key-not-trusted"], Member.Retire(client, "fr-ofast-2", new(Cast.Now), Cast.Now).Codes());
    }

    [Fact]
    public void revokes_even_the_last_key()
    {
        var client = France.Clients["fr-ofast"];
        var without = After(France, Member.Revoke(client, "fr-ofast-1", new("stolen"), Cast.Now));
        Assert.Equal((true, false), (France.IsAdministered(Cast.Now), without.IsAdministered(Cast.Now)));
        Assert.Equal(Cast.Now, without.Clients["fr-ofast"].Keys["fr-ofast-1"].RevokedAt);
        Assert.Equal(["key-not-trusted"], Member.Revoke(without.Clients["fr-ofast"], "fr-ofast-1", new("again"), Cast.Now).Codes());
        Assert.Equal(["required /reason"], Member.Revoke(client, "fr-ofast-1", new(Reason: null), Cast.Now).Codes());
        var retired = After(France, Member.Retire(client, "fr-ofast-1", new(Cast.Now), Cast.Now)).Clients["fr-ofast"];
        Assert.Single(Member.Revoke(retired, "fr-ofast-1", new("stolen after all"), Cast.Now).Facts);
    }
}
