using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Scan;

/// <summary>A recruitment pattern with a rule finds offers in the texts of whoever may read it; whoever writes a rule tries it first.</summary>
public sealed class Scanning_for_offers(TestHub hub, PostgresServer server) : IClassFixture<TestHub>
{
    private static int runs;

    private readonly string run = "q" + Interlocked.Increment(ref runs);

    [Fact]
    public async Task tells_a_pattern_once_for_a_text_and_where_its_features_stand()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Pattern("An errand", Bodies.Rule([run + "kurir"], [run + "pengar", "💸"]), "country:FR"));
        var text = $"😀 {run}kurir sökes, 💸💸";
        var answer = await ScannedAsync(hub.As("fr-ofast"), text);
        var match = Offers(answer).Single();
        Assert.Equal((id, "recruitment-pattern", "rule"), (match["indicators"]![0]!.GetValue<string>(), match["kind"]!.GetValue<string>(), match["via"]!.GetValue<string>()));
        Assert.Equal($"{run}kurir sökes, 💸", Slice(text, match));
        Assert.Equal([("group 0", $"{run}kurir"), ("group 1", "💸")], match["parts"]!.AsArray().Select(part => (part!["group"]!.GetValue<string>(), Slice(text, part))));
        Assert.Equal("An errand", answer["indicators"]!.AsArray().Single(one => one!["id"]!.GetValue<string>() == id)!["content"]!["title"]!.GetValue<string>());
        Assert.Empty(Offers(await ScannedAsync(hub.As("dk-nsk"), text)));
    }

    [Fact]
    public async Task follows_the_pattern_on_whichever_node()
    {
        await using var second = await SecondHub.StartAsync(hub, server);
        var nodes = new[] { hub.As("fr-ofast"), second.Likewise(hub.As("fr-ofast")) };
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Pattern("An errand", Bodies.Rule([run + "kurir"]), "country:FR"));
        await EachFindsAsync(1);
        var content = Bodies.Pattern("An errand", Bodies.Rule([run + "bud"]))["content"]!.ToJsonString();
        await ChangedAsync(HttpMethod.Patch, "", $$"""{"content":{{content}}}""");
        await EachFindsAsync(0);
        content = Bodies.Pattern("An errand", Bodies.Rule([run + "bud", run + "kurir"]))["content"]!.ToJsonString();
        await ChangedAsync(HttpMethod.Patch, "", $$"""{"content":{{content}}}""");
        await EachFindsAsync(1);
        await ChangedAsync(HttpMethod.Put, "/release", """{"full":["country:DE"]}""");
        await EachFindsAsync(0);
        await ChangedAsync(HttpMethod.Put, "/release", """{"full":["country:FR"]}""");
        await EachFindsAsync(1);
        await ChangedAsync(HttpMethod.Post, "/withdrawal", """{"reason":"no longer held"}""");
        await EachFindsAsync(0);

        async Task EachFindsAsync(int count) => Assert.All(await Task.WhenAll(nodes.Select(node => ScannedAsync(node, $"Ny {run}KURIR?"))), answer => Assert.Equal(count, Offers(answer).Count()));

        Task<JsonNode> ChangedAsync(HttpMethod method, string act, string body) => hub.As("se-noa").SendAsync(method, $"/v1/indicators/{id}{act}", body, ("If-Match", "*")).DoneAsync();
    }

    [Fact]
    public async Task finds_the_phrases_of_a_pattern_without_a_rule()
    {
        var body = Bodies.Pattern("An errand", Bodies.Rule([run + "kurir"]), "country:FR");
        body["content"]!.AsObject().Remove("rule");
        body["content"]!["phrases"] = new JsonArray($"{run} nu");
        var (id, _) = await hub.As("se-noa").SubmittedAsync(body);
        var match = Offers(await ScannedAsync(hub.As("fr-ofast"), $"Vem är {run} nu?")).Single();
        Assert.Equal((id, "term", null), (match["indicators"]![0]!.GetValue<string>(), match["via"]!.GetValue<string>(), match["parts"]));
    }

    [Fact]
    public async Task lets_a_concept_stand_for_what_the_reader_may_read_and_no_more()
    {
        var rule = Bodies.Rule([run + "kurir"], []);
        rule["groups"]![1] = new JsonObject { ["name"] = "group 1", ["concepts"] = new JsonArray("drug.cocaine") };
        await hub.As("se-noa").SubmittedAsync(Bodies.Pattern("An errand", rule, "country:FR", "country:DK"));
        await hub.As("se-noa").SubmittedAsync(Bodies.Term(run + "snö", "country:FR"));
        var text = $"{run}kurir med {run}snö";
        Assert.Single(Offers(await ScannedAsync(hub.As("fr-ofast"), text)));
        Assert.Empty(Offers(await ScannedAsync(hub.As("dk-nsk"), text)));
        Assert.Equal((1, 0), ((await TriedAsync(hub.As("fr-ofast"), rule, text))["holds"]!.GetValue<int>(), (await TriedAsync(hub.As("dk-nsk"), rule, text))["holds"]!.GetValue<int>()));
    }

    [Fact]
    public async Task leans_on_no_term_that_is_not_told()
    {
        var rule = Bodies.Rule([run + "kurir"], []);
        rule["groups"]![1] = new JsonObject { ["name"] = "group 1", ["concepts"] = new JsonArray("drug.cocaine") };
        await hub.As("se-noa").SubmittedAsync(Bodies.Pattern("An errand", rule, "country:FR"));
        await hub.As("se-noa").SubmittedAsync(Bodies.Term(run + "snö", "country:FR"));
        for (var sense = 0; sense < 17; sense++)
        {
            var other = Bodies.Term(run + new string('!', sense), "country:FR");
            other["content"]!["concept"] = "drug.heroin";
            await hub.As("se-noa").SubmittedAsync(other);
        }

        foreach (var (times, offers) in new[] { (900, 1), (970, 0) })
        {
            var answer = await ScannedAsync(hub.As("fr-ofast"), string.Concat(Enumerable.Repeat(run, times).Select(term => term + ' ')) + string.Concat(Enumerable.Repeat("x ", 11)) + $"{run}kurir {run}snö");
            Assert.Equal((offers, offers == 0), (Offers(answer).Count(), answer["results"]![0]!["truncated"] is not null));
        }
    }

    [Fact]
    public async Task is_tried_on_texts_before_any_record_has_it()
    {
        // A word that others look for too has its place in the node's terms, another has none.
        await hub.As("se-noa").SubmittedAsync(Bodies.Pattern("An errand", Bodies.Rule([run + "kurir"]), "country:FR"));
        // Nor does a trial tell by which words others' rules are found.
        Assert.Equal(0, (await TriedAsync(hub.As("dk-nsk"), Bodies.Rule([run + "hemlig"], [run + "kurir"]), $"{run}kurir"))["places"]!.GetValue<int>());
        var rule = Bodies.Rule([run + "kurir"], [run + "pengar"]);
        rule["groups"]!.AsArray().Add(new JsonObject { ["name"] = "time", ["figures"] = new JsonArray("time") });
        rule["all"]!.AsArray().Add("time");
        var trial = await TriedAsync(hub.As("dk-nsk"), rule, $"{run}kurir {run}pengar 18:30", $"{run}kurir", "x");
        Assert.Equal("""{"texts":3,"holds":1,"places":3,"windows":1}""", new JsonObject(trial.AsObject().Where(member => member.Key != "results").Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))).ToJsonString());
        Assert.Equal([3, null, null], trial["results"]!.AsArray().Select(result => result!["parts"]?.AsArray().Count));
        Assert.Empty(Offers(await ScannedAsync(hub.As("dk-nsk"), $"{run}kurir {run}pengar")));
    }

    [Fact]
    public async Task is_tried_without_a_trace_of_what_others_look_for()
    {
        var (reader, rule, texts) = (hub.As("dk-nsk"), Bodies.Rule([run + "kurir"]), new[] { $"{run}kurir {run}pengar {run}bud" });
        var before = await TriedAsync(reader, rule, texts);
        await hub.As("se-noa").SubmittedAsync(Bodies.Pattern("An errand", Bodies.Rule([run + "pengar"], [run + "bud"]), "country:FR"));
        Assert.Equal(before.ToJsonString(), (await TriedAsync(reader, rule, texts)).ToJsonString());
    }

    [Theory]
    [InlineData("""{"texts":[{"id":"1","text":"x"}]}""", "required /rule")]
    [InlineData("""{"rule":{},"texts":[]}""", "group-count /rule/groups", "text-count /texts")]
    [InlineData("""{"rule":{"groups":[{"name":"it","words":["kurir"]}],"all":["it"],"within":5},"texts":[{"id":"1"}]}""", "required /texts/0/text")]
    [InlineData("""{"rule":{"groups":[{"name":"it","words":["och"]}],"all":["it"],"within":5},"texts":[{"id":"1","text":"x"}]}""", "hot-group /rule/all")]
    public async Task refuses_a_trial_of_nothing(string body, params string[] refusals)
    {
        using var answer = await hub.As("fr-ofast").SendAsync(HttpMethod.Post, "/v1/scans/trials", body);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal(refusals, (await answer.JsonAsync())["problems"]!.AsArray().Select(problem => $"{problem!["code"]} {problem["pointer"]}"));
    }

    [Fact]
    public async Task refuses_a_record_with_a_rule_that_is_none()
    {
        using var answer = await hub.As("se-noa").SendAsync(HttpMethod.Post, "/v1/indicators", Bodies.Pattern("An errand", Bodies.Rule(["och"]), "country:FR").ToJsonString(), ("Idempotency-Key", run));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "hot-group /content/rule/all"), (answer.StatusCode, (await answer.JsonAsync())["problems"]!.AsArray().Select(problem => $"{problem!["code"]} {problem["pointer"]}").Single()));
    }

    private static IEnumerable<JsonNode> Offers(JsonNode answer) => answer["results"]!.AsArray().SelectMany(result => result!["matches"]!.AsArray()).Where(match => match!["kind"]!.GetValue<string>() == "recruitment-pattern").Select(match => match!);

    private static string Slice(string text, JsonNode place) => text[place["startUtf16"]!.GetValue<int>()..place["endUtf16"]!.GetValue<int>()];

    private static async Task<JsonNode> ScannedAsync(HttpClient http, params string[] texts) =>
        await http.SendAsync(HttpMethod.Post, "/v1/scans", JsonSerializer.Serialize(new { texts = texts.Select((text, i) => new { id = $"t{i}", text }) })).DoneAsync();

    private static async Task<JsonNode> TriedAsync(HttpClient http, JsonObject rule, params string[] texts) =>
        await http.SendAsync(HttpMethod.Post, "/v1/scans/trials", new JsonObject { ["rule"] = rule.DeepClone(), ["texts"] = JsonSerializer.SerializeToNode(texts.Select((text, i) => new { id = $"t{i}", text })) }.ToJsonString()).DoneAsync();
}
