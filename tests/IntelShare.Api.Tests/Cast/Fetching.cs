using System.Net;
using System.Text.Json.Nodes;

namespace IntelShare.Api.Tests.Cast;

/// <summary>The feed as a MISP fetches it: the manifest, and each event of it.</summary>
internal static class Fetching
{
    public const string Manifest = "/misp/manifest.json";

    public static async Task<JsonObject> ManifestAsync(this HttpClient http) => (await http.ReadAsync(Manifest)).AsObject();

    /// <summary>An event that must be there.</summary>
    public static async Task<JsonNode> EventAsync(this HttpClient http, string id) => (await http.ReadAsync($"/misp/{id}.json"))["Event"]!;

    /// <summary>Every object of every event, with its event's id.</summary>
    public static async Task<IReadOnlyList<(string Event, JsonNode Object)>> ObjectsAsync(this HttpClient http)
    {
        var all = new List<(string, JsonNode)>();
        foreach (var (id, head) in await http.ManifestAsync())
        {
            var one = await http.EventAsync(id);
            Assert.Equal((id, head!["timestamp"]!.ToString()), (one["uuid"]!.ToString(), one["timestamp"]!.ToString()));
            all.AddRange(one["Object"]!.AsArray().Select(item => (id, item!)));
        }

        return all;
    }

    /// <summary>Value and event of each line of the lookup table.</summary>
    public static async Task<IReadOnlyList<(string Digest, string Event)>> HashesAsync(this HttpClient http)
    {
        using var answer = await http.SendAsync(HttpMethod.Get, "/misp/hashes.csv");
        Assert.Equal((HttpStatusCode.OK, "text/csv"), (answer.StatusCode, answer.Content.Headers.ContentType!.ToString()));
        return [.. (await answer.Content.ReadAsStringAsync(Requests.Ct)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (line.Split(',')[0], line.Split(',')[1]))];
    }

    public static bool IsGone(this JsonNode made) => made["deleted"]!.GetValue<bool>();

    /// <summary>The value of an object's attribute; null where it is deleted.</summary>
    public static string? ValueOf(this JsonNode made, string relation) =>
        made["Attribute"]!.AsArray().SingleOrDefault(one => one!["object_relation"]!.ToString() == relation) is { } found && !found.IsGone() ? found["value"]!.ToString() : null;
}
