using System.Globalization;
using System.Text.Json.Nodes;
using IntelShare.Api.Host.Store;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Cast;

/// <summary>The change feed as a partner's engineer follows it.</summary>
internal static class Feeds
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Lets the feeds tell what was committed; an older transaction that is still open elsewhere is waited for.</summary>
    public static async Task TideAsync(this TestHub hub, IServiceProvider? node = null)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(Requests.Ct);
        late.CancelAfter(Patience);
        do
        {
            await (node ?? hub.Services).GetRequiredService<Tide>().GoAsync(late.Token);
        }
        while (await hub.ScalarAsync<bool>("select exists (select from intelshare.tide where at is null)"));
    }

    /// <summary>One page.</summary>
    public static Task<JsonNode> ChangesAsync(this HttpClient http, string? cursor = null, int limit = 1000, string also = "") =>
        http.ReadAsync(string.Create(CultureInfo.InvariantCulture, $"/v1/changes?limit={limit}{also}") + (cursor is null ? "" : "&cursor=" + cursor));

    /// <summary>Everything from a place on, and the place behind it.</summary>
    public static async Task<(IReadOnlyList<JsonNode> Items, string Next)> FollowAsync(this HttpClient http, string? cursor = null, int limit = 1000, string also = "")
    {
        for (var items = new List<JsonNode>(); ;)
        {
            var page = await http.ChangesAsync(cursor, limit, also);
            var some = page["items"]!.AsArray();
            items.AddRange(some.Select(item => item!));
            cursor = page["next"]!.GetValue<string>();
            if (some.Count == 0)
            {
                return (items, cursor);
            }
        }
    }

    /// <summary>What a page says, in short: <c>told</c> or the reason of a removal, and the id.</summary>
    public static IEnumerable<(string What, string Id)> InShort(this IEnumerable<JsonNode> items) =>
        items.Select(item => (item["reason"]?.GetValue<string>() ?? item["change"]!.GetValue<string>(), item["id"]!.GetValue<string>()));
}
