using System.Net;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Keeping;

public sealed class Restricting_an_indicator(TestHub hub) : IClassFixture<TestHub>
{
    [Fact]
    public async Task leaves_it_to_cleared_officers_who_name_its_ground()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("kept as evidence", "member-states"));
        await hub.Chief("fr-ofast").ClearAsync("fr-ofast", "colette", "2027-06-01").DoneAsync();
        await hub.Chief("se-noa").ClearAsync("se-noa", "sven", "2027-06-01").DoneAsync();

        var after = await hub.As("se-noa").RestrictAsync(id).DoneAsync();

        Assert.Equal(("evidence", null), (after["restriction"]!.GetValue<string>(), after["content"]));
        Assert.Equal(HttpStatusCode.OK, (await Cleared("fr-ofast", "colette").GotAsync(id, "?ground=evidence")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Cleared("se-noa", "sven").GotAsync(id, "?ground=evidence")).Status);
        var unknown = await hub.As("fr-ofast").GotAsync("5f0c7a52-3c1e-4c57-9d6e-2a1f6f4b8c01");
        Assert.Equal(unknown, await hub.As("fr-ofast").GotAsync(id));
        Assert.Equal(unknown, await hub.As("fr-ofast").GotAsync(id, "?ground=evidence"));
        Assert.Equal(unknown, await Cleared("fr-ofast", "colette").GotAsync(id));
        Assert.Equal(unknown, await Cleared("fr-ofast", "colette").GotAsync(id, "?ground=accuracy-contested"));
        Assert.Equal(HttpStatusCode.Conflict, (await hub.As("se-noa").GotAsync(id)).Status);
        Assert.Equal("none", await Cleared("fr-ofast", "colette").OutcomeAsync("lexicon-entry", "kept as evidence"));
        Assert.Equal(HttpStatusCode.BadRequest, (await hub.As("fr-ofast").GotAsync(id, "?ground=curiosity")).Status);
    }

    [Fact]
    public async Task stops_its_owner_from_changing_it_and_ends_by_its_discloser()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("kept for a while", "member-states"));
        await hub.As("se-noa").RestrictAsync(id, "accuracy-contested").DoneAsync();
        Assert.Equal("restricted", await hub.As("se-noa").SendAsync(HttpMethod.Patch, "/v1/indicators/" + id, """{"reference":"x"}""", ("If-Match", "*")).RefusedAsync());
        Assert.Equal("restricted", await hub.As("se-noa").EraseAsync(id).RefusedAsync());
        Assert.DoesNotContain("for a while", (await hub.As("se-noa").SendAsync(HttpMethod.Get, $"/v1/indicators/{id}/history").DoneAsync()).ToJsonString(), StringComparison.Ordinal);

        Assert.Equal("role-missing", await hub.As("se-noa", roles: "contributor").LiftAsync(id).RefusedAsync());
        await hub.As("se-noa", roles: ["contributor", "discloser", "analyst"]).LiftAsync(id).DoneAsync();

        Assert.Equal("full", await hub.As("fr-ofast").OutcomeAsync("lexicon-entry", "kept for a while"));
        Assert.Contains(id, (await (await hub.As("fr-ofast").SendAsync(HttpMethod.Get, "/v1/indicators?limit=1")).JsonAsync()).ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("not-restricted", await hub.As("se-noa", roles: ["contributor", "discloser", "analyst"]).LiftAsync(id).RefusedAsync());
    }

    [Fact]
    public async Task takes_it_out_of_every_list()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("listed no more", "member-states"));
        await hub.As("se-noa").RestrictAsync(id).DoneAsync();
        foreach (var (client, query) in new[] { ("fr-ofast", ""), ("se-noa", "&mine=true") })
        {
            Assert.DoesNotContain(id, (await hub.As(client).SendAsync(HttpMethod.Get, "/v1/indicators?limit=100" + query).DoneAsync()).ToJsonString(), StringComparison.Ordinal);
        }

        Assert.Equal(0, await hub.ScalarAsync<long>($"select count(*) from intelshare.posting where indicator = '{id}'"));
    }

    private HttpClient Cleared(string client, string officer) => hub.AsOfficer(client, officer, justification: "The defence asks for it.");
}
