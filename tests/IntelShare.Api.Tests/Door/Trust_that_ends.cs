using System.Net;
using IntelShare.Api.Tests.Cast;
using IntelShare.Members;

namespace IntelShare.Api.Tests.Door;

public sealed class Trust_that_ends(TestHub hub, PostgresServer server) : IClassFixture<TestHub>
{
    [Fact]
    public async Task with_a_revoked_key_ends_at_the_next_answer_on_every_node()
    {
        await using var second = await SecondHub.StartAsync(hub, server);
        var here = hub.As("fi-krp");
        var there = second.Likewise(here);
        await AllowedAsync(here, there);

        await hub.RegisterAsync("member/fi-krp", new KeyRevoked("fi-krp", hub.Key("fi-krp").Kid));

        await RefusedAsync(there, here);
        await RefusedAsync(here, there);
    }

    [Fact]
    public async Task with_a_suspension_ends_at_the_next_answer_and_returns_with_readmission()
    {
        await using var second = await SecondHub.StartAsync(hub, server);
        var here = hub.As("dk-nsk");
        var there = second.Likewise(here);
        await AllowedAsync(here, there);

        await hub.RegisterAsync("member/dk-nsk", new MemberSuspended("test"));
        await RefusedAsync(here, there);

        await hub.RegisterAsync("member/dk-nsk", new MemberReadmitted("test"));
        await AllowedAsync(here, there);
    }

    [Fact]
    public async Task binds_writes_and_searches_alike()
    {
        var http = hub.As("no-kripos");
        await http.SubmittedAsync(Bodies.Term("before the end", "country:FR"));
        var before = await hub.RecordsAsync();

        await hub.RegisterAsync("member/no-kripos", new MemberSuspended("test"));
        var after = await hub.RecordsAsync();

        Assert.Equal(before + 1, after);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.SubmitAsync(Bodies.Term("after the end", "country:FR"))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.SearchAsync("lexicon-entry", "before the end")).StatusCode);
        Assert.Equal(after, await hub.RecordsAsync());
    }

    [Fact]
    public async Task leaves_the_records_of_a_suspended_agency_under_their_releases()
    {
        await hub.As("nl-dlio").SubmittedAsync(Bodies.Term("kept by others", "country:FR"));

        await hub.RegisterAsync("member/nl-dlio", new MemberSuspended("test"));

        Assert.Equal("full", await hub.As("fr-ofast").OutcomeAsync("lexicon-entry", "kept by others"));
    }

    private static async Task AllowedAsync(params HttpClient[] nodes)
    {
        foreach (var node in nodes)
        {
            using var response = await node.SendAsync(HttpMethod.Get, "/v1/me");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    private static async Task RefusedAsync(params HttpClient[] nodes)
    {
        foreach (var node in nodes)
        {
            using var response = await node.SendAsync(HttpMethod.Get, "/v1/me");
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }
    }
}
