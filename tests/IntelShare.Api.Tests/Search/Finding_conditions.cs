using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Search;

public sealed class Finding_conditions(TestHub hub) : IClassFixture<TestHub>
{
    [Fact]
    public async Task tells_an_officer_what_to_accept_beside_the_hit()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Restricted("two conditions", "full"));
        await hub.As("se-noa").SubmittedAsync(Restricted("two conditions", "hit"));

        var found = await FindAsync("fr-ofast", "two conditions");

        Assert.Equal("hit", found["outcome"]!.GetValue<string>());
        Assert.Single(found["hits"]!.AsArray());
        var told = Assert.Single(found["conditions"]!.AsArray())!;
        Assert.Equal((id, "Ask first."), (told["indicator"]!.GetValue<string>(), told["conditions"]!.GetValue<string>()));
        await hub.As("fr-ofast").SendAsync(HttpMethod.Post, $"/v1/indicators/{id}/acknowledgement", """{"conditions":"Ask first."}""").DoneAsync();
        var after = await FindAsync("fr-ofast", "two conditions");
        Assert.Equal(("full", null), (after["outcome"]!.GetValue<string>(), after["conditions"]));
        Assert.Single(after["hits"]!.AsArray());
    }

    [Theory]
    [InlineData("de-bka")]
    [InlineData("se-noa")]
    [InlineData("nl-dlio")]
    public async Task tells_nothing_to_whoever_another_wall_keeps_out_and_to_the_owner(string client)
    {
        await hub.As("se-noa").SubmittedAsync(Restricted("conditions of others " + client, "full"));

        Assert.Null((await FindAsync(client, "conditions of others " + client))["conditions"]);
    }

    private static JsonObject Restricted(string term, string level)
    {
        var body = Bodies.Term(term);
        body["handling"] = new JsonObject { ["codes"] = new JsonArray("H3"), ["conditions"] = "Ask first." };
        body["release"] = new JsonObject { [level] = new JsonArray("country:FR") };
        return body;
    }

    private async Task<JsonNode> FindAsync(string client, string value) => (await hub.As(client).SearchAsync("lexicon-entry", value).DoneAsync())["results"]![0]!;
}
