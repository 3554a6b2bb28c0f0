using System.Net;
using System.Text.Json.Nodes;

namespace IntelShare.Api.Tests.Cast;

/// <summary>Asking for disclosure and deciding, as a partner's engineer writes it.</summary>
public static class Disclosing
{
    private static int keys;

    /// <summary>The reference of the one hit for a value.</summary>
    public static async Task<string> HitAsync(this HttpClient http, string kind, string value)
    {
        using var response = await http.SearchAsync(kind, value);
        var result = (await response.JsonAsync())["results"]![0]!;
        return Assert.Single(result["hits"]!.AsArray())!["reference"]!.GetValue<string>();
    }

    public static JsonObject ForHit(string reference, string asks = "content") =>
        new() { ["hit"] = reference, ["asks"] = asks, ["justification"] = "Recruiter of the Lyon case.", ["urgent"] = false };

    public static JsonObject ForRecord(string indicator, string asks) =>
        new() { ["indicator"] = indicator, ["asks"] = asks, ["justification"] = "Recruiter of the Lyon case.", ["urgent"] = false };

    public static JsonObject Granting(DateTimeOffset until) => new() { ["decision"] = "grant", ["reason"] = "Same network.", ["until"] = until.ToString("O") };

    public static Task<HttpResponseMessage> AskAsync(this HttpClient http, JsonNode body, string? key = null) =>
        http.SendAsync(HttpMethod.Post, "/v1/disclosure-requests", body.ToJsonString(), ("Idempotency-Key", key ?? "ask-" + Interlocked.Increment(ref keys)));

    /// <summary>Asks and expects 201.</summary>
    public static async Task<string> AskedAsync(this HttpClient http, JsonNode body)
    {
        using var response = await http.AskAsync(body);
        Assert.Equal((HttpStatusCode.Created, null), (response.StatusCode, await response.CodeAsync()));
        return (await response.JsonAsync())["id"]!.GetValue<string>();
    }

    public static Task<HttpResponseMessage> DecideAsync(this HttpClient http, string request, JsonNode body, string ifMatch = "*") =>
        http.SendAsync(HttpMethod.Post, $"/v1/disclosure-requests/{request}/decision", body.ToJsonString(), ("If-Match", ifMatch));

    /// <summary>Decides and expects 200.</summary>
    public static async Task<JsonNode> DecidedAsync(this HttpClient http, string request, JsonNode body)
    {
        using var response = await http.DecideAsync(request, body);
        Assert.Equal((HttpStatusCode.OK, null), (response.StatusCode, await response.CodeAsync()));
        return await response.JsonAsync();
    }

    public static Task<HttpResponseMessage> RevokeAsync(this HttpClient http, string request, string ifMatch = "*") =>
        http.SendAsync(HttpMethod.Post, $"/v1/disclosure-requests/{request}/revocation", """{"reason":"The source recanted."}""", ("If-Match", ifMatch));

    /// <summary>What is answered to a GET that succeeds.</summary>
    public static async Task<JsonNode> ReadAsync(this HttpClient http, string path)
    {
        using var response = await http.SendAsync(HttpMethod.Get, path);
        Assert.Equal((HttpStatusCode.OK, null), (response.StatusCode, await response.CodeAsync()));
        return await response.JsonAsync();
    }

    public static Task<JsonNode> RequestAsync(this HttpClient http, string request) => http.ReadAsync("/v1/disclosure-requests/" + request);

    public static async Task<HttpStatusCode> StatusAsync(this HttpClient http, string path)
    {
        using var response = await http.SendAsync(HttpMethod.Get, path);
        return response.StatusCode;
    }
}
