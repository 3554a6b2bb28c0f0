using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;
using IntelShare.Members;

namespace IntelShare.Api.Tests.Members;

public sealed class Previewing_a_change(TestHub hub) : IClassFixture<TestHub>
{
    [Fact]
    public async Task tells_what_an_agreement_would_do_and_does_nothing()
    {
        await hub.EnrolAsync("US", PartyKind.ThirdCountry, "us-dea");
        var from = hub.Clock.GetUtcNow().AddDays(1);
        var version = await hub.ScalarAsync<long>("select version from intelshare.registry");

        var effects = (await PreviewAsync(new JsonObject { ["agreement"] = new JsonObject { ["party"] = "US", ["level"] = "full", ["from"] = from, ["until"] = from.AddDays(1) } }).DoneAsync())["effects"]!.AsArray();

        Assert.Equal(["none", "full", "none"], effects.Select(effect => effect!["after"]!.GetValue<string>()));
        Assert.All(effects, effect => Assert.Equal(("us-dea", "none", true), (effect!["member"]!.GetValue<string>(), effect["before"]!.GetValue<string>(), effect["needsAuthorisation"]!.GetValue<bool>())));
        Assert.Equal(["country:US", "member:us-dea"], effects[1]!["gained"]!.AsArray().Select(opening => opening!["audience"]!.GetValue<string>()));
        Assert.Empty(effects[0]!["gained"]!.AsArray());
        Assert.Equal(version, await hub.ScalarAsync<long>("select version from intelshare.registry"));
    }

    [Fact]
    public async Task says_nothing_of_records()
    {
        var joins = new JsonObject { ["joins"] = new JsonObject { ["taskForce"] = "grimm", ["participant"] = "member:hub", ["at"] = hub.Clock.GetUtcNow() } };
        var leaves = new JsonObject { ["leaves"] = new JsonObject { ["taskForce"] = "grimm", ["participant"] = "country:FR", ["at"] = hub.Clock.GetUtcNow() } };
        var before = new[] { await PreviewAsync(joins).DoneAsync(), await PreviewAsync(leaves).DoneAsync() };
        await hub.As("se-noa").SubmittedAsync(Bodies.Term("for the task force", "task-force:grimm+"));

        Assert.Equal(before.Select(answer => answer.ToJsonString()), [(await PreviewAsync(joins).DoneAsync()).ToJsonString(), (await PreviewAsync(leaves).DoneAsync()).ToJsonString()]);
    }

    [Theory]
    [InlineData("""{}""", "exactly-one")]
    [InlineData("""{"joins":{},"leaves":{}}""", "exactly-one")]
    [InlineData("""{"agreement":{"party":"ZZ"}}""", "unknown-party")]
    [InlineData("""{"agreement":{"party":"SE","level":"none","from":"2026-12-02T00:00:00Z","until":"2026-12-02T00:00:00Z"}}""", "until-before-from")]
    [InlineData("""{"joins":{"taskForce":"nothing","participant":"country:ZZ"}}""", "unknown-task-force")]
    [InlineData("""{"joins":{"taskForce":"grimm","participant":"country:SE","at":"2026-12-02T00:00:00Z"}}""", "takes-part")]
    [InlineData("""{"leaves":{"taskForce":"grimm","participant":"org:hub","at":"2026-12-02T00:00:00Z"}}""", "takes-no-part")]
    public async Task refuses_what_could_not_be_done(string body, string code) => Assert.Equal(code, await PreviewAsync(JsonNode.Parse(body)!).RefusedAsync());

    [Fact]
    public async Task takes_a_hub_administrator() => Assert.Equal("role-missing", await hub.Chief("se-noa").SendAsync(HttpMethod.Post, "/v1/registry/previews", "{}").RefusedAsync());

    private Task<HttpResponseMessage> PreviewAsync(JsonNode change) => hub.As("hub", purpose: null, @case: null, "hub-admin").SendAsync(HttpMethod.Post, "/v1/registry/previews", change.ToJsonString());
}
