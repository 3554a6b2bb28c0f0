using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Notices;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Cast;

/// <summary>An agency's inbox, and the work behind the counter that fills it.</summary>
internal static class Inboxes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Lets every match be found, and waits until no open transaction of the server holds its notices back.</summary>
    public static async Task MatchedAsync(this TestHub hub)
    {
        await hub.Services.GetRequiredService<CrossMatching>().CatchUpAsync(Requests.Ct);
        await hub.SettledAsync();
    }

    /// <summary>Waits until the horizon of open transactions, other tests' ones included, has passed every notice.</summary>
    public static async Task SettledAsync(this TestHub hub)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(Requests.Ct);
        late.CancelAfter(Patience);
        while (await hub.ScalarAsync<bool>("select exists (select from intelshare.notice where xid >= pg_snapshot_xmin(pg_current_snapshot()))"))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), late.Token);
        }
    }

    /// <summary>A page of the inbox, as an analyst unless roles are named.</summary>
    public static async Task<(JsonArray Items, string Next, string Body)> InboxAsync(this HttpClient http, string query = "?limit=100")
    {
        using var response = await http.SendAsync(HttpMethod.Get, "/v1/notices" + query);
        var body = await response.Content.ReadAsStringAsync(Requests.Ct);
        Assert.True(response.StatusCode == HttpStatusCode.OK, body);
        var page = JsonNode.Parse(body)!;
        return (page["items"]!.AsArray(), page["next"]!.GetValue<string>(), body);
    }

    /// <summary>What is open in an agency's inbox about one of its records.</summary>
    public static async Task<List<JsonNode>> NoticesAsync(this TestHub hub, string client, string about, string purpose = "cross-checking") =>
        [.. (await hub.As(client, purpose).InboxAsync()).Items.Where(item => item!["about"]!.GetValue<string>() == about).OfType<JsonNode>()];

    public static async Task<JsonNode> AcknowledgedAsync(this TestHub hub, string client, JsonNode notice)
    {
        using var response = await hub.As(client).SendAsync(HttpMethod.Post, $"/v1/notices/{notice["id"]}/acknowledgement");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.JsonAsync();
    }

    public static async Task ChangedAsync(this HttpClient http, HttpMethod method, string path, string json)
    {
        using var response = await http.SendAsync(method, path, json, ("If-Match", "*"));
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync(Requests.Ct));
    }

    public static Task ReleasedAsync(this HttpClient http, string id, string release) => http.ChangedAsync(HttpMethod.Put, $"/v1/indicators/{id}/release", release);

    public static Task AmendedAsync(this HttpClient http, string id, JsonObject patch) => http.ChangedAsync(HttpMethod.Patch, $"/v1/indicators/{id}", patch.ToJsonString());
}
