using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Keeping;

public sealed class Erasing_an_indicator(TestHub hub) : IClassFixture<TestHub>
{
    private static readonly string[] Owners = ["contributor", "discloser", "analyst"];

    [Fact]
    public async Task leaves_nothing_of_its_content_anywhere()
    {
        var body = Bodies.Handle("canary.bird", "member-states");
        body["content"]!["note"] = "canary in the note";
        body["reference"] = "canary reference";
        body["subject"]!["necessity"] = "canary necessity";
        var (id, _) = await hub.As("se-noa").SubmittedAsync(body);
        await hub.As("se-noa").AmendedAsync(id, new JsonObject { ["reference"] = "canary again" });
        Assert.Equal("full", await hub.As("fr-ofast").OutcomeAsync("account-handle", "tiktok", "canary.bird"));
        var key = await hub.ScalarAsync<string>($"select encode(key, 'hex') from intelshare.match_key where indicator = '{id}' limit 1");

        await hub.As("se-noa").EraseAsync(id).DoneAsync();

        var dump = await hub.DumpAsync();
        Assert.All((string[])["canary", Backstage.Hex("canary"), key], trace => Assert.DoesNotContain(trace, dump, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("canary", await File.ReadAllTextAsync(hub.ShredList(), Requests.Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task is_gone_to_its_owner_and_never_was_to_others()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("gone for good", "member-states"));
        Assert.Equal(HttpStatusCode.OK, (await hub.As("fr-ofast").GotAsync(id)).Status);
        await hub.As("se-noa").EraseAsync(id).DoneAsync();

        var unknown = await hub.As("fr-ofast").GotAsync("5f0c7a52-3c1e-4c57-9d6e-2a1f6f4b8c01");
        Assert.Equal(unknown, await hub.As("fr-ofast").GotAsync(id));
        Assert.Equal("none", await hub.As("fr-ofast").OutcomeAsync("lexicon-entry", "gone for good"));
        Assert.Equal(HttpStatusCode.Gone, (await hub.As("se-noa").GotAsync(id)).Status);
        Assert.Equal(HttpStatusCode.Gone, (await hub.As("se-noa").GotAsync(id, "?asOf=2026-12-01T12:00:00Z")).Status);
        Assert.Equal("erased", await hub.As("se-noa").EraseAsync(id).RefusedAsync());
        Assert.Equal("erased", await hub.As("se-noa").SendAsync(HttpMethod.Post, $"/v1/indicators/{id}/withdrawal", """{"reason":"again"}""", ("If-Match", "*")).RefusedAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await hub.As("fr-ofast").SendAsync(HttpMethod.Get, $"/v1/indicators/{id}/erasure")).StatusCode);
        Assert.DoesNotContain(id, (await (await hub.As("se-noa").SendAsync(HttpMethod.Get, "/v1/indicators?mine=true&limit=100")).JsonAsync()).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task gives_its_owner_a_certificate_to_keep()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Handle("certified", "member-states"));
        var given = await hub.As("se-noa").EraseAsync(id, """{"ground":"data-subject","basis":"Article 37"}""").DoneAsync();
        var read = await hub.As("se-noa", roles: Owners).SendAsync(HttpMethod.Get, $"/v1/indicators/{id}/erasure").DoneAsync();

        Assert.True(JsonNode.DeepEquals(given, read));
        Assert.Equal("""{"recordKeys":0,"matchKeys":0,"postings":0}""", read["remaining"]!.ToJsonString());
        Assert.Equal(("data-subject", "Article 37", "se-noa-officer"), (read["ground"]!.GetValue<string>(), read["basis"]!.GetValue<string>(), read["officer"]!.GetValue<string>()));
        var entry = Assert.Single(await hub.TrailAsync("se-noa", $"?indicator={id}"), entry => entry!["id"]!.GetValue<string>() == read["entry"]!.GetValue<string>());
        Assert.Equal("indicator-erased", entry!["act"]!.GetValue<string>());
    }

    [Fact]
    public async Task keeps_what_happened_without_what_it_said()
    {
        var body = Bodies.Term("history without words", "member-states");
        var (id, _) = await hub.As("se-noa").SubmittedAsync(body);
        await hub.As("se-noa").ExtendAsync(id, "2028-01-31").DoneAsync();
        await hub.As("se-noa").EraseAsync(id).DoneAsync();

        var history = (await hub.As("se-noa").SendAsync(HttpMethod.Get, $"/v1/indicators/{id}/history").DoneAsync())["items"]!.AsArray();
        Assert.Equal(["indicator-submitted", "retention-extended", "indicator-erased"], history.Select(item => item!["fact"]!.GetValue<string>()));
        Assert.DoesNotContain("without words", history.ToJsonString(), StringComparison.Ordinal);
        Assert.All(history, item => Assert.Null(item!["reason"]));
    }

    [Fact]
    public async Task leaves_another_owners_record_of_the_same_value_untouched()
    {
        var (ours, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Handle("held.by.two", "member-states"));
        var (theirs, version) = await hub.As("dk-nsk").SubmittedAsync(Bodies.Handle("held.by.two", "country:FR"));
        var before = await hub.As("dk-nsk").GotAsync(theirs);

        await hub.As("se-noa").EraseAsync(ours).DoneAsync();

        Assert.Equal(before, await hub.As("dk-nsk").GotAsync(theirs));
        Assert.Equal("full", await hub.As("fr-ofast").OutcomeAsync("account-handle", "tiktok", "held.by.two"));
        using var amended = await hub.As("dk-nsk").SendAsync(HttpMethod.Patch, "/v1/indicators/" + theirs, """{"reference":"still ours"}""", ("If-Match", version));
        Assert.Equal(HttpStatusCode.OK, amended.StatusCode);
    }

    [Fact]
    public async Task takes_with_it_what_others_said_of_it()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("spoken of", "member-states"));
        using var sighting = await hub.As("fr-ofast").SendAsync(HttpMethod.Post, $"/v1/indicators/{id}/sightings", """{"seenAt":"2026-11-30","note":"seen with a name"}""", ("Idempotency-Key", "sighting-of-the-erased"));
        Assert.Equal(HttpStatusCode.Created, sighting.StatusCode);
        var keys = await hub.ScalarAsync<long>("select count(*) from intelshare.record_key");

        await hub.As("se-noa").EraseAsync(id).DoneAsync();

        Assert.Equal(keys - 1, await hub.ScalarAsync<long>("select count(*) from intelshare.record_key"));
    }

    [Fact]
    public async Task wins_over_whoever_changes_reads_or_asks_at_the_same_time()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Handle("raced", "member-states"));
        var busy = Task.WhenAll(
            [.. Enumerable.Range(0, 20).Select(i => hub.As("se-noa").SendAsync(HttpMethod.Patch, "/v1/indicators/" + id, $$"""{"reference":"R-{{i}}"}""", ("If-Match", "*"))),
            .. Enumerable.Range(0, 20).Select(_ => hub.As("fr-ofast").SendAsync(HttpMethod.Get, "/v1/indicators/" + id))]);
        HttpResponseMessage erased;
        do
        {
            erased = await hub.As("se-noa").EraseAsync(id);
        }
        while (erased.StatusCode == HttpStatusCode.PreconditionFailed);
        Assert.Equal(HttpStatusCode.OK, erased.StatusCode);
        var answers = await busy;

        Assert.All(answers, answer => Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.PreconditionFailed, HttpStatusCode.Gone, HttpStatusCode.NotFound]));
        var certificate = await hub.As("se-noa").SendAsync(HttpMethod.Get, $"/v1/indicators/{id}/erasure").DoneAsync();
        Assert.Equal("""{"recordKeys":0,"matchKeys":0,"postings":0}""", certificate["remaining"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"basis":"Polisdatalagen"}""", "required")]
    [InlineData("""{"ground":"review-lapsed","basis":"Polisdatalagen"}""", "required")]
    [InlineData("""{"ground":"unlawful"}""", "required")]
    [InlineData("""{"ground":"boredom","basis":"x"}""", "malformed-body")]
    public async Task is_refused_without_a_ground_and_a_basis(string body, string code)
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("kept " + body.Length, "member-states"));
        Assert.Equal(code, await hub.As("se-noa").EraseAsync(id, body).RefusedAsync());
        Assert.Equal(HttpStatusCode.OK, (await hub.As("se-noa").GotAsync(id)).Status);
    }

    [Fact]
    public async Task is_its_owners_alone()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("not theirs", "member-states"));
        Assert.Equal("not-found", await hub.As("fr-ofast").EraseAsync(id).RefusedAsync());
        Assert.Equal("version-mismatch", await hub.As("se-noa").EraseAsync(id, version: "\"other\"").RefusedAsync());
    }
}

file static class Searches
{
    public static async Task<string> OutcomeAsync(this HttpClient http, string kind, string platform, string value)
    {
        using var answer = await http.SendAsync(HttpMethod.Post, "/v1/searches", new JsonObject { ["queries"] = new JsonArray(new JsonObject { ["kind"] = kind, ["platform"] = platform, ["value"] = value }) }.ToJsonString());
        return (await answer.JsonAsync())["results"]![0]!["outcome"]!.GetValue<string>();
    }
}
