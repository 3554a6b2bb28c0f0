using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Keeping;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Cast;

/// <summary>Persons' requests, as a partner's engineer writes them.</summary>
internal static class Subjects
{
    private const string Path = "/v1/data-subject-requests";
    private static int keys;

    public static readonly JsonNode Disclose = JsonNode.Parse("""{"answer":"disclose"}""")!;
    public static readonly JsonNode Withhold = JsonNode.Parse("""{"answer":"withhold","ground":"national-investigation","reason":"A trial runs."}""")!;

    public static JsonObject Asking(DateTimeOffset now, params string[] handles) => new()
    {
        ["asks"] = "access",
        ["receivedOn"] = now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["identifiers"] = new JsonArray([.. handles.Select(handle => new JsonObject { ["kind"] = "account-handle", ["value"] = handle, ["platform"] = "tiktok" })]),
        ["note"] = "It is my account.",
    };

    public static Task<HttpResponseMessage> TakeAsync(this HttpClient http, JsonNode body, string? key = null) =>
        http.SendAsync(HttpMethod.Post, Path, body.ToJsonString(), ("Idempotency-Key", key ?? "subject-" + Interlocked.Increment(ref keys)));

    /// <summary>Takes a request in and expects 201.</summary>
    public static async Task<string> TakenAsync(this HttpClient http, JsonNode body)
    {
        using var response = await http.TakeAsync(body);
        Assert.Equal((HttpStatusCode.Created, null), (response.StatusCode, await response.CodeAsync()));
        return (await response.JsonAsync())["id"]!.GetValue<string>();
    }

    public static Task<HttpResponseMessage> ForwardAsync(this HttpClient http, string request) => http.SendAsync(HttpMethod.Post, $"{Path}/{request}/forwarding");

    public static Task<HttpResponseMessage> AnswerAsync(this HttpClient http, string request, JsonNode body) => http.SendAsync(HttpMethod.Post, $"{Path}/{request}/answer", body.ToJsonString());

    public static Task<HttpResponseMessage> CloseAsync(this HttpClient http, string request) => http.SendAsync(HttpMethod.Post, $"{Path}/{request}/closing");

    public static Task<JsonNode> SubjectRequestAsync(this HttpClient http, string request, string query = "") => http.ReadAsync($"{Path}/{request}{query}");

    /// <summary>Reminds of what is due by now.</summary>
    public static async Task RemindedAsync(this TestHub hub)
    {
        await hub.Services.GetRequiredService<SubjectReminding>().GoAsync(Requests.Ct);
        await hub.SettledAsync();
    }

    /// <summary>The kinds of what is open in an agency's inbox about a request, oldest first.</summary>
    public static async Task<string> RemindedOfAsync(this TestHub hub, string client, string request, params string[] roles)
    {
        await hub.RemindedAsync();
        return await hub.ToldAsync(client, request, roles);
    }
}
