using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Lexicon;

/// <summary>One agency that keeps the list of concepts for all.</summary>
public sealed class Stewarding_concepts(TestHub hub) : IClassFixture<TestHub>, IAsyncLifetime
{
    private static readonly string[] All = ["contributor", "discloser", "analyst", "feed", "agency-admin", "auditor", "steward"];

    private static int runs;

    private readonly string idea = "trade.idea-" + Interlocked.Increment(ref runs);

    private HttpClient Steward => hub.As("no-kripos", roles: "steward");

    public async ValueTask InitializeAsync()
    {
        var (one, two) = (hub.AsOfficer("hub", "anna", ["hub-admin"], purpose: "information-exchange"), hub.AsOfficer("hub-2", "bo", ["hub-admin"], purpose: "information-exchange"));
        using var change = await one.SendAsync(HttpMethod.Patch, "/v1/members/no-kripos", Changed(All));
        if (change.StatusCode == HttpStatusCode.Accepted)
        {
            await two.SendAsync(HttpMethod.Post, $"/v1/pending-acts/{(await change.JsonAsync())["id"]}/seconding", "{}").DoneAsync();
            await hub.LearnAsync();
            await hub.Chief("no-kripos").SendAsync(HttpMethod.Put, "/v1/members/no-kripos/clients/no-kripos", new JsonObject { ["roles"] = new JsonArray([.. All]), ["purposes"] = new JsonArray([.. Codes.Of<IntelShare.Members.Purpose>()]) }.ToJsonString()).DoneAsync();
            await hub.LearnAsync();
        }

        Assert.Equal("steward-named", await one.SendAsync(HttpMethod.Patch, "/v1/members/se-noa", Changed(["analyst", "steward"])).RefusedAsync());
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task adds_a_concept_that_entries_may_name_and_tells_every_agency()
    {
        var entry = Term(idea, idea);
        Assert.Equal("unknown-concept", await hub.As("se-noa").SendAsync(HttpMethod.Post, "/v1/indicators", entry.ToJsonString(), ("Idempotency-Key", idea)).RefusedAsync());
        var added = await NamedAsync(idea);
        await hub.As("se-noa").SubmittedAsync(entry);
        Assert.Equal(idea, Assert.Single(await SensesAsync(idea))["concept"]!.GetValue<string>());
        var list = await hub.As("fi-krp").ReadAsync("/v1/concepts");
        Assert.Contains(added.ToJsonString(), list["items"]!.AsArray().Select(concept => concept!.ToJsonString()));
        await hub.MatchedAsync();
        Assert.Contains(list["id"]!.GetValue<string>(), (await hub.As("fi-krp").ReadAsync("/v1/notices"))["items"]!.AsArray().Where(notice => notice!["kind"]!.GetValue<string>() == "concepts-changed").Select(notice => notice!["about"]!.GetValue<string>()));
    }

    [Fact]
    public async Task has_two_concepts_read_as_one_until_they_are_parted()
    {
        var (word, other) = (idea.Replace("trade.idea-", "ord", StringComparison.Ordinal), idea + "-too");
        await NamedAsync(idea);
        await NamedAsync(other);
        await hub.As("se-noa").SubmittedAsync(Term(word, idea));
        await hub.As("nl-dlio").SubmittedAsync(Term(word, other));
        var rule = Bodies.Rule([word + "kurir"], []);
        rule["groups"]![1] = new JsonObject { ["name"] = "group 1", ["concepts"] = new JsonArray(idea) };
        await hub.As("se-noa").SubmittedAsync(Bodies.Pattern("An errand", rule, "country:FR"));
        await hub.As("nl-dlio").SubmittedAsync(Term(word + "too", other));
        Assert.Equal((2, 0), ((await SensesAsync(word)).Count, await OffersAsync(word)));

        await Steward.SendAsync(HttpMethod.Put, $"/v1/concepts/{other}/merger", $$"""{"into":"{{idea}}","reason":"One and the same."}""").DoneAsync();
        var sense = Assert.Single(await SensesAsync(word));
        Assert.Equal([(other, "nl-dlio"), (idea, "se-noa")], sense["assertions"]!.AsArray().Select(one => (one!["concept"]!.GetValue<string>(), one["owner"]!.GetValue<string>())));
        Assert.Equal(1, await OffersAsync(word));
        foreach (var asked in new[] { idea, other })
        {
            Assert.Equal([word, word + "too"], (await hub.As("fr-ofast").ReadAsync($"/v1/lexicon?concept={asked}"))["items"]!.AsArray().Select(term => term!["term"]!.GetValue<string>()));
        }

        await Steward.SendAsync(HttpMethod.Delete, $"/v1/concepts/{other}/merger", """{"reason":"Two after all."}""").DoneAsync();
        Assert.Equal((2, 0), ((await SensesAsync(word)).Count, await OffersAsync(word)));
        Assert.Equal("not-merged", await Steward.SendAsync(HttpMethod.Delete, $"/v1/concepts/{other}/merger", """{"reason":"Again."}""").RefusedAsync());
    }

    [Fact]
    public async Task prints_what_each_owner_wrote_and_counted()
    {
        var (word, other) = (idea.Replace("trade.idea-", "ord", StringComparison.Ordinal), idea + "-too");
        await NamedAsync(idea);
        await NamedAsync(other);
        await Steward.SendAsync(HttpMethod.Put, $"/v1/concepts/{other}/merger", $$"""{"into":"{{idea}}","reason":"One and the same."}""").DoneAsync();
        var counted = Term(word, other);
        counted["content"]!["specificity"] = JsonNode.Parse("""{"texts":2000,"found":3,"sample":"posts of ski resorts"}""");
        await hub.As("nl-dlio").SubmittedAsync(counted);
        var page = await hub.As("fr-ofast").GetStringAsync($"/v1/lexicon?term={word}&format=html", Requests.Ct);
        Assert.Contains($"(wrote {other})", page, StringComparison.Ordinal);
        Assert.Contains("nl-dlio: 3 of 2000 (posts of ski resorts)", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task takes_one_of_two_that_merge_at_once()
    {
        var (word, other) = (idea.Replace("trade.idea-", "ord", StringComparison.Ordinal), idea + "-too");
        await NamedAsync(idea);
        await NamedAsync(other);
        var answers = await Task.WhenAll(
            Steward.SendAsync(HttpMethod.Put, $"/v1/concepts/{other}/merger", $$"""{"into":"{{idea}}","reason":"Into the one."}"""), Steward.SendAsync(HttpMethod.Put, $"/v1/concepts/{idea}/merger", $$"""{"into":"{{other}}","reason":"Into the other."}"""));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity], answers.Select(answer => answer.StatusCode).Order());
        Assert.Single((await hub.As("fr-ofast").ReadAsync("/v1/concepts"))["items"]!.AsArray(), concept => concept!["id"]!.GetValue<string>().StartsWith(idea, StringComparison.Ordinal) && concept["mergedInto"] is not null);
        Assert.Empty(await SensesAsync(word));
    }

    [Fact]
    public async Task is_for_the_steward_alone()
    {
        foreach (var (method, path) in new[] { (HttpMethod.Put, "/v1/concepts/drug.mine"), (HttpMethod.Put, "/v1/concepts/drug.crack/merger"), (HttpMethod.Delete, "/v1/concepts/drug.crack/merger") })
        {
            using var answer = await hub.As("se-noa").SendAsync(method, path, """{"labels":{"en":"mine"},"into":"drug.any","reason":"Mine."}""");
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        using var none = await Steward.SendAsync(HttpMethod.Put, "/v1/concepts/drug.none/merger", """{"into":"drug.any","reason":"None."}""");
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    private static string Changed(string[] roles) => new JsonObject { ["roles"] = new JsonArray([.. roles]), ["reason"] = "Keeps the concepts." }.ToJsonString();

    private static JsonObject Term(string term, string concept)
    {
        var body = Bodies.Term(term, "country:FR");
        body["content"]!["concept"] = concept;
        return body;
    }

    private Task<JsonNode> NamedAsync(string concept) =>
        Steward.SendAsync(HttpMethod.Put, "/v1/concepts/" + concept, """{"labels":{"en":"an idea","sv":"en idé"},"reason":"Asked for by two agencies."}""").DoneAsync();

    private async Task<IReadOnlyList<JsonNode>> SensesAsync(string term) =>
        [.. (await hub.As("fr-ofast").ReadAsync("/v1/lexicon?term=" + term))["items"]!.AsArray().SelectMany(found => found!["senses"]!.AsArray()).Select(sense => sense!)];

    private async Task<int> OffersAsync(string word)
    {
        var answer = await hub.As("fr-ofast").SendAsync(HttpMethod.Post, "/v1/scans", new JsonObject { ["texts"] = new JsonArray(new JsonObject { ["id"] = "1", ["text"] = $"{word}kurir med {word}too" }) }.ToJsonString()).DoneAsync();
        return answer["results"]![0]!["matches"]!.AsArray().Count(match => match!["via"]!.GetValue<string>() == "rule");
    }
}
