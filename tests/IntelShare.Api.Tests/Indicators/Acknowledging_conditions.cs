using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Indicators;

public sealed class Acknowledging_conditions(TestHub hub) : IClassFixture<TestHub>
{
    private const string Words = "Ask the prosecutor of Uppsala first.\nNot by telephone 📵.";

    [Fact]
    public async Task opens_the_record_to_this_officer_alone()
    {
        var (id, tag) = await hub.As("se-noa").SubmittedAsync(Restricted("opened by words"));
        Assert.Equal("hit", await hub.AsOfficer("fr-ofast", "claire").OutcomeAsync("lexicon-entry", "opened by words"));
        Assert.Equal("not-found", await ReadAsync("claire", id).RefusedAsync());
        var shown = await ConditionsAsync("claire", id).DoneAsync();
        Assert.Equal((id, Words, false), (shown["indicator"]!.GetValue<string>(), shown["conditions"]!.GetValue<string>(), shown["acknowledged"]!.GetValue<bool>()));

        Assert.True((await AcknowledgeAsync("claire", id, Words).DoneAsync())["acknowledged"]!.GetValue<bool>());

        Assert.Equal("full", await hub.AsOfficer("fr-ofast", "claire").OutcomeAsync("lexicon-entry", "opened by words"));
        await ReadAsync("claire", id).DoneAsync();
        Assert.Contains(id, (await hub.AsOfficer("fr-ofast", "claire").SendAsync(HttpMethod.Get, "/v1/indicators?kind=lexicon-entry&limit=100").DoneAsync()).ToJsonString(), StringComparison.Ordinal);
        Assert.True((await ConditionsAsync("claire", id).DoneAsync())["acknowledged"]!.GetValue<bool>());
        Assert.Equal("hit", await hub.AsOfficer("fr-ofast", "pierre").OutcomeAsync("lexicon-entry", "opened by words"));
        Assert.Equal("hit", await hub.AsOfficer("de-bka", "claire").OutcomeAsync("lexicon-entry", "opened by words"));
        using var old = await hub.As("se-noa").SendAsync(HttpMethod.Patch, "/v1/indicators/" + id, """{"reference":"R"}""", ("If-Match", tag));
        Assert.Equal(HttpStatusCode.PreconditionFailed, old.StatusCode);
    }

    [Fact]
    public async Task takes_the_words_in_force()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Restricted("word by word"));

        Assert.Equal("conditions-changed", await AcknowledgeAsync("claire", id, Words + " ").RefusedAsync());
        Assert.Equal("conditions-changed", await AcknowledgeAsync("claire", id, Words.ToUpperInvariant()).RefusedAsync());
        Assert.Equal("required", await AcknowledgeAsync("claire", id, " ").RefusedAsync());
        Assert.Equal("malformed-body", await AcknowledgeAsync("claire", id, null, """{"conditions":1}""").RefusedAsync());
        Assert.Equal("hit", await hub.AsOfficer("fr-ofast", "claire").OutcomeAsync("lexicon-entry", "word by word"));
    }

    [Fact]
    public async Task ends_when_the_words_change()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Restricted("words that change"));
        await AcknowledgeAsync("claire", id, Words).DoneAsync();

        await hub.As("se-noa").SendAsync(HttpMethod.Patch, "/v1/indicators/" + id, """{"handling":{"codes":["H3"],"conditions":"Ask Stockholm."}}""", ("If-Match", "*")).DoneAsync();

        Assert.Equal("hit", await hub.AsOfficer("fr-ofast", "claire").OutcomeAsync("lexicon-entry", "words that change"));
        Assert.Equal("conditions-changed", await AcknowledgeAsync("claire", id, Words).RefusedAsync());
        Assert.Equal("Ask Stockholm.", (await ConditionsAsync("claire", id).DoneAsync())["conditions"]!.GetValue<string>());
        await AcknowledgeAsync("claire", id, "Ask Stockholm.").DoneAsync();
        Assert.Equal("full", await hub.AsOfficer("fr-ofast", "claire").OutcomeAsync("lexicon-entry", "words that change"));
    }

    [Fact]
    public async Task twice_is_one_fact()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Restricted("said twice"));
        await AcknowledgeAsync("claire", id, Words).DoneAsync();
        await AcknowledgeAsync("claire", id, Words).DoneAsync();

        var history = (await hub.As("se-noa").SendAsync(HttpMethod.Get, $"/v1/indicators/{id}/history").DoneAsync())["items"]!.AsArray();
        Assert.Equal(["indicator-submitted", "handling-acknowledged"], history.Select(item => item!["fact"]!.GetValue<string>()));
        Assert.Equal(("fr-ofast", null), (history[1]!["member"]!.GetValue<string>(), history[1]!["officer"]));
    }

    [Fact]
    public async Task by_many_while_the_owner_writes_loses_nothing()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Restricted("many at once"));
        var officers = Enumerable.Range(0, 16).Select(i => "officer-" + i).ToArray();

        var amends = Task.Run(async () =>
        {
            for (var i = 0; i < 4; i++)
            {
                using var answer = await hub.As("se-noa").SendAsync(HttpMethod.Patch, "/v1/indicators/" + id, $$"""{"reference":"R-{{i}}"}""", ("If-Match", "*"));
            }
        }, Requests.Ct);
        var answers = await Task.WhenAll(officers.Select(officer => Task.Run(() => AcknowledgeAsync(officer, id, Words), Requests.Ct)));
        await amends;

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        foreach (var officer in officers)
        {
            Assert.Equal("full", await hub.AsOfficer("fr-ofast", officer).OutcomeAsync("lexicon-entry", "many at once"));
        }
    }

    [Fact]
    public async Task of_a_record_that_never_stands_still_comes_to_an_end()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Restricted("never at rest"));
        await hub.ExecuteAsync(
            $"""
            create function public.moved() returns trigger language plpgsql as 'begin raise unique_violation using table = ''mt_events''; end';
            create trigger moved before insert on es.mt_events for each row when (new.stream_id = '{id}') execute function public.moved();
            """);

        Assert.Equal("version-mismatch", await AsFranceAsync().RefusedAsync());

        await hub.ExecuteAsync("drop trigger moved on es.mt_events; drop function public.moved()");
        await AsFranceAsync().DoneAsync();

        Task<HttpResponseMessage> AsFranceAsync() => hub.As("fr-ofast").SendAsync(HttpMethod.Post, $"/v1/indicators/{id}/acknowledgement", new JsonObject { ["conditions"] = Words }.ToJsonString());
    }

    [Fact]
    public async Task is_nothing_where_another_wall_stands()
    {
        var stranger = await BytesAsync("5f0c7a52-3c1e-4c57-9d6e-2a1f6f4b8c01");
        var (hit, _) = await hub.As("se-noa").SubmittedAsync(With(Restricted("hit alone"), body => body["release"] = new JsonObject { ["hit"] = new JsonArray("country:FR") }));
        var (excluded, _) = await hub.As("se-noa").SubmittedAsync(With(Restricted("kept out"), body => body["release"]!["excluded"] = new JsonArray("member:fr-ofast")));
        var (purpose, _) = await hub.As("se-noa").SubmittedAsync(With(Restricted("for analysis"), body => body["purposes"] = new JsonArray("operational-analysis")));
        var (open, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term("no conditions", "country:FR"));
        var (withdrawn, _) = await hub.As("se-noa").SubmittedAsync(Restricted("taken back"));
        await hub.As("se-noa").SendAsync(HttpMethod.Post, $"/v1/indicators/{withdrawn}/withdrawal", """{"reason":"x"}""", ("If-Match", "*")).DoneAsync();

        foreach (var id in new[] { hit, excluded, purpose, open, withdrawn, "not-an-id" })
        {
            Assert.Equal(stranger, await BytesAsync(id));
        }

        Assert.Equal("not-found", await hub.As("se-noa").SendAsync(HttpMethod.Get, $"/v1/indicators/{hit}/acknowledgement").RefusedAsync());

        async Task<(string, string)> BytesAsync(string id)
        {
            using var read = await ConditionsAsync("claire", id);
            using var acknowledged = await AcknowledgeAsync("claire", id, Words);
            Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (read.StatusCode, acknowledged.StatusCode));
            return (await read.Content.ReadAsStringAsync(Requests.Ct), await acknowledged.Content.ReadAsStringAsync(Requests.Ct));
        }
    }

    [Fact]
    public async Task takes_an_officer_a_purpose_and_a_case()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Restricted("an officer's word"));
        var path = $"/v1/indicators/{id}/acknowledgement";

        Assert.Equal("role-missing", await hub.AsOfficer("fr-ofast", "machine", ["feed"]).SendAsync(HttpMethod.Post, path, "{}").RefusedAsync());
        Assert.Equal("purpose-missing", await hub.As("fr-ofast", purpose: null).SendAsync(HttpMethod.Get, path).RefusedAsync());
        Assert.Equal("case-missing", await hub.As("fr-ofast", @case: null).SendAsync(HttpMethod.Get, path).RefusedAsync());
        Assert.Equal("case-missing", await hub.As("fr-ofast", @case: null).SendAsync(HttpMethod.Post, path, new JsonObject { ["conditions"] = Words }.ToJsonString()).RefusedAsync());
    }

    [Fact]
    public async Task is_on_record_for_both_sides()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Restricted("on both records"));
        await AcknowledgeAsync("on-record", id, Words).DoneAsync();

        var own = Assert.Single(await hub.TrailAsync("fr-ofast", "?officer=on-record"));
        var owners = (await hub.TrailAsync("se-noa", "?indicator=" + id)).Single(entry => entry!["act"]!.GetValue<string>() == "handling-acknowledged");
        Assert.Equal(("handling-acknowledged", "ok", "K-1"), (own!["act"]!.GetValue<string>(), own["outcome"]!.GetValue<string>(), own["case"]!.GetValue<string>()));
        Assert.Equal(("fr-ofast", null, null), (owners!["member"]!.GetValue<string>(), owners["officer"], owners["case"]));
    }

    private static JsonObject Restricted(string term) => With(Bodies.Term(term, "country:FR", "country:DE"), body => body["handling"] = new JsonObject { ["codes"] = new JsonArray("H3"), ["conditions"] = Words });

    private static JsonObject With(JsonObject body, Action<JsonObject> change)
    {
        change(body);
        return body;
    }

    private Task<HttpResponseMessage> ReadAsync(string officer, string id) => hub.AsOfficer("fr-ofast", officer).SendAsync(HttpMethod.Get, "/v1/indicators/" + id);

    private Task<HttpResponseMessage> ConditionsAsync(string officer, string id) => hub.AsOfficer("fr-ofast", officer).SendAsync(HttpMethod.Get, $"/v1/indicators/{id}/acknowledgement");

    private Task<HttpResponseMessage> AcknowledgeAsync(string officer, string id, string? words, string? body = null) =>
        hub.AsOfficer("fr-ofast", officer).SendAsync(HttpMethod.Post, $"/v1/indicators/{id}/acknowledgement", body ?? new JsonObject { ["conditions"] = words }.ToJsonString());
}
