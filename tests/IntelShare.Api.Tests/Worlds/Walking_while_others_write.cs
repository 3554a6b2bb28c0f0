using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Worlds;

/// <summary>Eight writers submit, amend, release anew and withdraw while a reader walks page by page.</summary>
public sealed class Walking_while_others_write(TestHub hub) : IClassFixture<TestHub>
{
    private const int Writers = 8;
    private const int Each = 4;
    private const int Acts = 14;
    private static readonly string[] Agencies = ["se-noa", "be-fgp", "dk-nsk", "fi-krp", "de-bka", "nl-dlio", "no-kripos"];

    /// <summary>France keeps every record released in one of these ways.</summary>
    private static readonly string[] Releases =
    [
        """{"full":["country:FR"]}""", """{"full":["country:FR","member-states"]}""", """{"full":["member-states","task-force:grimm"],"excluded":["country:AT"]}""",
        """{"full":["country:FR","task-force:grimm+"],"excluded":["country:EE"]}""",
    ];

    private readonly ConcurrentDictionary<string, ConcurrentQueue<(int Note, long At)>> amended = new();
    private readonly ConcurrentBag<string> withdrawn = [];
    private long moment;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(7)]
    public async Task loses_nothing_and_shows_nothing_twice(int limit)
    {
        var steady = new List<string>();
        var moving = new List<(string Agency, string Id)>[Writers];
        for (var w = 0; w < Writers; w++)
        {
            moving[w] = [];
            for (var n = 0; n < Each; n++)
            {
                var agency = Agencies[w % Agencies.Length];
                steady.Add((await hub.As(agency).SubmittedAsync(Term(0))).Id);
                moving[w].Add((agency, (await hub.As(agency).SubmittedAsync(Term(0))).Id));
            }
        }

        var seen = new List<(string Id, string Bytes)>();
        var writing = Enumerable.Range(0, Writers).Select(w => Task.Run(() => WriteAsync(w, limit, moving[w]), Requests.Ct)).ToArray();
        var began = await WalkAsync(limit, seen);
        await Task.WhenAll(writing);

        var lost = steady.Concat(moving.SelectMany(own => own).Select(own => own.Id).Except(withdrawn)).Except(seen.Select(item => item.Id)).ToArray();
        Assert.True(lost.Length == 0, $"limit {limit}: {lost.Length} records were readable throughout and not shown");
        var twice = seen.GroupBy(item => item).Where(group => group.Count() > 1).Select(group => group.Key.Bytes).ToArray();
        Assert.True(twice.Length == 0, $"limit {limit}: shown twice alike: {string.Join('\n', twice.Take(2))}");
        foreach (var (id, notes) in amended.Where(change => !withdrawn.Contains(change.Key)))
        {
            var newest = notes.Where(note => note.At <= began).Select(note => note.Note).DefaultIfEmpty(0).Max();
            var shown = seen.Where(item => item.Id == id).Select(item => NoteOf(item.Bytes)).DefaultIfEmpty(0).Max();
            Assert.True(shown >= newest, $"limit {limit}: {id} was shown as of note {shown}, not {newest}");
        }

        Assert.NotEmpty(amended);
    }

    /// <summary>Walks to the end.</summary>
    /// <returns>The moment before the last page was asked for.</returns>
    private async Task<long> WalkAsync(int limit, List<(string Id, string Bytes)> seen)
    {
        using var reader = hub.As("fr-ofast");
        for (string? cursor = null; ;)
        {
            var before = Interlocked.Read(ref moment);
            using var response = await reader.SendAsync(HttpMethod.Get, $"/v1/indicators?limit={limit}" + (cursor is null ? "" : "&cursor=" + cursor));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            var page = await response.JsonAsync();
            seen.AddRange(page["items"]!.AsArray().Select(item => (item!["id"]!.GetValue<string>(), item.ToJsonString())));
            cursor = page["next"]?.GetValue<string>();
            if (cursor is null)
            {
                return before;
            }
        }
    }

    private async Task WriteAsync(int w, int seed, List<(string Agency, string Id)> own)
    {
        var chance = new Chance((seed * 100) + w);
        using var http = hub.As(own[0].Agency);
        var alive = own.Select(record => record.Id).ToList();
        for (var act = 1; act <= Acts; act++)
        {
            var id = chance.One(alive);
            switch (chance.Below(8))
            {
                case 0:
                    await http.SubmittedAsync(Term(0));
                    break;
                case 1 when alive.Count > 2:
                    alive.Remove(id);
                    withdrawn.Add(id);
                    await OkAsync(http.SendAsync(HttpMethod.Post, $"/v1/indicators/{id}/withdrawal", """{"reason":"over"}""", ("If-Match", "*")));
                    break;
                case 2 or 3 or 4:
                    await OkAsync(http.SendAsync(HttpMethod.Put, $"/v1/indicators/{id}/release", chance.One(Releases), ("If-Match", "*")));
                    break;
                case 5:
                    await OkAsync(http.SendAsync(HttpMethod.Patch, $"/v1/indicators/{id}", $$"""{"reference":"r-{{act}}"}""", ("If-Match", "*")));
                    break;
                default:
                    await OkAsync(http.SendAsync(HttpMethod.Patch, $"/v1/indicators/{id}", new JsonObject { ["content"] = Term(act)["content"]!.DeepClone() }.ToJsonString(), ("If-Match", "*")));
                    amended.GetOrAdd(id, _ => []).Enqueue((act, Interlocked.Increment(ref moment)));
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

    private static int NoteOf(string bytes) => int.Parse(JsonNode.Parse(bytes)!["content"]!["context"]!.GetValue<string>().Split(' ')[1], CultureInfo.InvariantCulture);

    private static async Task OkAsync(Task<HttpResponseMessage> sent)
    {
        using var response = await sent;
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync(Requests.Ct));
    }
}
