using System.Net;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Door;

public sealed class Asking_who_one_is(TestHub hub) : IClassFixture<TestHub>
{
    [Fact]
    public async Task shows_what_the_hub_sees_without_purpose_or_case()
    {
        using var response = await hub.As("se-noa", purpose: null, @case: null).SendAsync(HttpMethod.Get, "/v1/me");
        var me = await response.JsonAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.Equal("se-noa", me["member"]!.GetValue<string>());
        Assert.Equal("SE", me["party"]!.GetValue<string>());
        Assert.Equal("member-state", me["partyKind"]!.GetValue<string>());
        Assert.Equal("full", me["agreement"]!.GetValue<string>());
        Assert.Equal("se-noa-officer", me["officer"]!.GetValue<string>());
        Assert.Equal(["contributor", "discloser", "analyst"], me["roles"]!.AsArray().Select(role => role!.GetValue<string>()));
        Assert.Equal(["cross-checking", "strategic-analysis", "operational-analysis", "information-exchange"], me["purposes"]!.AsArray().Select(purpose => purpose!.GetValue<string>()));
        Assert.Equal(["grimm"], me["taskForces"]!.AsArray().Select(taskForce => taskForce!.GetValue<string>()));
        Assert.Equal("2026-12-01T12:00:00.000000Z", me["hubTime"]!.GetValue<string>());
    }

    [Fact]
    public async Task shows_a_token_that_narrows_its_purposes()
    {
        using var http = new HttpClient { BaseAddress = hub.Address };
        using var response = await http.SendAsync(HttpMethod.Get, "/v1/me", json: null,
            ("Authorization", "Bearer " + hub.Token("se-noa", p => p["purposes"] = new System.Text.Json.Nodes.JsonArray("strategic-analysis"))));

        Assert.Equal("""["strategic-analysis"]""", (await response.JsonAsync())["purposes"]!.ToJsonString());
    }

    [Theory]
    [InlineData("auditor")]
    [InlineData("agency-admin")]
    [InlineData("feed")]
    public async Task is_open_to_every_role(string role)
    {
        using var response = await hub.As("se-noa", purpose: null, @case: null, role).SendAsync(HttpMethod.Get, "/v1/me");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
