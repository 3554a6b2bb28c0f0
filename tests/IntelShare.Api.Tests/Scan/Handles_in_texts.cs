using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Tests.Cast;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Scan;

/// <summary>Accounts that a text names are told to whoever reads their records in full; nobody learns from a scan that one is known.</summary>
public sealed class Handles_in_texts(TestHub hub, PostgresServer server) : IClassFixture<TestHub>
{
    private static int runs;

    private readonly string handle = "jobb_fixaren" + Interlocked.Increment(ref runs);

    [Fact]
    public async Task are_told_with_their_places_in_bytes_and_in_utf16()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Handle(handle, "country:FR"));
        var text = $"😀 Skriv till @{handle.ToUpperInvariant()}! Eller https://www.tiktok.com/@{handle}?lang=sv.";
        var answer = await ScannedAsync(hub.As("fr-ofast"), text);
        var matches = answer["results"]![0]!["matches"]!.AsArray();
        Assert.Equal([$"@{handle.ToUpperInvariant()}", $"https://www.tiktok.com/@{handle}?lang=sv"], matches.Select(match => text[match!["startUtf16"]!.GetValue<int>()..match["endUtf16"]!.GetValue<int>()]));
        Assert.All(matches, match =>
        {
            Assert.Equal(("account-handle", "term", id), (match!["kind"]!.GetValue<string>(), match["via"]!.GetValue<string>(), Assert.Single(match["indicators"]!.AsArray())!.GetValue<string>()));
            Assert.Equal(text[match["startUtf16"]!.GetValue<int>()..match["endUtf16"]!.GetValue<int>()], Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)[match["start"]!.GetValue<int>()..match["end"]!.GetValue<int>()]));
        });
        Assert.Equal(handle, Assert.Single(answer["indicators"]!.AsArray())!["content"]!["handle"]!.GetValue<string>());
    }

    [Fact]
    public async Task stand_in_one_order_with_terms()
    {
        await hub.As("se-noa").SubmittedAsync(Bodies.Handle(handle, "country:FR"));
        await hub.As("se-noa").SubmittedAsync(Bodies.Term("z" + handle, "country:FR"));
        await hub.As("se-noa").SubmittedAsync(Bodies.Term(handle, "country:FR"));
        Assert.Equal(["lexicon-entry", "account-handle", "lexicon-entry", "lexicon-entry"], await KindsAsync(hub.As("fr-ofast"), $"z{handle} @{handle} z{handle}"));
    }

    [Fact]
    public async Task are_meant_on_every_platform_unless_a_url_names_its_own()
    {
        foreach (var platform in new[] { "tiktok", "snapchat", "telegram" })
        {
            var body = Bodies.Handle(handle, "country:FR");
            body["content"]!["platform"] = platform;
            await hub.As(platform == "telegram" ? "de-bka" : "se-noa").SubmittedAsync(body);
        }

        Assert.Equal(3, (await ScannedAsync(hub.As("fr-ofast"), $"@{handle}"))["results"]![0]!["matches"]![0]!["indicators"]!.AsArray().Count);
        var named = await ScannedAsync(hub.As("fr-ofast"), $"(t.me/{handle})");
        Assert.Equal("telegram", Assert.Single(named["indicators"]!.AsArray())!["content"]!["platform"]!.GetValue<string>());
    }

    [Fact]
    public async Task are_not_told_to_whom_a_search_would_tell_a_hit_and_no_hit_is_a_scan_s()
    {
        await hub.As("se-noa").SubmittedAsync(Bodies.HitOnly(handle, "country:FR"));
        Assert.Equal("hit", await hub.As("fr-ofast").OutcomeAsync("account-handle", handle));
        var (known, unknown) = (await ScannedAsync(hub.As("fr-ofast"), $"@{handle} tiktok.com/@{handle}"), await ScannedAsync(hub.As("fr-ofast"), $"@x{handle} tiktok.com/@x{handle}"));
        Assert.Equal(unknown.ToJsonString(), known.ToJsonString());
        Assert.Empty(known["results"]![0]!["matches"]!.AsArray());
        Assert.Single(await KindsAsync(hub.As("se-noa"), $"@{handle}"));
    }

    [Theory]
    [InlineData("PUT", "/release", """{"full":["country:DE"]}""")]
    [InlineData("POST", "/withdrawal", """{"reason":"It is not theirs."}""")]
    [InlineData("PUT", "/restriction", """{"ground":"accuracy-contested","reason":"They say so."}""")]
    [InlineData("POST", "/erasure", """{"ground":"no-longer-needed","basis":"Polisdatalagen"}""")]
    public async Task are_gone_from_every_node_with_the_next_answer(string method, string act, string body)
    {
        await using var second = await SecondHub.StartAsync(hub, server);
        var nodes = new[] { hub.As("fr-ofast"), second.Likewise(hub.As("fr-ofast")) };
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Handle(handle, "country:FR"));
        foreach (var node in nodes)
        {
            Assert.Single(await KindsAsync(node, $"@{handle}"));
        }

        await hub.As("se-noa").SendAsync(new(method), $"/v1/indicators/{id}{act}", body, ("If-Match", "*")).DoneAsync();
        foreach (var node in nodes)
        {
            Assert.Empty(await KindsAsync(node, $"@{handle}"));
        }

        Assert.Equal(act == "/release" ? 1 : 0, (await KindsAsync(hub.As("se-noa"), $"@{handle}")).Length);
    }

    [Fact]
    public async Task are_nothing_to_an_agency_that_may_not_know()
    {
        await hub.As("se-noa").SubmittedAsync(Bodies.Handle(handle, "country:FR"));
        Assert.Equal((await ScannedAsync(hub.As("dk-nsk"), $"@x{handle}")).ToJsonString(), (await ScannedAsync(hub.As("dk-nsk"), $"@{handle}")).ToJsonString());
    }

    [Fact]
    public async Task are_found_under_a_disclosure_only_where_it_shows_details()
    {
        var (owner, asker) = (hub.As("se-noa"), hub.As("fr-ofast"));
        foreach (var (fields, count) in new[] { ("evaluation", 0), ("details", 1) })
        {
            var disclosed = handle + fields[0];
            await owner.SubmittedAsync(Bodies.HitOnly(disclosed, "country:FR"));
            var grant = Disclosing.Granting(hub.Clock.GetUtcNow().AddDays(1));
            grant["fields"] = new JsonArray(fields);
            await owner.DecidedAsync(await asker.AskedAsync(Disclosing.ForHit(await asker.HitAsync("account-handle", disclosed))), grant);
            Assert.Equal(count, (await KindsAsync(asker, $"@{disclosed}")).Length);
        }
    }

    [Fact]
    public async Task reach_a_machine_only_where_they_are_released_with_feeds()
    {
        foreach (var (letter, feeds) in new[] { ("a", false), ("b", true) })
        {
            var body = Bodies.Handle(handle + letter, "country:FR");
            body["release"]!["feeds"] = feeds;
            await hub.As("se-noa").SubmittedAsync(body);
        }

        Assert.Equal([0, 1], (await ScannedAsync(hub.AsFeed("fr-ofast"), $"@{handle}a", $"@{handle}b"))["results"]!.AsArray().Select(result => result!["matches"]!.AsArray().Count));
    }

    [Fact]
    public async Task are_read_up_to_a_bound_that_the_texts_alone_reach()
    {
        await hub.As("se-noa").SubmittedAsync(Bodies.Handle(handle, "country:FR"));
        string[] texts = [string.Join(' ', Enumerable.Range(0, 1999).Select(i => $"@user_{i}")), $"@{handle}", "@one_more", $"no name and @{handle} again"];
        foreach (var (reader, count) in new[] { (hub.As("fr-ofast"), 1), (hub.As("dk-nsk"), 0) })
        {
            var results = (await ScannedAsync(reader, texts))["results"]!.AsArray();
            Assert.Equal([0, count, 0, count], results.Select(result => result!["matches"]!.AsArray().Count));
            Assert.Equal([null, null, "true", null], results.Select(result => result!["truncated"]?.ToJsonString()));
        }
    }

    [Fact]
    public async Task ask_for_the_case()
    {
        using var answer = await hub.As("fr-ofast", @case: null).SendAsync(HttpMethod.Post, "/v1/scans", """{"texts":[{"id":"1","text":"nobody"}]}""");
        Assert.Equal((HttpStatusCode.BadRequest, "case-missing"), (answer.StatusCode, await answer.CodeAsync()));
    }

    [Fact]
    public async Task are_kept_nowhere_and_told_on_record()
    {
        var (id, _) = await hub.As("se-noa").SubmittedAsync(Bodies.Handle(handle, "country:FR"));
        var canary = "canary_of_" + handle;
        await ScannedAsync(hub.As("fr-ofast"), $"@{canary} @{handle} t.me/{canary}");
        await hub.SealAsync();
        var dump = await hub.DumpAsync();
        Assert.DoesNotContain(canary, dump, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(handle, dump, StringComparison.OrdinalIgnoreCase);
        using var readings = await hub.AuditorAsync("se-noa", $"/v1/audit/entries?indicator={id}");
        Assert.Contains((await readings.JsonAsync())["items"]!.AsArray(), entry => entry!["act"]!.GetValue<string>() == "scanned");
    }

    [Fact]
    public async Task are_counted_on_record_with_the_texts_in_which_something_was_told()
    {
        await hub.As("se-noa").SubmittedAsync(Bodies.Handle(handle, "country:FR"));
        await hub.As("nl-dlio").SubmittedAsync(Bodies.Handle(handle + "_x", "country:DK"));
        using var answer = await hub.As("fr-ofast").SendAsync(HttpMethod.Post, "/v1/scans", $$"""{"texts":[{"id":"1","text":"@{{handle}}"},{"id":"2","text":"@{{handle}}_x"},{"id":"3","text":"@{{handle}}"}]}""");
        var entry = hub.Services.GetRequiredService<Trail>().EntryNamed(answer.Headers.GetValues(Counter.Receipt).Single(), "fr-ofast");
        Assert.Equal("3 2", await hub.ScalarAsync<string>($"select asked || ' ' || found from intelshare.audit_entry where id = '{entry}'"));
    }

    private static async Task<string[]> KindsAsync(HttpClient http, string text) =>
        [.. (await ScannedAsync(http, text))["results"]![0]!["matches"]!.AsArray().Select(match => match!["kind"]!.GetValue<string>())];

    private static async Task<JsonNode> ScannedAsync(HttpClient http, params string[] texts)
    {
        using var answer = await http.SendAsync(HttpMethod.Post, "/v1/scans", JsonSerializer.Serialize(new { texts = texts.Select((text, i) => new { id = $"t{i}", text }) }));
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Requests.Ct));
        return await answer.JsonAsync();
    }
}
