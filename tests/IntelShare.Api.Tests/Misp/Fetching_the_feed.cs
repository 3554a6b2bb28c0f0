using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Tests.Cast;
using IntelShare.Misp;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Misp;

/// <summary>A MISP that fetches what the manifest announces as newer holds what it may read, and deletes what it may read no more.</summary>
public sealed class Fetching_the_feed(TestHub hub) : IClassFixture<TestHub>
{
    private static int keys;

    [Fact]
    public async Task finds_a_record_in_the_event_of_its_owner_kind_and_month()
    {
        var (_, handle) = await SubmittedAsync();
        await hub.TideAsync();
        using var france = hub.AsFeed("fr-ofast");
        var (id, made) = await OneAsync(france, handle);
        Assert.Equal(("user-account", "tiktok"), (made["name"]!.ToString(), made.ValueOf("account-type")));
        Assert.Equal(MispIds.Event(new("se-noa", "account-handle", new(2026, 12, 1))).ToString(), id);
        var head = (await france.ManifestAsync())[id]!;
        Assert.Equal("2026-12-01", head["date"]!.ToString());
        Assert.StartsWith("account-handle, ", head["info"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task spells_emoji_as_code_points_with_what_they_are_called()
    {
        var body = Bodies.Term($"🍕 slang {Interlocked.Increment(ref keys)}", "country:FR");
        body["release"]!["feeds"] = true;
        await hub.As("se-noa").SubmittedAsync(body);
        await hub.TideAsync();
        using var france = hub.AsFeed("fr-ofast");
        var term = "U+1F355" + body["content"]!["term"]!.ToString()["🍕".Length..];
        var (id, made) = Assert.Single(await france.ObjectsAsync(), one => one.Object.ValueOf("term") == term);
        Assert.StartsWith("SLICE OF PIZZA.", made["Attribute"]![0]!["comment"]!.ToString(), StringComparison.Ordinal);
        Assert.Contains((Digest(term), id), await france.HashesAsync());
        Assert.Contains((Digest(body["content"]!["term"]!.ToString()), id), await france.HashesAsync());
    }

    [Theory]
    [InlineData("PUT /release", """{"full":["country:DE"],"feeds":true}""")]
    [InlineData("PUT /release", """{"full":["country:FR","country:DE"],"feeds":false}""")]
    [InlineData("POST /withdrawal", """{"reason":"The source recanted."}""")]
    [InlineData("POST /erasure", """{"ground":"no-longer-needed","basis":"Polisdatalagen"}""")]
    [InlineData("PUT /restriction", """{"ground":"evidence","reason":"The trial goes on."}""")]
    public async Task tells_what_is_gone_as_deleted_and_without_a_word_of_it(string act, string body)
    {
        using var france = hub.AsFeed("fr-ofast");
        using var denmark = hub.AsFeed("dk-nsk");
        var (record, handle) = await SubmittedAsync();
        await SettledAsync();
        var (id, had) = await OneAsync(france, handle);
        var (before, denmarks) = (await StampAsync(france, id), await AllAsync(denmark));
        await ChangedAsync(record, act, body);
        Assert.DoesNotContain(handle, (await france.EventAsync(id)).ToJsonString(), StringComparison.Ordinal);
        await SettledAsync();

        var gone = (await france.EventAsync(id))["Object"]!.AsArray().Single(one => one!["uuid"]!.ToString() == had["uuid"]!.ToString())!;
        Assert.True(gone.IsGone());
        Assert.Equal(had["Attribute"]!.AsArray().Select(one => one!["uuid"]!.ToString()), gone["Attribute"]!.AsArray().Select(one => one!["uuid"]!.ToString()));
        Assert.All(gone["Attribute"]!.AsArray(), one => Assert.True(one!.IsGone() && one!["value"]!.ToString() == "deleted"));
        Assert.True(before < await StampAsync(france, id) && long.Parse(had["timestamp"]!.ToString(), CultureInfo.InvariantCulture) < long.Parse(gone["timestamp"]!.ToString(), CultureInfo.InvariantCulture));
        Assert.DoesNotContain(Digest(handle), (await france.HashesAsync()).Select(line => line.Digest));
        // Whoever never had it is told nothing.
        Assert.Equal(denmarks, await AllAsync(denmark));
    }

    [Fact]
    public async Task gives_a_later_stamp_to_every_change_even_within_the_second_of_a_fetch()
    {
        using var france = hub.AsFeed("fr-ofast");
        var (record, handle) = await SubmittedAsync();
        await hub.TideAsync();
        var (id, first) = await OneAsync(france, handle);
        var stamp = await StampAsync(france, id);
        await ChangedAsync(record, "PUT /evaluation", """{"evaluation":{"source":"A","information":1},"reason":"Confirmed."}""");
        await SettledAsync();
        var second = (await OneAsync(france, handle)).Object;
        Assert.Equal(first["uuid"]!.ToString(), second["uuid"]!.ToString());
        Assert.StartsWith("Evaluated A1.", second["comment"]!.ToString(), StringComparison.Ordinal);
        var settled = await StampAsync(france, id);
        Assert.True(stamp < settled);
        await SettledAsync();
        Assert.Equal(settled, await StampAsync(france, id));
        await ChangedAsync(record, "PATCH ", """{"crimeAreas":["murder-and-grievous-bodily-injury"]}""");
        await SettledAsync();
        Assert.True(settled < await StampAsync(france, id));
    }

    [Fact]
    public async Task gives_back_what_was_taken_away_and_given_again()
    {
        using var france = hub.AsFeed("fr-ofast");
        var (record, handle) = await SubmittedAsync();
        await ChangedAsync(record, "PUT /release", """{"full":["country:DE"],"feeds":true}""");
        await SettledAsync();
        var stamp = await StampAsync(france, MispIds.Event(new("se-noa", "account-handle", new(2026, 12, 1))).ToString());
        await ChangedAsync(record, "PUT /release", """{"full":["country:FR"],"feeds":true}""");
        await SettledAsync();
        var (_, made) = await OneAsync(france, handle);
        Assert.True(stamp < long.Parse(made["timestamp"]!.ToString(), CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task holds_what_is_released_with_feeds_and_nothing_of_its_own()
    {
        var quiet = $"misp.{Interlocked.Increment(ref keys)}q";
        var body = Bodies.Handle(quiet, "country:FR");
        body["release"]!["feeds"] = false;
        await hub.As("se-noa").SubmittedAsync(body);
        var (own, handle) = await SubmittedAsync(full: ["country:SE", "country:FR", "task-force:grimm"]);
        await hub.TideAsync();
        using var france = hub.AsFeed("fr-ofast");
        using var sweden = hub.AsFeed("se-noa");
        var frances = await AllAsync(france);
        Assert.DoesNotContain(quiet, frances, StringComparison.Ordinal);
        Assert.Contains(handle, frances, StringComparison.Ordinal);
        Assert.DoesNotContain(handle, await AllAsync(sweden), StringComparison.Ordinal);
        await ChangedAsync(own, "POST /erasure", """{"ground":"no-longer-needed","basis":"Polisdatalagen"}""");
        await hub.TideAsync();
        Assert.DoesNotContain("se-noa", (await sweden.ManifestAsync()).ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await AnswerAsync(sweden, MispIds.Event(new("se-noa", "account-handle", new(2026, 12, 1))).ToString())).Status);
    }

    [Fact]
    public async Task answers_of_what_it_may_not_tell_as_of_what_is_not_there()
    {
        var hidden = Bodies.Handle($"misp.{Interlocked.Increment(ref keys)}f", "country:FR");
        hidden["release"]!["feeds"] = true;
        await hub.As("fi-krp").SubmittedAsync(hidden);
        await hub.TideAsync();
        Assert.Equal(HttpStatusCode.OK, (await AnswerAsync(hub.AsFeed("fr-ofast"), MispIds.Event(new("fi-krp", "account-handle", new(2026, 12, 1))).ToString())).Status);
        using var norway = hub.AsFeed("no-kripos");
        var unknown = await AnswerAsync(norway, "11111111-1111-5111-8111-111111111111");
        Assert.Equal(HttpStatusCode.NotFound, unknown.Status);
        Assert.Equal(unknown, await AnswerAsync(norway, MispIds.Event(new("fi-krp", "account-handle", new(2026, 12, 1))).ToString()));
        Assert.Equal(unknown, await AnswerAsync(norway, "nothing"));
    }

    [Theory]
    [InlineData("manifest.json", "misp-manifest-read")]
    [InlineData("hashes.csv", "misp-hashes-read")]
    [InlineData("", "misp-event-read")]
    public async Task is_on_record_with_every_record_that_it_tells_of(string file, string act)
    {
        var (record, _) = await SubmittedAsync();
        await hub.TideAsync();
        using var france = hub.AsFeed("fr-ofast");
        var path = "/misp/" + (file.Length > 0 ? file : MispIds.Event(new("se-noa", "account-handle", new(2026, 12, 1))) + ".json");
        var before = await hub.EntriesAsync();
        using var answer = await france.SendAsync(HttpMethod.Get, path);
        Assert.Equal((HttpStatusCode.OK, 1L), (answer.StatusCode, await hub.EntriesAsync() - before));
        var entry = hub.Services.GetRequiredService<Trail>().EntryNamed(answer.Headers.GetValues(Counter.Receipt).Single(), "fr-ofast");
        Assert.Equal($"{act} True", await hub.ScalarAsync<string>($"select act || ' ' || initcap(('{record}' = any(records))::text) from intelshare.audit_entry where id = '{entry}'"));
    }

    [Fact]
    public async Task takes_what_the_form_of_a_misp_can_send()
    {
        await SubmittedAsync();
        await hub.TideAsync();
        using var http = new HttpClient { BaseAddress = hub.Address };
        var token = hub.Token("fr-ofast", claims => claims["roles"] = new JsonArray("feed"));
        foreach (var header in new[] { "Bearer " + token, "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("fr-ofast:" + token)) })
        {
            using var answer = await http.SendAsync(HttpMethod.Get, Fetching.Manifest, null, ("Authorization", header), ("Accept", "application/json, text/plain, text/*"), ("Intel-Purpose", "cross-checking"), ("Intel-Case", "FEED-1"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.DoesNotContain(":", header, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task is_refused_to_whom_does_not_say_why_or_is_no_machine()
    {
        foreach (var file in new[] { "manifest.json", "hashes.csv", "11111111-1111-5111-8111-111111111111.json" })
        {
            Assert.Equal("role-missing", await hub.As("fr-ofast").SendAsync(HttpMethod.Get, "/misp/" + file).RefusedAsync());
            Assert.Equal("purpose-missing", await hub.As("fr-ofast", purpose: null, "K-1", "feed").SendAsync(HttpMethod.Get, "/misp/" + file).RefusedAsync());
            Assert.Equal("case-missing", await hub.As("fr-ofast", "cross-checking", @case: null, "feed").SendAsync(HttpMethod.Get, "/misp/" + file).RefusedAsync());
            Assert.Equal("malformed-parameter", await hub.AsFeed("fr-ofast").SendAsync(HttpMethod.Get, $"/misp/{file}?limit=1").RefusedAsync());
        }
    }

    private async Task SettledAsync()
    {
        await hub.TideAsync();
        hub.Clock.Advance(TimeSpan.FromMinutes(2));
    }

    private static async Task<(string Event, JsonNode Object)> OneAsync(HttpClient http, string handle) => Assert.Single(await http.ObjectsAsync(), one => one.Object.ValueOf("username") == handle);

    private static async Task<long> StampAsync(HttpClient http, string id) => long.Parse((await http.ManifestAsync())[id]!["timestamp"]!.ToString(), CultureInfo.InvariantCulture);

    private static async Task<string> AllAsync(HttpClient http) => string.Concat((await http.ObjectsAsync()).Select(one => one.Object.ToJsonString()));

    private static async Task<(HttpStatusCode Status, string Body)> AnswerAsync(HttpClient http, string id)
    {
        using var answer = await http.SendAsync(HttpMethod.Get, $"/misp/{id}.json");
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Requests.Ct));
    }

    [SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "The format of MISP.")]
    private static string Digest(string value) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(value)));

    private async Task<(string Id, string Handle)> SubmittedAsync(params string[] full)
    {
        var handle = $"misp.{Interlocked.Increment(ref keys)}x";
        var body = Bodies.Handle(handle, full.Length > 0 ? full : ["country:FR", "country:DE"]);
        body["release"]!["feeds"] = true;
        return ((await hub.As("se-noa").SubmittedAsync(body)).Id, handle);
    }

    private Task<JsonNode> ChangedAsync(string id, string act, string body) =>
        hub.As("se-noa").SendAsync(new HttpMethod(act.Split(' ')[0]), $"/v1/indicators/{id}{act.Split(' ')[1]}", body, ("If-Match", "*")).DoneAsync();
}
