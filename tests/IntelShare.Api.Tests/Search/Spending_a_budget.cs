using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Search;

/// <summary>An officer asks for 5,000 distinct values a day at most, and submits into the same budget.</summary>
public sealed class Spending_a_budget(PostgresServer server, TestHub hub) : IClassFixture<TestHub>
{
    private const int Most = 5000;

    [Fact]
    public async Task ends_exactly_where_it_ends_and_begins_again_at_midnight()
    {
        await SpendAsync("exact", Most - 1);
        Assert.Equal((HttpStatusCode.TooManyRequests, "query-budget-exhausted"), await AskAsync("exact", "one too many", "and another"));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync("exact", "the last", "THE LAST")).Status);

        using var refused = await Officer("exact").SearchAsync("lexicon-entry", "beyond");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromHours(12), refused.Headers.RetryAfter!.Delta);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync("colleague", "beyond")).Status);

        hub.Clock.Advance(TimeSpan.FromHours(12) - TimeSpan.FromTicks(1));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await AskAsync("exact", "beyond")).Status);
        hub.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync("exact", "beyond")).Status);
        hub.Clock.Advance(TimeSpan.FromHours(12));
    }

    [Fact]
    public async Task is_not_overrun_by_many_requests_at_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => AskAsync("hasty", Values($"hasty {i}", 1000))));

        Assert.Equal(Most / 1000, answers.Count(answer => answer.Status == HttpStatusCode.OK));
        Assert.Equal(Most, await hub.ScalarAsync<int>("select spent from intelshare.value_spent where officer = 'hasty'"));
    }

    [Fact]
    public async Task puts_every_refusal_on_record_without_a_look_up()
    {
        await SpendAsync("stubborn", Most);
        await hub.ExecuteAsync("revoke select on intelshare.match_key from intelshare_app");
        Assert.Equal(HttpStatusCode.TooManyRequests, (await AskAsync("stubborn", "refused")).Status);
        await hub.ExecuteAsync("grant select on intelshare.match_key to intelshare_app");

        Assert.Equal("searched", Assert.Single(await hub.TrailAsync("dk-nsk", "?officer=stubborn"), entry => entry!["outcome"]!.GetValue<string>() == "query-budget-exhausted")!["act"]!.GetValue<string>());
    }

    [Fact]
    public async Task holds_for_what_is_submitted_and_amended_since_matches_answer_guesses()
    {
        using var before = await Officer("writer").SubmitAsync(Bodies.Term("paid for"), "writer-1");
        var id = (await before.JsonAsync())["id"]!.GetValue<string>();
        await SpendAsync("writer", Most - 1);

        using var submitted = await Officer("writer").SubmitAsync(Bodies.Term("a guess"), "writer-2");
        Assert.Equal("query-budget-exhausted", await submitted.CodeAsync());
        using var replayed = await Officer("writer").SubmitAsync(Bodies.Term("paid for"), "writer-1");
        Assert.Equal(id, (await replayed.JsonAsync())["id"]!.GetValue<string>());

        Assert.Equal("query-budget-exhausted", await AmendAsync(id, "another guess"));
        Assert.Null(await AmendAsync(id, "Paid FOR"));
    }

    [Fact]
    public async Task is_shared_by_the_officers_of_one_agency()
    {
        await using var small = new TestHub(server) { Budgets = new() { Officer = 10, Member = 25 } };
        await small.InitializeAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(async i =>
        {
            using var response = await small.AsOfficer("fi-krp", $"officer {i}").SearchAsync("lexicon-entry", Values($"small {i}", 5));
            return response.StatusCode;
        }));

        Assert.Equal(5, answers.Count(status => status == HttpStatusCode.OK));
        using var others = await small.As("se-noa").SearchAsync("lexicon-entry", Values("others", 10));
        Assert.Equal(HttpStatusCode.OK, others.StatusCode);
    }

    private HttpClient Officer(string name) => hub.AsOfficer("dk-nsk", name, ["contributor", "analyst"]);

    private async Task<(HttpStatusCode Status, string? Code)> AskAsync(string officer, params string[] values)
    {
        using var response = await Officer(officer).SearchAsync("lexicon-entry", values);
        return (response.StatusCode, await response.CodeAsync());
    }

    private async Task SpendAsync(string officer, int values)
    {
        for (var left = values; left > 0; left -= 1000)
        {
            Assert.Equal(HttpStatusCode.OK, (await AskAsync(officer, Values(string.Create(CultureInfo.InvariantCulture, $"{officer} {left}"), Math.Min(left, 1000)))).Status);
        }
    }

    private async Task<string?> AmendAsync(string id, string term)
    {
        var patch = new JsonObject { ["content"] = Bodies.Term(term)["content"]!.DeepClone() };
        using var response = await Officer("writer").SendAsync(HttpMethod.Patch, "/v1/indicators/" + id, patch.ToJsonString(), ("If-Match", "*"));
        return await response.CodeAsync();
    }

    private static string[] Values(string prefix, int count) => [.. Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{prefix} value {i}"))];
}
