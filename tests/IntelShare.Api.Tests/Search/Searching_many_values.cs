using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Search;

public sealed class Searching_many_values(TestHub hub) : IClassFixture<TestHub>
{
    [Fact]
    public async Task answers_a_thousand_in_their_order()
    {
        await hub.As("se-noa").SubmittedAsync(Bodies.Term("needle seven", "country:FR"));
        await hub.As("se-noa").SubmittedAsync(HitOnly(Bodies.Term("needle last")));
        var values = Enumerable.Range(0, 1000).Select(i => i switch { 7 or 700 => "Needle  SEVEN", 999 => "needle last", _ => "straw " + i }).ToArray();

        using var response = await hub.As("fr-ofast").SearchAsync("lexicon-entry", values);
        var results = (await response.JsonAsync())["results"]!.AsArray();

        Assert.Equal(1000, results.Count);
        for (var i = 0; i < 1000; i++)
        {
            Assert.Equal(i switch { 7 or 700 => "full", 999 => "hit", _ => "none" }, results[i]!["outcome"]!.GetValue<string>());
        }

        Assert.Equal(results[7]!.ToJsonString(), results[700]!.ToJsonString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task refuses_none_and_more_than_a_thousand(int count)
    {
        using var response = await hub.As("fr-ofast").SearchAsync("lexicon-entry", [.. Enumerable.Repeat("a", count)]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        var problem = Assert.Single((await response.JsonAsync())["problems"]!.AsArray());
        Assert.Equal(("look-up-count", "/queries"), (problem!["code"]!.GetValue<string>(), problem["pointer"]!.GetValue<string>()));
    }

    [Fact]
    public async Task says_which_of_them_is_wrong()
    {
        using var response = await hub.As("fr-ofast").SendAsync(HttpMethod.Post, "/v1/searches",
            JsonSerializer.Serialize(new { queries = new object?[] { new { kind = "lexicon-entry", value = "a" }, new { kind = "no-kind", value = "a" }, null, new { kind = "lexicon-entry", value = new string('x', 2049) } } }));

        Assert.Equal(["/queries/1/kind", "/queries/2", "/queries/3/value"],
            (await response.JsonAsync())["problems"]!.AsArray().Select(problem => problem!["pointer"]!.GetValue<string>()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task gives_one_hit_an_owner_however_many_records_match()
    {
        var once = await HitsAsync("fr-ofast", "counted");
        Assert.Empty(once);
        await hub.As("se-noa").SubmittedAsync(HitOnly(Bodies.Term("counted")));
        var one = await HitsAsync("fr-ofast", "counted");
        await hub.As("se-noa").SubmittedAsync(HitOnly(Bodies.Term("counted")));
        await hub.As("se-noa").SubmittedAsync(HitOnly(Bodies.Term("counted")));
        var three = await HitsAsync("fr-ofast", "counted");
        await hub.As("de-bka").SubmittedAsync(HitOnly(Bodies.Term("counted")));
        var twoOwners = await HitsAsync("fr-ofast", "counted");

        Assert.Equal(one.ToJsonString(), three.ToJsonString());
        Assert.Equal(2, twoOwners.Count);
        Assert.Equal(["desk", "reference"], one[0]!.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task seals_a_hit_to_its_reader_its_owner_and_its_value()
    {
        foreach (var term in new[] { "bound one", "bound two" })
        {
            await hub.As("se-noa").SubmittedAsync(HitOnly(Bodies.Term(term), "country:FR", "country:DE"));
        }

        var reference = Reference(await HitsAsync("fr-ofast", "bound one"));
        Assert.Equal(reference, Reference(await HitsAsync("fr-ofast", "BOUND one")));
        Assert.NotEqual(reference, Reference(await HitsAsync("de-bka", "bound one")));
        Assert.NotEqual(reference, Reference(await HitsAsync("fr-ofast", "bound two")));
        Assert.Equal(reference.Length, Reference(await HitsAsync("fr-ofast", "bound two")).Length);
    }

    [Theory]
    [InlineData("kingpin.77", null)]
    [InlineData("@KingPin.77", null)]
    [InlineData("https://www.tiktok.com/@kingpin.77?lang=sv", null)]
    [InlineData("6812345678901234567", null)]
    [InlineData("kingpin.77", "tiktok")]
    [InlineData("6812345678901234567", "tiktok")]
    [InlineData("https://tiktok.com/@kingpin.77", "tiktok")]
    public async Task finds_an_account_by_handle_address_and_stable_id(string value, string? platform)
    {
        var body = Bodies.Handle("KingPin.77", "country:FR");
        body["content"]!["stableId"] = "6812345678901234567";
        await hub.As("se-noa").SubmittedAsync(body);

        Assert.Equal("full", await OutcomeAsync("fr-ofast", value, platform));
    }

    [Theory]
    [InlineData("instagram")]
    [InlineData("no-such-platform")]
    [InlineData("other:tiktok")]
    [InlineData("TikTok")]
    public async Task looks_on_no_other_platform_than_the_one_named(string platform)
    {
        await hub.As("se-noa").SubmittedAsync(Bodies.Handle("only.tiktok", "country:FR"));

        Assert.Equal("none", await OutcomeAsync("fr-ofast", "only.tiktok", platform));
        Assert.Equal("none", await OutcomeAsync("fr-ofast", "https://www.instagram.com/only.tiktok", platform: null));
    }

    [Fact]
    public async Task leaves_a_hit_unknown_everywhere_else()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(HitOnly(Bodies.Handle("only.a.hit")));
        Assert.Equal("hit", await OutcomeAsync("fr-ofast", "only.a.hit", "tiktok"));

        using var read = await hub.As("fr-ofast").SendAsync(HttpMethod.Get, "/v1/indicators/" + id);
        using var list = await hub.As("fr-ofast").SendAsync(HttpMethod.Get, "/v1/indicators?kind=account-handle&limit=100");
        Assert.Equal(HttpStatusCode.NotFound, read.StatusCode);
        Assert.DoesNotContain(id, await list.Content.ReadAsStringAsync(Requests.Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task puts_full_before_hit_where_both_are_allowed()
    {
        await hub.As("se-noa").SubmittedAsync(Bodies.Term("both levels", "country:FR"));
        await hub.As("de-bka").SubmittedAsync(HitOnly(Bodies.Term("both levels")));

        using var response = await hub.As("fr-ofast").SearchAsync("lexicon-entry", "both levels");
        var result = (await response.JsonAsync())["results"]![0]!;

        Assert.Equal("full", result["outcome"]!.GetValue<string>());
        Assert.Single(result["indicators"]!.AsArray());
        Assert.Single(result["hits"]!.AsArray());
    }

    [Fact]
    public async Task finds_nothing_in_values_that_fold_to_nothing()
    {
        Assert.Equal("none", await hub.As("fr-ofast").OutcomeAsync("lexicon-entry", "\u200B.\u202E"));
        Assert.Equal("none", await OutcomeAsync("fr-ofast", "https://", platform: null));
    }

    private static JsonObject HitOnly(JsonObject body, params string[] readers)
    {
        body["release"] = new JsonObject { ["hit"] = new JsonArray([.. (readers.Length > 0 ? readers : ["country:FR"]).Select(reader => JsonValue.Create(reader))]) };
        return body;
    }

    private static string Reference(JsonArray hits) => Assert.Single(hits)!["reference"]!.GetValue<string>();

    private async Task<JsonArray> HitsAsync(string client, string value)
    {
        using var response = await hub.As(client).SearchAsync("lexicon-entry", value);
        return (await response.JsonAsync())["results"]![0]!["hits"]!.AsArray();
    }

    private async Task<string> OutcomeAsync(string client, string value, string? platform)
    {
        using var response = await hub.As(client).SendAsync(HttpMethod.Post, "/v1/searches", JsonSerializer.Serialize(new { queries = new[] { new { kind = "account-handle", value, platform } } }));
        return (await response.JsonAsync())["results"]![0]!["outcome"]!.GetValue<string>();
    }
}
