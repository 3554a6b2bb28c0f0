using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;
using IntelShare.Members;

namespace IntelShare.Api.Tests.Members;

public sealed class Authorising_a_party(TestHub hub) : IClassFixture<TestHub>
{
    [Fact]
    public async Task opens_what_the_owner_released_to_a_task_force_and_nothing_of_other_owners()
    {
        var usa = await GuestAsync("US", PartyKind.ThirdCountry, "us-dea");
        await hub.RegisterAsync("task-force/grimm", new TaskForceJoined("country:US", hub.Clock.GetUtcNow()));
        await hub.As("se-noa").SubmittedAsync(Bodies.Term("guest of Sweden", "task-force:grimm"));
        await hub.As("de-bka").SubmittedAsync(Bodies.Term("guest of Germany", "task-force:grimm+"));
        await hub.As("de-bka").SubmittedAsync(Bodies.Term("by its own name", "country:US"));
        Assert.Equal(("none", "none", "full"), await SeenAsync());

        await GiveAsync("se-noa", "US").DoneAsync();
        Assert.Equal(("full", "none", "full"), await SeenAsync());

        var ended = await RevokeAsync("se-noa", "US").DoneAsync();
        Assert.False(Assert.Single(ended["items"]!.AsArray())!["stands"]!.GetValue<bool>());
        Assert.Equal(("none", "none", "full"), await SeenAsync());

        async Task<(string, string, string)> SeenAsync() => (
            await hub.As(usa).OutcomeAsync("lexicon-entry", "guest of Sweden"), await hub.As(usa).OutcomeAsync("lexicon-entry", "guest of Germany"), await hub.As(usa).OutcomeAsync("lexicon-entry", "by its own name"));
    }

    [Fact]
    public async Task from_a_later_day_begins_by_itself()
    {
        var canada = await GuestAsync("CA", PartyKind.ThirdCountry, "ca-rcmp");
        await hub.RegisterAsync("task-force/grimm", new TaskForceJoined("member:ca-rcmp", hub.Clock.GetUtcNow()));
        await hub.As("fi-krp").SubmittedAsync(Bodies.Term("opens on its day", "task-force:grimm"));
        var from = hub.Clock.GetUtcNow().AddHours(3);
        var told = await GiveAsync("fi-krp", "CA", from, from.AddHours(1)).DoneAsync();
        var version = await hub.ScalarAsync<long>("select version from intelshare.registry");
        Assert.False(told["stands"]!.GetValue<bool>());
        Assert.Equal("none", await SeenAsync());

        hub.Clock.Advance(TimeSpan.FromHours(3));
        Assert.Equal("full", await SeenAsync());
        hub.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("none", await SeenAsync());
        Assert.Equal(version, await hub.ScalarAsync<long>("select version from intelshare.registry"));

        Task<string> SeenAsync() => hub.As(canada).OutcomeAsync("lexicon-entry", "opens on its day");
    }

    [Fact]
    public async Task that_stands_or_is_to_come_is_not_given_twice()
    {
        await hub.EnrolAsync("AU", PartyKind.ThirdCountry, "au-afp");
        var from = hub.Clock.GetUtcNow().AddDays(1);
        await GiveAsync("be-fgp", "AU", from, from.AddDays(1)).DoneAsync();

        Assert.Equal("already-authorised", await GiveAsync("be-fgp", "AU", from).RefusedAsync());
        Assert.Equal("already-authorised", await GiveAsync("be-fgp", "AU").RefusedAsync());
        await GiveAsync("be-fgp", "AU", from.AddDays(1)).DoneAsync();
        Assert.Equal(2, (await RevokeAsync("be-fgp", "AU").DoneAsync())["items"]!.AsArray().Count);
        Assert.Equal("not-authorised", await RevokeAsync("be-fgp", "AU").RefusedAsync());
        await GiveAsync("be-fgp", "AU").DoneAsync();
        Assert.DoesNotContain((await hub.As("se-noa").SendAsync(HttpMethod.Get, "/v1/standing-authorisations").DoneAsync())["items"]!.AsArray(), item => item!["party"]!.GetValue<string>() == "AU");
    }

    [Theory]
    [InlineData("SE", "needs-no-authorisation")]
    [InlineData("NO", "needs-no-authorisation")]
    [InlineData("org:hub", "needs-no-authorisation")]
    [InlineData("JP", "unknown-party")]
    [InlineData("UK", "country-alias")]
    [InlineData("member:us-dea", "unknown-party")]
    public async Task is_for_parties_reached_by_name(string party, string code) => Assert.Equal(code, await GiveAsync("nl-dlio", party).RefusedAsync());

    [Fact]
    public async Task takes_a_discloser()
    {
        Assert.Equal("role-missing", await hub.As("se-noa", "cross-checking", "K-1", "contributor", "analyst", "agency-admin").SendAsync(HttpMethod.Post, "/v1/standing-authorisations", "{}").RefusedAsync());
        Assert.Equal("required required", await hub.As("se-noa").SendAsync(HttpMethod.Post, "/v1/standing-authorisations", "{}").RefusedAsync());
        Assert.Equal("not-found", await RevokeAsync("se-noa", "ZZ").RefusedAsync());
    }

    private async Task<ClientKey> GuestAsync(string party, PartyKind kind, string member)
    {
        var key = await hub.EnrolAsync(party, kind, member);
        await hub.RegisterAsync("party/" + party, new AgreementConcluded("Article 25(1)", AgreementLevel.Full, hub.Clock.GetUtcNow(), Until: null));
        return key;
    }

    private Task<HttpResponseMessage> GiveAsync(string owner, string party, DateTimeOffset? from = null, DateTimeOffset? until = null)
    {
        var body = new JsonObject { ["party"] = party, ["reason"] = "operation GRIMM" };
        if (from is not null)
        {
            body["from"] = from;
        }

        if (until is not null)
        {
            body["until"] = until;
        }

        return hub.As(owner).SendAsync(HttpMethod.Post, "/v1/standing-authorisations", body.ToJsonString());
    }

    private Task<HttpResponseMessage> RevokeAsync(string owner, string party) =>
        hub.As(owner).SendAsync(HttpMethod.Post, $"/v1/standing-authorisations/{party}/revocation", """{"reason":"operation ended"}""");
}
