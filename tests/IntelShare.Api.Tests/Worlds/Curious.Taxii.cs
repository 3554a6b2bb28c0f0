using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Worlds;

/// <content>TAXII: the same records by another way.</content>
internal sealed partial class Curious
{
    private async Task PollAsync()
    {
        await Ask(Get("/taxii2/"), Pair.Feed);
        await Ask(Get("/taxii2/intelshare/"), Pair.Feed);
        await Ask(Get($"/taxii2/intelshare/status/{Guid.AllBitsSet}/"), "contributor");
        var collections = await Ask(Get(Polling.Collections), Pair.Feed);
        foreach (var collection in JsonNode.Parse(collections.Body)!["collections"]!.AsArray().Select(one => one!["alias"]!.GetValue<string>()).Append("nothing"))
        {
            var address = Polling.Collections + collection;
            await Ask(Get(address + "/"), Pair.Feed);
            foreach (var purpose in Purposes)
            {
                await PollAsync($"{address}/objects/?limit=7", purpose);
            }

            await PollAsync($"{address}/objects/?limit=100&added_after=2026-11-02T00:00:00Z", "cross-checking");
            await PollAsync($"{address}/manifest/?limit=50&match[type]=indicator,attack-pattern", "information-exchange");
            var polled = seen[^1].Body;
            foreach (var id in (JsonNode.Parse(polled)!["objects"]?.AsArray() ?? []).Take(3).Select(one => one!["id"]!.GetValue<string>()).Append("indicator--11111111-1111-4111-8111-111111111111"))
            {
                await Ask(Get($"{address}/objects/{id}/").Stating("information-exchange"), Pair.Feed);
                await Ask(Get($"{address}/objects/{id}/versions/").Stating("information-exchange"), Pair.Feed);
                await Ask(new(HttpMethod.Delete, $"{address}/objects/{id}/"), "contributor");
            }

            var guess = """{"objects":[{"type":"indicator","spec_version":"2.1","id":"indicator--11111111-1111-4111-8111-111111111111","created":"2026-11-01T00:00:00Z","modified":"2026-11-01T00:00:00Z","pattern_type":"pcre","pattern":"guess","valid_from":"2026-11-01T00:00:00Z"}]}""";
            await Ask(new Request(HttpMethod.Post, $"{address}/objects/", guess, "application/taxii+json;version=2.1"), "contributor");
        }
    }

    private async Task PollAsync(string path, string purpose)
    {
        for (var page = await Ask(Get(path).Stating(purpose), Pair.Feed); page.Cursor is { } next; page = await Ask(Get($"{path}&next={next}").Stating(purpose), Pair.Feed))
        {
            Assert.True(seen.Count < 20_000, "a poll does not end");
        }
    }
}
