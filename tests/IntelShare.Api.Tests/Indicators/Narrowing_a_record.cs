using System.Net;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Indicators;

/// <summary>
/// R4: a provider may add restrictions at any later time. Each binds at the very next read, on every path and every node, in
/// the middle of a walk too.
/// </summary>
public sealed class Narrowing_a_record(PostgresServer server, TestHub hub) : IClassFixture<TestHub>
{
    private const string Analyst = "analyst";
    private static int keys;
    private readonly Dictionary<string, string> handles = new(StringComparer.Ordinal);

    /// <summary>What the owner does to an account that France reads in full for cross-checking, and what a search finds of it then.</summary>
    public static TheoryData<string, string, string, string> Narrowings => new()
    {
        { "PUT /release", """{"full":["country:FR","country:DE"],"excluded":["country:FR"]}""", Analyst, "none" },
        { "PUT /release", """{"full":["country:FR","country:DE"],"excluded":["member:fr-ofast"]}""", Analyst, "none" },
        { "PUT /release", """{"full":["country:DE"]}""", Analyst, "none" },
        { "PUT /release", """{"full":["country:DE"],"hit":["country:FR"]}""", Analyst, "hit" },
        { "PUT /release", "{}", Analyst, "none" },
        { "PUT /release", """{"full":["country:FR","country:DE"],"feeds":false}""", "feed", "none" },
        { "PATCH ", """{"handling":{"codes":["H3"],"conditions":"Ask us first."}}""", Analyst, "hit" },
        { "PATCH ", """{"handling":{"codes":["H3"],"conditions":"Ask us first."}}""", "feed", "none" },
        { "PATCH ", """{"purposes":["strategic-analysis"]}""", Analyst, "none" },
        { "PATCH ", """{"purposes":["operational-analysis"]}""", Analyst, "hit" },
        { "PATCH ", """{"subject":{"categories":["suspect"],"age":"minor","necessity":"Found through it alone."}}""", Analyst, "none" },
        { "PATCH ", """{"subject":{"categories":["suspect","victim"],"age":"adult","necessity":"Found through it alone."}}""", "feed", "none" },
        { "POST /withdrawal", """{"reason":"The source recanted."}""", Analyst, "none" },
    };

    [Theory]
    [MemberData(nameof(Narrowings))]
    public async Task binds_at_the_next_read_on_every_path_and_node(string act, string body, string role, string outcome)
    {
        await using var second = await SecondHub.StartAsync(hub, server);
        var ((first, _), (narrowed, _), (last, _)) = (await SubmittedAsync("a"), await SubmittedAsync("b"), await SubmittedAsync("c"));
        using var atFirst = hub.As("fr-ofast", "cross-checking", "K-1", role);
        using var atSecond = second.Likewise(atFirst);
        var proposal = role == Analyst ? await TellAsync(atFirst, narrowed) : null;

        // The reader is in the middle of its walk: it has the newest and goes on after it.
        var walked = await PageAsync(atFirst, "");
        Assert.Equal(last, walked.Ids[0]);
        Assert.All(await PathsAsync(atSecond, narrowed, role), path => Assert.Equal(HttpStatusCode.OK, path.Value.Status));
        Assert.True(proposal is null || (await TextAsync(atSecond, "/v1/regrade-proposals/" + proposal)).Text.Contains("Doubtful.", StringComparison.Ordinal));

        await NarrowAsync(narrowed, act, body);

        foreach (var reader in new[] { atFirst, atSecond })
        {
            var missing = await PathsAsync(reader, "6f1b9f66-57a1-4c9e-9d0a-2f6f1f6f7a11", role);
            Assert.Equal(missing, await PathsAsync(reader, narrowed, role));
            var rest = await PageAsync(reader, "&cursor=" + walked.Next);
            Assert.Equal(first, rest.Ids[0]);
            Assert.DoesNotContain(narrowed, (await TextAsync(reader, "/v1/indicators?limit=100")).Text, StringComparison.Ordinal);
            if (role == Analyst)
            {
                Assert.Equal(outcome, await reader.OutcomeAsync("account-handle", Handle(narrowed)));
                Assert.DoesNotContain("Doubtful.", (await TextAsync(reader, "/v1/regrade-proposals/" + proposal)).Text + (await TextAsync(reader, "/v1/regrade-proposals?side=proposed")).Text, StringComparison.Ordinal);
                Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (await ReportAsync(reader, narrowed), await ProposeAsync(reader, narrowed)));
            }
        }

        using var owner = await hub.As("se-noa").SendAsync(HttpMethod.Get, $"/v1/indicators/{narrowed}/sightings");
        Assert.Equal(role == Analyst ? 1 : 0, (await owner.JsonAsync())["items"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("H1", "not-in-judicial-proceedings")]
    [InlineData("H2", "no-onward-dissemination")]
    public async Task by_a_code_that_only_obliges_shows_the_obligation_at_the_next_read(string code, string obligation)
    {
        await using var second = await SecondHub.StartAsync(hub, server);
        var (id, _) = await SubmittedAsync("obliged");
        using var reader = second.Likewise(hub.As("fr-ofast"));
        Assert.Contains("\"obligations\":[]", (await TextAsync(reader, "/v1/indicators/" + id)).Text, StringComparison.Ordinal);

        await NarrowAsync(id, "PATCH ", """{"handling":{"codes":["H0","code"]}}""".Replace("code\"", code + "\"", StringComparison.Ordinal));
        foreach (var path in new[] { "/v1/indicators/" + id, "/v1/indicators?limit=1" })
        {
            Assert.Contains($"\"obligations\":[\"{obligation}\"]", (await TextAsync(reader, path)).Text, StringComparison.Ordinal);
        }

        using var found = await reader.SearchAsync("account-handle", Handle(id));
        Assert.Contains(obligation, await found.Content.ReadAsStringAsync(Requests.Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task leaves_what_was_told_earlier_as_it_was_in_the_owners_past()
    {
        var (id, _) = await SubmittedAsync("past");
        var then = hub.Clock.GetUtcNow();
        hub.Clock.Advance(TimeSpan.FromMinutes(1));
        await NarrowAsync(id, "PUT /release", "{}");
        var (status, text) = await TextAsync(hub.As("se-noa"), $"/v1/indicators/{id}?asOf={then.UtcDateTime:yyyy-MM-ddTHH:mm:ss.ffffff}Z");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("\"full\":[\"country:FR\",\"country:DE\"]", text, StringComparison.Ordinal);
    }

    private string Handle(string id) => handles[id];

    private async Task<(string Id, string ETag)> SubmittedAsync(string name)
    {
        var handle = $"narrow.{name}{Interlocked.Increment(ref keys)}";
        var body = Bodies.Handle(handle, "country:FR", "country:DE");
        body["release"]!["feeds"] = true;
        var submitted = await hub.As("se-noa").SubmittedAsync(body);
        handles[submitted.Id] = handle;
        return submitted;
    }

    private async Task NarrowAsync(string id, string act, string body)
    {
        using var response = await hub.As("se-noa").SendAsync(new(act.Split(' ')[0]), $"/v1/indicators/{id}{act.Split(' ')[1]}", body, ("If-Match", "*"));
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync(Requests.Ct));
    }

    /// <summary>A sighting and a proposal, which the owner has refused.</summary>
    private async Task<string> TellAsync(HttpClient reader, string id)
    {
        Assert.Equal(HttpStatusCode.Created, await ReportAsync(reader, id));
        using var proposed = await reader.SendAsync(HttpMethod.Post, $"/v1/indicators/{id}/regrade-proposals", """{"evaluation":"unassessed","reason":"Doubtful."}""", ("Idempotency-Key", "told-" + Interlocked.Increment(ref keys)));
        var proposal = (await proposed.JsonAsync())["id"]!.GetValue<string>();
        using var refused = await hub.As("se-noa").SendAsync(HttpMethod.Post, $"/v1/regrade-proposals/{proposal}/decision", """{"decision":"refuse","reason":"Not Doubtful."}""", ("If-Match", "*"));
        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
        return proposal;
    }

    private static async Task<HttpStatusCode> ReportAsync(HttpClient reader, string id)
    {
        using var response = await reader.SendAsync(HttpMethod.Post, $"/v1/indicators/{id}/sightings", """{"seenAt":"2026-11-30"}""", ("Idempotency-Key", "seen-" + Interlocked.Increment(ref keys)));
        return response.StatusCode;
    }

    private static async Task<HttpStatusCode> ProposeAsync(HttpClient reader, string id)
    {
        using var response = await reader.SendAsync(HttpMethod.Post, $"/v1/indicators/{id}/regrade-proposals", """{"evaluation":"unassessed","reason":"x"}""", ("Idempotency-Key", "again-" + Interlocked.Increment(ref keys)));
        return response.StatusCode;
    }

    /// <summary>What a reader is answered under the record's own address.</summary>
    private static async Task<SortedDictionary<string, (HttpStatusCode Status, string Text)>> PathsAsync(HttpClient reader, string id, string role)
    {
        var answers = new SortedDictionary<string, (HttpStatusCode, string)>(StringComparer.Ordinal) { [""] = await TextAsync(reader, "/v1/indicators/" + id) };
        if (role == Analyst)
        {
            answers["/sightings"] = await TextAsync(reader, $"/v1/indicators/{id}/sightings");
        }

        return answers;
    }

    private static async Task<(HttpStatusCode Status, string Text)> TextAsync(HttpClient reader, string path)
    {
        using var response = await reader.SendAsync(HttpMethod.Get, path);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Requests.Ct));
    }

    private static async Task<(List<string> Ids, string? Next)> PageAsync(HttpClient reader, string cursor)
    {
        using var response = await reader.SendAsync(HttpMethod.Get, "/v1/indicators?kind=account-handle&limit=1" + cursor);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var page = await response.JsonAsync();
        return ([.. page["items"]!.AsArray().Select(item => item!["id"]!.GetValue<string>())], page["next"]?.GetValue<string>());
    }
}
