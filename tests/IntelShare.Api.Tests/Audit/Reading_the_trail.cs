using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Audit;

public sealed class Reading_the_trail(TestHub hub) : IClassFixture<TestHub>
{
    [Fact]
    public async Task finds_one_entry_for_every_request_refusals_included()
    {
        var (id, tag) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("every request", "country:FR"));
        foreach (var (method, path, body, outcome) in new (string, string, string?, string)[]
        {
            ("GET", "/v1/me", null, "ok"),
            ("GET", "/v1/me?x=1", null, "malformed-parameter"),
            ("GET", "/v1/indicators?limit=1", null, "ok"),
            ("GET", "/v1/indicators?limit=0", null, "malformed-parameter"),
            ("GET", "/v1/indicators?cursor=x", null, "malformed-parameter"),
            ("GET", "/v1/indicators/" + id, null, "ok"),
            ("GET", "/v1/indicators/x", null, "not-found"),
            ("GET", $"/v1/indicators/{id}/history", null, "ok"),
            ("GET", "/v1/indicators/x/history", null, "not-found"),
            ("POST", "/v1/searches", """{"queries":[{"kind":"lexicon-entry","value":"every request"}]}""", "ok"),
            ("POST", "/v1/searches", """{"queries":[]}""", "refused"),
            ("POST", "/v1/indicators", "{}", "idempotency-key-missing"),
            ("POST", "/v1/indicators", "[]", "malformed-body"),
            ("POST", "/v1/indicators", Bodies.Term("no key").ToJsonString(), "idempotency-key-missing"),
            ("PATCH", "/v1/indicators/" + id, "{}", "version-missing"),
            ("PUT", $"/v1/indicators/{id}/release", "{}", "version-missing"),
            ("POST", $"/v1/indicators/{id}/withdrawal", "{}", "version-missing"),
            ("GET", "/v1/audit/entries", null, "role-missing"),
        })
        {
            hub.Clock.Advance(TimeSpan.FromSeconds(1));
            var before = await hub.EntriesAsync();
            using var response = await hub.As("se-noa").SendAsync(new(method), path, body);

            Assert.Equal(outcome == "ok" ? null : outcome, await response.CodeAsync());
            Assert.Equal(before + 1, await hub.EntriesAsync());
            Assert.Equal(outcome, await hub.ScalarAsync<string>("select outcome from intelshare.audit_entry order by at desc limit 1"));
        }

        foreach (var (method, path, body) in new[] { ("PATCH", "", """{"reference":"R"}"""), ("PUT", "/release", "{}"), ("POST", "/withdrawal", """{"reason":"x"}"""), ("POST", "/withdrawal", """{"reason":"x"}""") })
        {
            var before = await hub.EntriesAsync();
            using var response = await hub.As("se-noa").SendAsync(new(method), $"/v1/indicators/{id}{path}", body, ("If-Match", "*"));
            Assert.Equal(before + 1, await hub.EntriesAsync());
        }
    }

    [Fact]
    public async Task shows_own_acts_whole_and_others_accesses_without_officer_client_or_case()
    {
        var (id, _) = await hub.As("de-bka").SubmittedAsync(Bodies.Handle("seen.by.others", "country:FR"));
        hub.Clock.Advance(TimeSpan.FromSeconds(1));
        using var read = await hub.As("fr-ofast", @case: "F-7").SendAsync(HttpMethod.Get, "/v1/indicators/" + id);

        var own = (await hub.TrailAsync("fr-ofast"))[0]!;
        Assert.Equal(("fr-ofast", "fr-ofast", "fr-ofast-officer", "F-7", "cross-checking", "indicator-read", "ok"),
            (Text(own, "member"), Text(own, "client"), Text(own, "officer"), Text(own, "case"), Text(own, "purpose"), Text(own, "act"), Text(own, "outcome")));
        Assert.Equal($$"""[{"indicator":"{{id}}","owner":"de-bka","level":"full"}]""", own["records"]!.ToJsonString());

        var theirs = (await hub.TrailAsync("de-bka"))[0]!;
        Assert.Equal(("fr-ofast", "indicator-read", "cross-checking"), (Text(theirs, "member"), Text(theirs, "act"), Text(theirs, "purpose")));
        Assert.Equal($$"""[{"indicator":"{{id}}","owner":"de-bka","level":"full"}]""", theirs["records"]!.ToJsonString());
        Assert.Equal((null, null, null), (Text(theirs, "client"), Text(theirs, "officer"), Text(theirs, "case")));
        Assert.DoesNotContain("F-7", theirs.ToJsonString(), StringComparison.Ordinal);
        Assert.NotEqual(Text(own, "id"), Text(theirs, "id"));
        Assert.DoesNotContain(await hub.TrailAsync("be-fgp"), entry => entry!.ToJsonString().Contains(id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task tells_the_owner_of_a_hit_and_not_of_a_miss()
    {
        await hub.As("nl-dlio").SubmittedAsync(Hit("hit in the trail"));
        await hub.As("nl-dlio").SubmittedAsync(Bodies.Term("miss in the trail"));
        hub.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("hit", await hub.As("fi-krp").OutcomeAsync("lexicon-entry", "hit in the trail"));
        Assert.Equal("none", await hub.As("fi-krp").OutcomeAsync("lexicon-entry", "miss in the trail"));

        var told = Assert.Single(await hub.TrailAsync("nl-dlio"), entry => Text(entry!, "member") == "fi-krp");
        Assert.Equal("hit", told!["records"]![0]!["level"]!.GetValue<string>());
    }

    [Fact]
    public async Task tells_a_searcher_no_more_of_its_hits_than_the_answer_did()
    {
        var (first, _) = await hub.As("be-fgp").SubmittedAsync(Hit("told once", "country:NO"));
        var (second, _) = await hub.As("be-fgp").SubmittedAsync(Hit("told once", "country:NO"));
        hub.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("hit", await hub.As("no-kripos").OutcomeAsync("lexicon-entry", "told once"));

        var own = (await hub.TrailAsync("no-kripos"))[0]!;
        Assert.Equal("""[{"owner":"be-fgp","level":"hit"}]""", own["records"]!.ToJsonString());
        Assert.Empty(await hub.TrailAsync("no-kripos", "?indicator=" + first));
        Assert.Empty(await hub.TrailAsync("no-kripos", "?indicator=" + second));
        Assert.Contains(await hub.TrailAsync("be-fgp", "?indicator=" + first), entry => Text(entry!, "member") == "no-kripos");
    }

    [Fact]
    public async Task does_not_tell_one_owner_that_the_same_request_met_another_owners_record()
    {
        var (mine, _) = await hub.As("dk-nsk").SubmittedAsync(Bodies.Term("met together one", "country:BE"));
        var (other, _) = await hub.As("no-kripos").SubmittedAsync(Bodies.Term("met together two", "country:BE", "country:DK"));
        using var search = await hub.As("be-fgp").SearchAsync("lexicon-entry", "met together one", "met together two");

        Assert.Single(await hub.TrailAsync("dk-nsk", "?indicator=" + mine), entry => Text(entry!, "member") == "be-fgp");
        Assert.Empty(await hub.TrailAsync("dk-nsk", "?indicator=" + other));
        Assert.DoesNotContain(await hub.TrailAsync("dk-nsk"), entry => entry!.ToJsonString().Contains(other, StringComparison.Ordinal));
        Assert.Single(await hub.TrailAsync("be-fgp", "?indicator=" + other));
    }

    [Fact]
    public async Task filters_by_officer_among_own_acts_alone()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("by officer", "country:FR"));
        await hub.RawAsync("GET /v1/indicators/" + id, ["Authorization: Bearer " + hub.Token("fr-ofast", p => p["sub"] = "x-1"), "Intel-Purpose: cross-checking", "Intel-Case: K"]);

        Assert.Single(await hub.TrailAsync("fr-ofast", "?officer=x-1"));
        Assert.Empty(await hub.TrailAsync("se-noa", "?officer=x-1"));
        Assert.Empty(await hub.TrailAsync("fr-ofast", "?officer=X-1"));
    }

    [Fact]
    public async Task filters_by_time_from_inclusive_until_exclusive_in_any_offset()
    {
        hub.Clock.Advance(TimeSpan.FromDays(1) - hub.Clock.GetUtcNow().TimeOfDay);
        var at = hub.Clock.GetUtcNow();
        await hub.As("be-fgp").SubmittedAsync(Bodies.Term("by time"));

        string Of(DateTimeOffset time) => Uri.EscapeDataString(time.ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture));
        var local = at.ToOffset(TimeSpan.FromHours(14));
        Assert.Single(await hub.TrailAsync("be-fgp", $"?from={Of(local)}&until={Of(local.AddSeconds(1))}"), entry => Text(entry!, "act") == "indicator-submitted");
        Assert.Empty(await hub.TrailAsync("be-fgp", $"?from={Of(local.AddSeconds(1))}"));
        Assert.DoesNotContain(await hub.TrailAsync("be-fgp", $"?until={Of(local)}"), entry => Text(entry!, "at") == at.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture));
        Assert.NotEmpty(await hub.TrailAsync("be-fgp", "?from=0001-01-01T00:00:00Z&until=9999-12-31T23:59:59.9999999Z"));
    }

    [Theory]
    [InlineData("from=2026-12-01")]
    [InlineData("from=2026-12-01T12:00:00")]
    [InlineData("from=2026-12-01T12:00:00+01:00")]
    [InlineData("from=2026-13-01T12:00:00Z")]
    [InlineData("from=0001-01-01T00:00:00%2B14:00")]
    [InlineData("until=9999-12-31T23:59:59-14:00")]
    [InlineData("until=")]
    [InlineData("from=yesterday")]
    [InlineData("from=2026-12-01T12:00:00Z&from=2026-12-02T12:00:00Z")]
    [InlineData("indicator=")]
    [InlineData("indicator=x")]
    [InlineData("officer=%00")]
    [InlineData("officer=a%EF%BF%BF")]
    [InlineData("limit=0")]
    [InlineData("limit=101")]
    [InlineData("limit=-1")]
    [InlineData("limit=")]
    [InlineData("limit=99999999999999999999")]
    [InlineData("cursor=")]
    [InlineData("cursor=x")]
    [InlineData("cursor=%00")]
    [InlineData("cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task refuses_what_it_cannot_read(string query)
    {
        using var response = await hub.As("se-noa", purpose: null, @case: null, "auditor").SendAsync(HttpMethod.Get, "/v1/audit/entries?" + query);
        Assert.Equal("malformed-parameter", await response.CodeAsync());
    }

    [Fact]
    public async Task in_pages_loses_nothing_and_repeats_nothing()
    {
        for (var i = 0; i < 23; i++)
        {
            if (i % 5 == 0)
            {
                hub.Clock.Advance(TimeSpan.FromMilliseconds(1));
            }

            await hub.As("fi-krp").SendAsync(HttpMethod.Get, "/v1/me");
        }

        hub.Clock.Advance(TimeSpan.FromSeconds(1));
        var whole = (await hub.TrailAsync("fi-krp")).Where(entry => Text(entry!, "act") == "caller-read").Select(entry => Text(entry!, "id")).ToList();
        var paged = new List<string?>();
        for (var (cursor, first) = ((string?)null, true); first || cursor is not null; first = false)
        {
            hub.Clock.Advance(TimeSpan.FromSeconds(1));
            using var response = await hub.As("fi-krp", purpose: null, @case: null, "agency-admin").SendAsync(HttpMethod.Get, "/v1/audit/entries?limit=4" + (cursor is null ? "" : "&cursor=" + cursor));
            var page = await response.JsonAsync();
            paged.AddRange(page["items"]!.AsArray().Where(entry => Text(entry!, "act") == "caller-read").Select(entry => Text(entry!, "id")));
            cursor = page["next"]?.GetValue<string>();
        }

        Assert.Equal(23, whole.Count);
        Assert.Equal(whole, paged);
    }

    [Fact]
    public async Task takes_a_cursor_of_the_same_member_and_filters_alone()
    {
        for (var i = 0; i < 3; i++)
        {
            await hub.As("no-kripos").SendAsync(HttpMethod.Get, "/v1/me");
        }

        using var page = await hub.As("no-kripos", purpose: null, @case: null, "auditor").SendAsync(HttpMethod.Get, "/v1/audit/entries?limit=1");
        var cursor = (await page.JsonAsync())["next"]!.GetValue<string>();

        foreach (var (client, more, code) in new[]
        {
            ("no-kripos", "", null), ("no-kripos", "&limit=7", null), ("se-noa", "", "malformed-parameter"), ("no-kripos", "&officer=x", "malformed-parameter"),
            ("no-kripos", "&until=2030-01-01T00:00:00Z", "malformed-parameter"),
        })
        {
            using var response = await hub.As(client, purpose: null, @case: null, "auditor").SendAsync(HttpMethod.Get, $"/v1/audit/entries?cursor={cursor}{more}");
            Assert.Equal(code, await response.CodeAsync());
        }

        using var elsewhere = await hub.As("no-kripos").SendAsync(HttpMethod.Get, "/v1/indicators?cursor=" + cursor);
        Assert.Equal("malformed-parameter", await elsewhere.CodeAsync());
    }

    [Theory]
    [InlineData("auditor", null)]
    [InlineData("agency-admin", null)]
    [InlineData("analyst", "role-missing")]
    [InlineData("contributor", "role-missing")]
    [InlineData("discloser", "role-missing")]
    [InlineData("feed", "role-missing")]
    public async Task is_for_auditors_and_the_agencys_administrators(string role, string? code)
    {
        using var response = await hub.As("se-noa", purpose: null, @case: null, role).SendAsync(HttpMethod.Get, "/v1/audit/entries");
        Assert.Equal(code, await response.CodeAsync());
    }

    [Theory]
    [InlineData("auditor")]
    [InlineData("agency-admin")]
    public async Task opens_no_content_to_them(string role)
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("own content"));
        foreach (var (method, path, body) in new[]
        {
            ("GET", "/v1/indicators", null), ("GET", "/v1/indicators/" + id, null), ("GET", $"/v1/indicators/{id}/history", null), ("POST", "/v1/searches", "{}"),
            ("POST", "/v1/indicators", "{}"), ("PATCH", "/v1/indicators/" + id, "{}"), ("PUT", $"/v1/indicators/{id}/release", "{}"), ("POST", $"/v1/indicators/{id}/withdrawal", "{}"),
        })
        {
            using var response = await hub.As("se-noa", "cross-checking", "K-1", role).SendAsync(new(method), path, body, ("If-Match", "*"));
            Assert.Equal("role-missing", await response.CodeAsync());
        }
    }

    private static JsonObject Hit(string term, string reader = "country:FI")
    {
        var body = Bodies.Term(term);
        body["release"] = new JsonObject { ["hit"] = new JsonArray(reader) };
        return body;
    }

    private static string? Text(JsonNode entry, string name) => entry[name]?.GetValue<string>();
}
