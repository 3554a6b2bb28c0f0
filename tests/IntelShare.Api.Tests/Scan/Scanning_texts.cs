using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;
using IntelShare.Members;

namespace IntelShare.Api.Tests.Scan;

/// <summary>Whoever sends texts learns where terms stand that it may read, with all their senses; of others, and to others, nothing.</summary>
public sealed class Scanning_texts(TestHub hub, PostgresServer server) : IClassFixture<TestHub>
{
    private static int runs;

    private readonly string run = "z" + Interlocked.Increment(ref runs);

    [Fact]
    public async Task tells_places_in_bytes_and_in_utf16_and_every_sense()
    {
        var (first, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term($"🪣\uFE0F{run}", "country:FR"));
        var (second, _) = await hub.As("de-bka").SubmittedAsync(Bodies.Term($"🪣{run}", "country:FR"));
        await hub.As("de-bka").SubmittedAsync(Bodies.Term($"🪣 {run}", "country:BE"));
        var text = $"ö😀 Ny 🪣\uFE0F {run.ToUpperInvariant()}!";
        var answer = await ScannedAsync(hub.As("fr-ofast"), text);
        var match = Assert.Single(answer["results"]![0]!["matches"]!.AsArray())!;
        Assert.Equal(("lexicon-entry", "term"), (match["kind"]!.GetValue<string>(), match["via"]!.GetValue<string>()));
        Assert.Equal(new[] { first, second }.Order(), match["indicators"]!.AsArray().Select(one => one!.GetValue<string>()).Order());
        Assert.Equal(new[] { first, second }.Order(), answer["indicators"]!.AsArray().Select(one => one!["id"]!.GetValue<string>()).Order());
        var (start, end) = (match["startUtf16"]!.GetValue<int>(), match["endUtf16"]!.GetValue<int>());
        Assert.Equal($"🪣\uFE0F {run.ToUpperInvariant()}", text[start..end]);
        Assert.Equal(text[start..end], Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)[match["start"]!.GetValue<int>()..match["end"]!.GetValue<int>()]));
        Assert.Empty((await ScannedAsync(hub.As("dk-nsk"), text))["results"]![0]!["matches"]!.AsArray());
    }

    [Fact]
    public async Task finds_what_was_written_a_moment_ago_on_whichever_node_and_nothing_that_is_gone()
    {
        await using var second = await SecondHub.StartAsync(hub, server);
        var nodes = new[] { hub.As("fr-ofast"), second.Likewise(hub.As("fr-ofast")) };
        Assert.All(await EachAsync(), Assert.Empty);
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term(run + " snö", "country:FR"));
        Assert.All(await EachAsync(), places => Assert.Single(places));
        await ChangedAsync(HttpMethod.Put, "/release", """{"full":["country:DE"]}""");
        Assert.All(await EachAsync(), Assert.Empty);
        await ChangedAsync(HttpMethod.Put, "/release", """{"full":["country:FR"]}""");
        Assert.All(await EachAsync(), places => Assert.Single(places));
        await ChangedAsync(HttpMethod.Patch, "", $$"""{"content":{{Bodies.Term(run + " is", "country:FR")["content"]!.ToJsonString()}}}""");
        Assert.All(await EachAsync(), Assert.Empty);
        await ChangedAsync(HttpMethod.Patch, "", $$"""{"content":{{Bodies.Term(run + " snö", "country:FR")["content"]!.ToJsonString()}}}""");
        Assert.All(await EachAsync(), places => Assert.Single(places));
        await ChangedAsync(HttpMethod.Post, "/erasure", """{"ground":"no-longer-needed","basis":"Polisdatalagen"}""");
        Assert.All(await EachAsync(), Assert.Empty);

        async Task<JsonArray[]> EachAsync() => [.. (await Task.WhenAll(nodes.Select(node => ScannedAsync(node, $"Har {run} SNÖ?")))).Select(answer => answer["results"]![0]!["matches"]!.AsArray())];

        Task<JsonNode> ChangedAsync(HttpMethod method, string act, string body) => hub.As("se-noa").SendAsync(method, $"/v1/indicators/{id}{act}", body, ("If-Match", "*")).DoneAsync();
    }

    [Fact]
    public async Task takes_lines_as_it_takes_a_document_and_never_reaches_from_a_text_into_the_next()
    {
        await hub.As("se-noa").SubmittedAsync(Bodies.Term($"{run} två", "country:FR"));
        string[] texts = [$"a {run} två", $"b {run}", "två c", "", "𝐑un " + run + "\u200B TVÅ"];
        var document = await ScannedAsync(hub.As("fr-ofast"), texts);
        using var lines = new StringContent(string.Join('\n', texts.Select((text, i) => JsonSerializer.Serialize(new { id = $"t{i}", text }))) + "\n", Encoding.UTF8, "application/x-ndjson");
        using var answer = await hub.As("fr-ofast").PostAsync("/v1/scans", lines, Requests.Ct);
        Assert.Equal(document.ToJsonString(), (await answer.JsonAsync()).ToJsonString());
        Assert.Equal([1, 0, 0, 0, 1], document["results"]!.AsArray().Select(result => result!["matches"]!.AsArray().Count));
    }

    [Fact]
    public async Task says_so_of_a_term_in_disguise()
    {
        await hub.As("se-noa").SubmittedAsync(Bodies.Term("snowfall", "country:FR"));
        var answer = await ScannedAsync(hub.As("fr-ofast"), "s.n.o.w.f.a.l.l", "snowfall");
        Assert.Equal(["evasion", "term"], answer["results"]!.AsArray().Select(result => Assert.Single(result!["matches"]!.AsArray())!["via"]!.GetValue<string>()));
    }

    [Fact]
    public async Task tells_no_more_than_a_thousand_places_of_a_text()
    {
        await hub.As("se-noa").SubmittedAsync(Bodies.Term(run, "country:FR"));
        var result = (await ScannedAsync(hub.As("fr-ofast"), string.Join(' ', Enumerable.Repeat(run, 1001))))["results"]![0]!;
        Assert.Equal((1000, true), (result["matches"]!.AsArray().Count, result["truncated"]!.GetValue<bool>()));
        result = (await ScannedAsync(hub.As("fr-ofast"), string.Join(' ', Enumerable.Repeat(run, 1000))))["results"]![0]!;
        Assert.Equal((1000, null), (result["matches"]!.AsArray().Count, result["truncated"]));
    }

    [Fact]
    public async Task goes_on_to_no_further_text_once_very_much_is_found()
    {
        await hub.As("se-noa").SubmittedAsync(Bodies.Term(run, "country:FR"));
        var much = string.Join(' ', Enumerable.Repeat(run, 10_000));
        var most = string.Join(' ', Enumerable.Repeat(run, 20_000));
        var results = (await ScannedAsync(hub.As("fr-ofast"), [run, most, .. Enumerable.Repeat(much, 9), run]))["results"]!.AsArray();
        Assert.Equal([1, .. Enumerable.Repeat(1000, 10), 0], results.Select(result => result!["matches"]!.AsArray().Count));
        Assert.Null(results[0]!["truncated"]);
        Assert.All(results.Skip(1), result => Assert.True(result!["truncated"]!.GetValue<bool>()));
        // What a reader may not know of does not count.
        Assert.All((await ScannedAsync(hub.As("dk-nsk"), most, run))["results"]!.AsArray(), result => Assert.Null(result!["truncated"]));
    }

    [Fact]
    public async Task gives_a_machine_what_is_released_with_feeds_alone()
    {
        foreach (var (letter, feeds) in new[] { ("a", false), ("b", true) })
        {
            var body = Bodies.Term(run + letter, "country:FR");
            body["release"]!["feeds"] = feeds;
            await hub.As("se-noa").SubmittedAsync(body);
        }

        var answer = await ScannedAsync(hub.AsFeed("fr-ofast"), run + "a", run + "b");
        Assert.Equal([0, 1], answer["results"]!.AsArray().Select(result => result!["matches"]!.AsArray().Count));
    }

    [Fact]
    public async Task tells_nothing_of_what_a_disclosure_withholds()
    {
        var (owner, asker) = (hub.As("se-noa"), hub.As("fr-ofast"));
        var counts = new List<int>();
        foreach (var fields in new[] { "evaluation", "details" })
        {
            var body = Bodies.Term(run + fields);
            body["release"] = new JsonObject { ["hit"] = new JsonArray("country:FR") };
            await owner.SubmittedAsync(body);
            var grant = Disclosing.Granting(hub.Clock.GetUtcNow().AddDays(1));
            grant["fields"] = new JsonArray(fields);
            await owner.DecidedAsync(await asker.AskedAsync(Disclosing.ForHit(await asker.HitAsync("lexicon-entry", run + fields))), grant);
            counts.Add((await ScannedAsync(asker, run + fields))["results"]![0]!["matches"]!.AsArray().Count);
        }

        Assert.Equal([0, 1], counts);
    }

    [Fact]
    public async Task is_answered_though_the_registry_moves_meanwhile()
    {
        await hub.As("se-noa").SubmittedAsync(Bodies.Term(run, "country:FR"));
        var reader = hub.As("fr-ofast");
        await hub.RegisterAsync("party/FI", new AgreementConcluded("Article 19", AgreementLevel.HitOnly, hub.Clock.GetUtcNow(), hub.Clock.GetUtcNow().AddDays(1)));
        Assert.Single((await ScannedAsync(reader, run))["results"]![0]!["matches"]!.AsArray());
    }

    [Theory]
    [InlineData("""{"texts":[]}""", 422, "text-count")]
    [InlineData("""{}""", 422, "text-count")]
    [InlineData("""{"texts":[null]}""", 422, "required")]
    [InlineData("""{"texts":[{"id":"a"}]}""", 422, "required")]
    [InlineData("""{"texts":[{"id":" ","text":"x"}]}""", 422, "required")]
    [InlineData("""{"texts":[{"id":"a","text":"x","more":1}]}""", 400, "malformed-body")]
    [InlineData("""{"texts":[{"id":"a","text":"\ud800"}]}""", 400, "malformed-body")]
    [InlineData("""["x"]""", 400, "malformed-body")]
    public async Task refuses_what_are_no_texts(string body, int status, string code)
    {
        using var answer = await hub.As("fr-ofast").SendAsync(HttpMethod.Post, "/v1/scans", body);
        var problem = await answer.JsonAsync();
        Assert.Equal((status, code), ((int)answer.StatusCode, problem["problems"]?[0]!["code"]!.GetValue<string>() ?? problem["code"]!.GetValue<string>()));
    }

    [Fact]
    public async Task refuses_too_many_bytes_and_too_many_texts()
    {
        using var large = await hub.As("fr-ofast").SendAsync(HttpMethod.Post, "/v1/scans", JsonSerializer.Serialize(new { texts = new[] { new { id = "a", text = new string('x', 10 * 1024 * 1024) } } }));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "body-too-large"), (large.StatusCode, await large.CodeAsync()));
        using var many = await hub.As("fr-ofast").SendAsync(HttpMethod.Post, "/v1/scans", JsonSerializer.Serialize(new { texts = Enumerable.Range(0, 10_001).Select(i => new { id = $"{i}", text = "x" }) }));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, many.StatusCode);
        using var most = await hub.As("fr-ofast").SendAsync(HttpMethod.Post, "/v1/scans", JsonSerializer.Serialize(new { texts = Enumerable.Range(0, 10_000).Select(i => new { id = $"{i}", text = "x" }) }));
        Assert.Equal(HttpStatusCode.OK, most.StatusCode);
    }

    [Fact]
    public async Task keeps_nothing_of_a_text()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Term(run, "country:FR"));
        var canary = "canary-of-" + run;
        await ScannedAsync(hub.As("fr-ofast"), $"{canary} {run}");
        await hub.SealAsync();
        Assert.DoesNotContain(canary, await hub.DumpAsync(), StringComparison.Ordinal);
        using var readings = await hub.AuditorAsync("se-noa", $"/v1/audit/entries?indicator={id}");
        Assert.Contains((await readings.JsonAsync())["items"]!.AsArray(), entry => entry!["act"]!.GetValue<string>() == "scanned");
    }

    private static async Task<JsonNode> ScannedAsync(HttpClient http, params string[] texts)
    {
        using var answer = await http.SendAsync(HttpMethod.Post, "/v1/scans", JsonSerializer.Serialize(new { texts = texts.Select((text, i) => new { id = $"t{i}", text }) }));
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Requests.Ct));
        return await answer.JsonAsync();
    }
}
