using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Keeping;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Cast;

/// <summary>What an owner does with a record that is to go, and the work behind the counter that does it without one.</summary>
internal static class Keeping
{
    private const string Erasure = """{"ground":"no-longer-needed","basis":"Polisdatalagen"}""";

    public static Task<HttpResponseMessage> EraseAsync(this HttpClient owner, string id, string body = Erasure, string version = "*") =>
        owner.SendAsync(HttpMethod.Post, $"/v1/indicators/{id}/erasure", body, ("If-Match", version));

    public static Task<HttpResponseMessage> RestrictAsync(this HttpClient owner, string id, string ground = "evidence") =>
        owner.SendAsync(HttpMethod.Put, $"/v1/indicators/{id}/restriction", new JsonObject { ["ground"] = ground, ["reason"] = "The trial goes on." }.ToJsonString(), ("If-Match", "*"));

    public static Task<HttpResponseMessage> LiftAsync(this HttpClient owner, string id) =>
        owner.SendAsync(HttpMethod.Post, $"/v1/indicators/{id}/restriction/lifting", """{"reason":"The trial is over."}""", ("If-Match", "*"));

    public static Task<HttpResponseMessage> ExtendAsync(this HttpClient owner, string id, string reviewBy) =>
        owner.SendAsync(HttpMethod.Put, $"/v1/indicators/{id}/retention", new JsonObject { ["reviewBy"] = reviewBy, ["reason"] = "The group is still active." }.ToJsonString(), ("If-Match", "*"));

    /// <summary>Status and body of a read, under a ground or none.</summary>
    public static async Task<(HttpStatusCode Status, string Body)> GotAsync(this HttpClient http, string id, string query = "")
    {
        using var answer = await http.SendAsync(HttpMethod.Get, $"/v1/indicators/{id}{query}");
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Requests.Ct));
    }

    public static Task SweepAsync(this TestHub hub) => hub.Services.GetRequiredService<Reviewing>().GoAsync(Requests.Ct);

    public static string ShredList(this TestHub hub) => hub.Services.GetRequiredService<ShredList>().File;
}
