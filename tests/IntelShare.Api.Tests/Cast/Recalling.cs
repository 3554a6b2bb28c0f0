using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelShare.Api.Keeping;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Cast;

/// <summary>Recalling and answering, as a partner's engineer writes it, and the clock behind the counter.</summary>
public static class Recalling
{
    private static int keys;

    public static Task<HttpResponseMessage> RecallAsync(this HttpClient http, string key, params string[] ids) =>
        http.SendAsync(HttpMethod.Post, "/v1/recalls", JsonSerializer.Serialize(new { indicators = ids, reason = "wrong-content" }), ("Idempotency-Key", key));

    /// <summary>Recalls and expects 201.</summary>
    /// <returns>The recall's id.</returns>
    public static async Task<string> RecalledAsync(this HttpClient http, params string[] ids)
    {
        using var response = await http.RecallAsync("recall-" + Interlocked.Increment(ref keys), ids);
        Assert.Equal((HttpStatusCode.Created, null), (response.StatusCode, await response.CodeAsync()));
        return (await response.JsonAsync())["id"]!.GetValue<string>();
    }

    public static Task<HttpResponseMessage> AnswerAsync(this HttpClient http, string recall, string answer, string? basis = null) =>
        http.SendAsync(HttpMethod.Post, $"/v1/recalls/{recall}/answer", JsonSerializer.Serialize(basis is null ? new { answer } : (object)new { answer, basis }));

    /// <summary>Answers and expects 200.</summary>
    public static async Task<JsonNode> AnsweredAsync(this HttpClient http, string recall, string answer, string? basis = null)
    {
        using var response = await http.AnswerAsync(recall, answer, basis);
        Assert.Equal((HttpStatusCode.OK, null), (response.StatusCode, await response.CodeAsync()));
        return await response.JsonAsync();
    }

    public static Task<JsonNode> RecallAsync(this HttpClient http, string recall) => http.ReadAsync("/v1/recalls/" + recall);

    /// <summary>Lets time pass, and the hub look at what is due by then.</summary>
    public static async Task PassAsync(this TestHub hub, TimeSpan time)
    {
        hub.Clock.Advance(time);
        await hub.Services.GetRequiredService<Reminding>().GoAsync(Requests.Ct);
    }

    /// <summary>The kinds of the open notices about something in an agency's inbox, in order.</summary>
    public static async Task<string> ToldAsync(this TestHub hub, string client, string about, params string[] roles)
    {
        await hub.SettledAsync();
        var (items, _, _) = await hub.As(client, roles: roles).InboxAsync();
        return string.Join(' ', items.Where(item => item!["about"]!.GetValue<string>() == about).Select(item => item!["kind"]!.GetValue<string>()));
    }
}
