using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Tests.Cast;
using IntelShare.Api.Tests.Worlds;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Exchange;

/// <summary>Eight writers submit, amend, release to others and back, restrict, withdraw and erase, while a partner applies page by page what the feed tells.</summary>
public sealed class Following_while_others_write(TestHub hub) : IClassFixture<TestHub>
{
    private const int Writers = 8;
    private const int Acts = 20;
    private static readonly string[] Agencies = ["se-noa", "be-fgp", "dk-nsk", "fi-krp", "de-bka", "nl-dlio", "no-kripos"];

    /// <summary>Some let France in, by one audience or two, and some keep it out.</summary>
    private static readonly string[] Releases =
    [
        """{"full":["country:FR"]}""", """{"full":["country:FR","member-states"]}""", """{"full":["member-states","task-force:grimm"],"excluded":["country:AT"]}""",
        """{"full":["country:DE"]}""", """{"full":["member-states"],"excluded":["member:fr-ofast"]}""", """{"hit":["country:FR"]}""",
    ];

    /// <summary>What was kept from France for a while and given back is told again, whether or not the removal was.</summary>
    private readonly ConcurrentBag<string> away = [];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public async Task leaves_it_with_what_it_may_read_and_tells_nothing_twice(int limit)
    {
        using var france = hub.As("fr-ofast");
        var sure = (await hub.As("se-noa").SubmittedAsync(Term(0))).Id;
        await hub.TideAsync();
        var (begun, cursor) = await france.FollowAsync();
        var held = begun.ToDictionary(item => item["id"]!.GetValue<string>(), item => item["indicator"]!.ToJsonString(), StringComparer.Ordinal);
        var (told, removed) = (0, 0);
        var writing = WriteAllAsync(limit, sure);
        for (var last = false; ;)
        {
            var over = writing.IsCompleted;
            await hub.Services.GetRequiredService<Tide>().GoAsync(Requests.Ct);
            if (over)
            {
                await hub.TideAsync();
            }

            var page = await france.ChangesAsync(cursor, limit);
            cursor = page["next"]!.GetValue<string>();
            foreach (var item in page["items"]!.AsArray())
            {
                Apply(item!);
            }

            if (over && page["items"]!.AsArray().Count == 0)
            {
                if (last)
                {
                    break;
                }

                last = true;
            }
        }

        await writing;
        Assert.Equal((await ListedAsync(france)).Order(StringComparer.Ordinal), held.Values.Order(StringComparer.Ordinal));
        Assert.True(told > 0 && removed > 0, $"{told} told, {removed} removed");

        void Apply(JsonNode item)
        {
            var id = item["id"]!.GetValue<string>();
            if (item["change"]!.GetValue<string>() == "removed")
            {
                removed += held.Remove(id) ? 1 : 0;
                return;
            }

            var bytes = item["indicator"]!.ToJsonString();
            Assert.False(held.TryGetValue(id, out var before) && before == bytes && !away.Contains(id), $"told twice: {bytes}");
            told++;
            held[id] = bytes;
        }
    }

    /// <summary>The same by TAXII, by each way to go on; the poller of whole milliseconds is told some objects again.</summary>
    [Theory]
    [InlineData(2, "next")]
    [InlineData(5, "added_after")]
    [InlineData(1000, "added_after, cut")]
    public async Task leaves_a_poller_with_what_it_may_read(int limit, string by)
    {
        const string Collection = "lexicon-entry";
        using var france = hub.AsFeed("fr-ofast");
        var sure = (await hub.As("se-noa").SubmittedAsync(Term(0))).Id;
        await hub.TideAsync();
        var begun = await france.PollAllAsync(Collection);
        var held = begun.ToDictionary(one => one.IdOf(), one => one.ToJsonString(), StringComparer.Ordinal);
        var last = (await france.PollAsync(Collection, "?limit=1000")) is { Next: null, Last: { } moment } ? moment : throw new InvalidOperationException("More than one page.");
        var (told, gone) = (0, 0);
        var writing = WriteAllAsync(limit, sure);
        string? next = null;
        for (var quiet = 0; quiet < 2;)
        {
            var over = writing.IsCompleted;
            await hub.Services.GetRequiredService<Tide>().GoAsync(Requests.Ct);
            if (over)
            {
                await hub.TideAsync();
            }

            var page = await france.PollAsync(Collection, string.Create(CultureInfo.InvariantCulture, $"?limit={limit}") + (next is null ? "&added_after=" + (by == "added_after, cut" ? last[..23] + "Z" : last) : "&next=" + next));
            quiet = over && (page.Objects.Count == 0 || page.Last == last) ? quiet + 1 : 0;
            next = by == "next" ? page.Next : null;
            last = page.Last ?? last;
            foreach (var one in page.Objects)
            {
                var bytes = one.ToJsonString();
                Assert.False(by != "added_after, cut" && held.TryGetValue(one.IdOf(), out var before) && before == bytes, $"told twice: {bytes}");
                told++;
                gone += one["revoked"] is not null || one["name"] is null ? 1 : 0;
                held[one.IdOf()] = bytes;
            }
        }

        await writing;
        var standing = (await ListedAsync(france)).Select(record => JsonNode.Parse(record)!["content"]!["context"]?.GetValue<string>()).Order(StringComparer.Ordinal);
        var polled = held.Values.Select(bytes => JsonNode.Parse(bytes)!).Where(one => one["type"]!.GetValue<string>() == "indicator" && one["revoked"] is null)
            .Select(one => one["extensions"]!.AsObject().Single().Value!["content"]).OfType<JsonNode>().Select(content => content["context"]?.GetValue<string>()).Order(StringComparer.Ordinal);
        Assert.Equal(standing, polled);
        Assert.True(told > 0 && gone > 0, $"{told} told, {gone} gone");
    }

    private static async Task<List<string>> ListedAsync(HttpClient http)
    {
        var all = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await http.ReadAsync("/v1/indicators?limit=100" + cursor);
            all.AddRange(page["items"]!.AsArray().Select(item => item!.ToJsonString()));
            cursor = page["next"] is { } next ? "&cursor=" + next.GetValue<string>() : null;
        }

        return all;
    }

    /// <summary>All writers, and then a removal of what the follower has for certain, however slow it is.</summary>
    private async Task WriteAllAsync(int seed, string sure)
    {
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(() => WriteAsync(w, seed), Requests.Ct)));
        await OkAsync(hub.As("se-noa").SendAsync(HttpMethod.Post, $"/v1/indicators/{sure}/withdrawal", """{"reason":"over"}""", ("If-Match", "*")));
    }

    private async Task WriteAsync(int w, int seed)
    {
        var chance = new Chance((seed * 100) + w);
        using var http = hub.As(Agencies[w % Agencies.Length]);
        var alive = new List<string>();
        for (var act = 1; act <= Acts; act++)
        {
            if (alive.Count < 3)
            {
                alive.Add((await http.SubmittedAsync(Term(act))).Id);
                continue;
            }

            var id = chance.One(alive);
            switch (chance.Below(8))
            {
                case 0:
                    alive.Remove(id);
                    await OkAsync(http.SendAsync(HttpMethod.Post, $"/v1/indicators/{id}/withdrawal", """{"reason":"over"}""", ("If-Match", "*")));
                    break;
                case 1:
                    alive.Remove(id);
                    await OkAsync(http.EraseAsync(id));
                    break;
                case 2:
                    away.Add(id);
                    await OkAsync(http.RestrictAsync(id));
                    await OkAsync(http.LiftAsync(id));
                    break;
                case 3 or 4 or 5:
                    away.Add(id);
                    await OkAsync(http.SendAsync(HttpMethod.Put, $"/v1/indicators/{id}/release", chance.One(Releases), ("If-Match", "*")));
                    break;
                default:
                    await OkAsync(http.SendAsync(HttpMethod.Patch, $"/v1/indicators/{id}", new JsonObject { ["content"] = Term(act)["content"]!.DeepClone() }.ToJsonString(), ("If-Match", "*")));
                    break;
            }
        }
    }

    private static JsonObject Term(int note)
    {
        var body = Bodies.Term("torped", "country:FR");
        body["content"]!["context"] = string.Create(CultureInfo.InvariantCulture, $"note {note}");
        return body;
    }

    private static async Task OkAsync(Task<HttpResponseMessage> sent)
    {
        using var response = await sent;
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync(Requests.Ct));
    }
}
