using System.Net;
using IntelShare.Api.Host;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Indicators;

public sealed class Somebody_elses_indicator(TestHub hub) : IClassFixture<TestHub>
{
    private static readonly (string Start, string? Body)[] Changes =
    [
        ("PATCH /v1/indicators/{id}", """{"reference":"x"}"""),
        ("PUT /v1/indicators/{id}/evaluation", """{"evaluation":"unassessed","reason":"x"}"""),
        ("PUT /v1/indicators/{id}/release", "{}"),
        ("POST /v1/indicators/{id}/withdrawal", """{"reason":"x"}"""),
    ];

    private static readonly (string Start, string? Body)[] Reads =
    [
        ("GET /v1/indicators/{id}", null),
        ("GET /v1/indicators/{id}/sightings", null),
        ("POST /v1/indicators/{id}/sightings", """{"seenAt":"2026-11-30"}"""),
        ("POST /v1/indicators/{id}/regrade-proposals", """{"evaluation":"unassessed","reason":"x"}"""),
    ];

    private static readonly (string Start, string? Body)[] OwnersReads = [("GET /v1/indicators/{id}/history", null), ("GET /v1/indicators/{id}?asOf=2100-01-01T00:00:00Z", null)];

    [Fact]
    public async Task is_answered_like_one_that_never_was()
    {
        var owner = hub.As("se-noa");
        var (hidden, _) = await owner.SubmittedAsync(Bodies.Handle("hidden.one"));
        var (hit, _) = await owner.SubmittedAsync(HitOnly("hit.one"));
        var (readable, _) = await owner.SubmittedAsync(Bodies.Handle("readable.one", "country:FR"));
        var (withdrawn, tag) = await owner.SubmittedAsync(Bodies.Handle("withdrawn.one", "country:FR"));
        (await owner.SendAsync(HttpMethod.Post, $"/v1/indicators/{withdrawn}/withdrawal", """{"reason":"x"}""", ("If-Match", tag))).EnsureSuccessStatusCode();
        string[] ids = [hidden, hit, withdrawn, Ids.Named("member/se-noa").ToString(), Ids.Named("party/SE").ToString(), Ids.Named("task-force/grimm").ToString(),
            Guid.Empty.ToString(), "not-an-id", "%20", hidden.ToUpperInvariant(), hidden.Replace("-", "", StringComparison.Ordinal), "{" + hidden + "}", new('a', 2000)];

        foreach (var (start, body) in Reads.Concat(OwnersReads).Concat(Changes))
        {
            var unknown = await AskAsync(start, "6f1b9f66-57a1-4c9e-9d0a-2f6f1f6f7a11", body);
            Assert.Equal(404, unknown.Status);
            foreach (var id in ids)
            {
                Assert.Equal(unknown, await AskAsync(start, id, body));
            }
        }

        foreach (var (start, body) in Changes.Concat(OwnersReads))
        {
            Assert.Equal(await AskAsync(start, "6f1b9f66-57a1-4c9e-9d0a-2f6f1f6f7a11", body), await AskAsync(start, readable, body));
        }
    }

    [Fact]
    public async Task asks_for_the_version_before_it_says_that_there_is_none()
    {
        var (hidden, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("hidden two"));
        foreach (var id in new[] { hidden, "not-an-id" })
        {
            using var response = await hub.As("fr-ofast").SendAsync(HttpMethod.Patch, "/v1/indicators/" + id, "{}");
            Assert.Equal("version-missing", await response.CodeAsync());
        }
    }

    [Fact]
    public async Task leaves_the_misses_in_the_trail_of_the_curious_alone()
    {
        var (hidden, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Handle("hidden.three"));
        hub.Clock.Advance(TimeSpan.FromSeconds(1));
        using var miss = await hub.As("fi-krp").SendAsync(HttpMethod.Get, "/v1/indicators/" + hidden);

        Assert.Equal(HttpStatusCode.NotFound, miss.StatusCode);
        Assert.Equal("not-found", (await hub.TrailAsync("fi-krp"))[0]!["outcome"]!.GetValue<string>());
        Assert.DoesNotContain(await hub.TrailAsync("se-noa"), entry => entry!["member"]!.GetValue<string>() == "fi-krp");
    }

    private static System.Text.Json.Nodes.JsonObject HitOnly(string handle)
    {
        var body = Bodies.Handle(handle);
        body["release"] = new System.Text.Json.Nodes.JsonObject { ["hit"] = new System.Text.Json.Nodes.JsonArray("country:FR") };
        return body;
    }

    private Task<RawAnswer> AskAsync(string start, string id, string? body) => hub.RawAsync(
        start.Replace("{id}", id, StringComparison.Ordinal),
        ["Authorization: Bearer " + hub.As("fr-ofast").DefaultRequestHeaders.Authorization!.Parameter, "Intel-Purpose: cross-checking", "Intel-Case: K-1", "If-Match: *", "Idempotency-Key: curious", "Content-Type: application/json"],
        body is null ? null : System.Text.Encoding.UTF8.GetBytes(body));
}
