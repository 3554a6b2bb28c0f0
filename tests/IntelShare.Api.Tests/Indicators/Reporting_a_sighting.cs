using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Indicators;

public sealed class Reporting_a_sighting(TestHub hub) : IClassFixture<TestHub>
{
    private static int keys;

    [Fact]
    public async Task tells_the_owner_all_and_each_reader_its_own_alone()
    {
        var (id, tag) = await hub.As("se-noa").SubmittedAsync(Bodies.Handle("seen.too", "country:FR", "country:DE", "country:NL"));
        var readBefore = await ReadAsync("nl-dlio", id);
        await ReportedAsync("fr-ofast", id, """{"seenAt":"2026-11-29","count":3,"platform":"snapchat","country":"FR","note":"Same words, new account. 🎿"}""");
        hub.Clock.Advance(TimeSpan.FromSeconds(1));
        await ReportedAsync("de-bka", id, """{"seenAt":"2026-11-28"}""");

        Assert.Equal(["de-bka", "fr-ofast"], (await SightingsAsync("se-noa", id)).Select(item => item!["member"]!.GetValue<string>()));
        var own = Assert.Single(await SightingsAsync("fr-ofast", id))!;
        Assert.Equal("2026-11-29 3 snapchat FR Same words, new account. 🎿", $"{own["seenAt"]} {own["count"]} {own["platform"]} {own["country"]} {own["note"]}");
        Assert.Equal("de-bka", Assert.Single(await SightingsAsync("de-bka", id))!["member"]!.GetValue<string>());
        Assert.Empty(await SightingsAsync("nl-dlio", id));

        // To its readers the record is the same to the byte, and to its owner the same version.
        Assert.Equal(readBefore, await ReadAsync("nl-dlio", id));
        using var owned = await hub.As("se-noa").SendAsync(HttpMethod.Get, "/v1/indicators/" + id);
        Assert.Equal(tag, owned.Headers.ETag!.ToString());
        Assert.Equal("se-noa sighting-reported,se-noa sighting-reported", await hub.ScalarAsync<string>($"select string_agg(member || ' ' || kind, ',') from intelshare.notice where about = '{id}'"));
    }

    [Fact]
    public async Task answers_a_reader_with_none_the_same_whether_or_not_others_have_some()
    {
        var (seen, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("seen by others", "country:FR", "country:DE"));
        var (unseen, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("seen by nobody", "country:FR", "country:DE"));
        await ReportedAsync("de-bka", seen, """{"seenAt":"2026-11-28"}""");
        Assert.Equal(await RawAsync(unseen), await RawAsync(seen));

        async Task<string> RawAsync(string id)
        {
            using var response = await hub.As("fr-ofast").SendAsync(HttpMethod.Get, $"/v1/indicators/{id}/sightings?limit=1");
            return response.StatusCode + await response.Content.ReadAsStringAsync(Requests.Ct);
        }
    }

    [Fact]
    public async Task at_once_under_one_key_is_one_sighting()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("seen at once", "country:FR"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ReportAsync("fr-ofast", id, """{"seenAt":"2026-11-28"}""", "seen-once")));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        Assert.Single((await Task.WhenAll(answers.Select(answer => answer.Content.ReadAsStringAsync(Requests.Ct)))).Distinct(StringComparer.Ordinal));
        Assert.Single(await SightingsAsync("se-noa", id));
        using var another = await ReportAsync("fr-ofast", id, """{"seenAt":"2026-11-27"}""", "seen-once");
        Assert.Equal("idempotency-key-reused", await another.CodeAsync());
    }

    [Fact]
    public async Task under_the_key_of_another_record_is_a_sighting_of_its_own()
    {
        var (one, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("same key one", "country:FR"));
        var (two, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("same key two", "country:FR"));
        using var first = await ReportAsync("fr-ofast", one, """{"seenAt":"2026-11-28"}""", "for-both");
        using var second = await ReportAsync("fr-ofast", two, """{"seenAt":"2026-11-28"}""", "for-both");
        Assert.NotEqual(await first.Content.ReadAsStringAsync(Requests.Ct), await second.Content.ReadAsStringAsync(Requests.Ct));
        Assert.Single(await SightingsAsync("se-noa", two));
    }

    [Theory]
    [InlineData("{}", "required /seenAt")]
    [InlineData("""{"seenAt":"2026-12-03","count":0,"platform":"nowhere","country":"UK","note":"call +46701234567"}""",
        "seen-in-the-future /seenAt", "count-out-of-range /count", "unknown-platform /platform", "country-alias /country", "personal-identifier /note")]
    [InlineData("""{"seenAt":"2026-11-28","count":100001}""", "count-out-of-range /count")]
    public async Task is_refused_for_every_fault(string body, params string[] faults)
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("faulty sightings", "country:FR"));
        using var refused = await ReportAsync("fr-ofast", id, body);
        Assert.Equal(faults, (await refused.JsonAsync())["problems"]!.AsArray().Select(problem => $"{problem!["code"]} {problem["pointer"]}"));
    }

    [Theory]
    [InlineData("""{"seenAt":"2026-02-30"}""", "malformed-body")]
    [InlineData("""{"seenAt":"2026-11-28T12:00:00Z"}""", "malformed-body")]
    [InlineData("""{"seenAt":"2026-11-28","count":1.5}""", "malformed-body")]
    [InlineData("""{"seenAt":"2026-11-28","count":99999999999}""", "malformed-body")]
    [InlineData("""{"seenAt":"2026-11-28","officer":"mine"}""", "malformed-body")]
    [InlineData("""{"seenAt":"2026-11-28","seenAt":"2026-11-28"}""", "malformed-body")]
    [InlineData("[]", "malformed-body")]
    public async Task is_malformed_where_it_cannot_be_read(string body, string code)
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("malformed sightings", "country:FR"));
        using var refused = await ReportAsync("fr-ofast", id, body);
        Assert.Equal(code, await refused.CodeAsync());
    }

    [Fact]
    public async Task takes_a_note_of_500_code_points_and_no_more()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Handle("long.notes", "country:FR"));
        await ReportedAsync("fr-ofast", id, Noting(string.Concat(Enumerable.Repeat("👩‍❤️", 125))));
        using var more = await ReportAsync("fr-ofast", id, Noting(string.Concat(Enumerable.Repeat("👩‍❤️", 125)) + "x"));
        Assert.Equal("too-long", (await more.JsonAsync())["problems"]![0]!["code"]!.GetValue<string>());
        using var huge = await ReportAsync("fr-ofast", id, Noting(new string('x', 300_000)));
        Assert.Equal("body-too-large", await huge.CodeAsync());
        using var zero = await ReportAsync("fr-ofast", id, """{"seenAt":"2026-11-28","note":"\u0000"}""");
        Assert.Equal("text-not-clean", (await zero.JsonAsync())["problems"]![0]!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task needs_role_key_purpose_and_case_before_any_look_up()
    {
        const string Address = "/v1/indicators/6f1b9f66-57a1-4c9e-9d0a-2f6f1f6f7a11/sightings";
        const string Body = """{"seenAt":"2026-11-28"}""";
        using var role = await hub.As("fr-ofast", "cross-checking", "K-1", "contributor").SendAsync(HttpMethod.Post, Address, Body, ("Idempotency-Key", "k"));
        using var key = await hub.As("fr-ofast").SendAsync(HttpMethod.Post, Address, Body);
        using var purpose = await hub.As("fr-ofast", purpose: null).SendAsync(HttpMethod.Post, Address, Body, ("Idempotency-Key", "k"));
        using var @case = await hub.As("fr-ofast", @case: null).SendAsync(HttpMethod.Post, Address, Body, ("Idempotency-Key", "k"));
        using var cursor = await hub.As("fr-ofast").SendAsync(HttpMethod.Get, Address + "?cursor=AAAA");
        Assert.Equal(["role-missing", "idempotency-key-missing", "purpose-missing", "case-missing", "malformed-parameter"],
            await Task.WhenAll(new[] { role, key, purpose, @case, cursor }.Select(answer => answer.CodeAsync())));
    }

    [Fact]
    public async Task keeps_its_note_sealed_and_loses_it_with_its_key()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Handle("noted.account", "country:FR"));
        await ReportedAsync("fr-ofast", id, Noting("canarynote"));
        var dump = await hub.DumpAsync();
        Assert.DoesNotContain("canarynote", dump, StringComparison.Ordinal);
        Assert.DoesNotContain(Backstage.Hex("canarynote"), dump, StringComparison.Ordinal);
        Assert.Equal("canarynote", Assert.Single(await SightingsAsync("se-noa", id))!["note"]!.GetValue<string>());

        await hub.ExecuteAsync($"delete from intelshare.record_key where indicator = '{Assert.Single(await SightingsAsync("se-noa", id))!["id"]}'");
        Assert.Null(Assert.Single(await SightingsAsync("se-noa", id))!["note"]);
    }

    [Fact]
    public async Task is_walked_page_by_page_by_a_cursor_of_its_reader_and_record()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("walked sightings", "country:FR", "country:DE"));
        for (var i = 1; i <= 4; i++)
        {
            await ReportedAsync(i % 2 == 0 ? "fr-ofast" : "de-bka", id, $$"""{"seenAt":"2026-11-0{{i}}"}""");
        }

        using var first = await hub.As("se-noa").SendAsync(HttpMethod.Get, $"/v1/indicators/{id}/sightings?limit=3");
        var next = (await first.JsonAsync())["next"]!.GetValue<string>();
        using var second = await hub.As("se-noa").SendAsync(HttpMethod.Get, $"/v1/indicators/{id}/sightings?limit=3&cursor={next}");
        Assert.Equal(4, (await first.JsonAsync())["items"]!.AsArray().Concat((await second.JsonAsync())["items"]!.AsArray()).Select(item => item!["id"]!.GetValue<string>()).Distinct().Count());
        using var stolen = await hub.As("fr-ofast").SendAsync(HttpMethod.Get, $"/v1/indicators/{id}/sightings?limit=3&cursor={next}");
        Assert.Equal("malformed-parameter", await stolen.CodeAsync());
    }

    [Fact]
    public async Task of_a_withdrawn_record_is_too_late()
    {
        var (id, tag) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("seen too late", "country:FR"));
        (await hub.As("se-noa").SendAsync(HttpMethod.Post, $"/v1/indicators/{id}/withdrawal", """{"reason":"x"}""", ("If-Match", tag))).EnsureSuccessStatusCode();
        using var own = await ReportAsync("se-noa", id, """{"seenAt":"2026-11-28"}""");
        Assert.Equal("already-withdrawn", await own.CodeAsync());
        using var other = await ReportAsync("fr-ofast", id, """{"seenAt":"2026-11-28"}""");
        Assert.Equal("not-found", await other.CodeAsync());
    }

    private static string Noting(string note) => new JsonObject { ["seenAt"] = "2026-11-28", ["note"] = note }.ToJsonString();

    private Task<HttpResponseMessage> ReportAsync(string client, string id, string body, string? key = null) =>
        hub.As(client).SendAsync(HttpMethod.Post, $"/v1/indicators/{id}/sightings", body, ("Idempotency-Key", key ?? "sighting-" + Interlocked.Increment(ref keys)));

    private async Task ReportedAsync(string client, string id, string body)
    {
        using var response = await ReportAsync(client, id, body);
        Assert.True(response.StatusCode == HttpStatusCode.Created, await response.Content.ReadAsStringAsync(Requests.Ct));
        Assert.Equal($"/v1/indicators/{id}/sightings", response.Headers.Location!.OriginalString);
    }

    private async Task<JsonArray> SightingsAsync(string client, string id)
    {
        using var response = await hub.As(client).SendAsync(HttpMethod.Get, $"/v1/indicators/{id}/sightings");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.JsonAsync())["items"]!.AsArray();
    }

    private async Task<string> ReadAsync(string client, string id)
    {
        using var response = await hub.As(client).SendAsync(HttpMethod.Get, "/v1/indicators/" + id);
        return response.Headers.ETag + await response.Content.ReadAsStringAsync(Requests.Ct);
    }
}
