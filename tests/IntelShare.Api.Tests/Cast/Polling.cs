using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace IntelShare.Api.Tests.Cast;

/// <summary>One answer of TAXII: its objects, how to go on, and the moments of the first and the last.</summary>
internal sealed record Polled(IReadOnlyList<JsonNode> Objects, string? Next, string? First, string? Last);

/// <summary>TAXII as its clients speak it.</summary>
internal static class Polling
{
    public const string Collections = "/taxii2/intelshare/collections/";

    public static HttpClient AsFeed(this TestHub hub, string client, string purpose = "cross-checking") => hub.As(client, purpose, "K-1", "feed");

    /// <summary>An answer that must be 200, in TAXII's form.</summary>
    public static async Task<(JsonNode Body, HttpResponseMessage Answer)> TaxiiAsync(this HttpClient http, string path)
    {
        var answer = await http.SendAsync(HttpMethod.Get, path, json: null, ("Accept", "application/taxii+json;version=2.1"));
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Requests.Ct));
        Assert.Equal("application/taxii+json;version=2.1", answer.Content.Headers.ContentType!.ToString().Replace(" ", "", StringComparison.Ordinal));
        return (await answer.JsonAsync(), answer);
    }

    /// <summary>One page of objects.</summary>
    public static async Task<Polled> PollAsync(this HttpClient http, string collection, string query = "", string of = "objects")
    {
        var (body, answer) = await http.TaxiiAsync($"{Collections}{collection}/{of}/{query}");
        using (answer)
        {
            return new([.. (body["objects"]?.AsArray() ?? []).Select(one => one!)], body["next"]?.GetValue<string>(), Header("First"), Header("Last"));
        }

        string? Header(string which) => answer.Headers.TryGetValues("X-TAXII-Date-Added-" + which, out var values) ? values.Single() : null;
    }

    /// <summary>Everything from the beginning, or added later than a moment, page by page.</summary>
    public static async Task<IReadOnlyList<JsonNode>> PollAllAsync(this HttpClient http, string collection, int limit = 1000, string? after = null)
    {
        var all = new List<JsonNode>();
        var query = string.Create(CultureInfo.InvariantCulture, $"?limit={limit}") + (after is null ? "" : "&added_after=" + after);
        for (var page = await http.PollAsync(collection, query); ; page = await http.PollAsync(collection, query + "&next=" + page.Next))
        {
            all.AddRange(page.Objects);
            if (page.Next is null)
            {
                return all;
            }
        }
    }

    /// <summary>Those that carry a record: the others are referred to.</summary>
    public static IEnumerable<JsonNode> Carriers(this IEnumerable<JsonNode> objects) => objects.Where(one => one["type"]!.GetValue<string>() is "indicator" or "attack-pattern");

    public static string IdOf(this JsonNode made) => made["id"]!.GetValue<string>();
}
