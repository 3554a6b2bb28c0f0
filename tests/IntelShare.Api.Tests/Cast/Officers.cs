using System.Net;
using System.Text.Json.Nodes;
using IntelShare.Members;

namespace IntelShare.Api.Tests.Cast;

/// <summary>Officers of the cast by name, and agencies from outside the eight.</summary>
internal static class Officers
{
    public static readonly string[] Analyst = ["analyst"];
    public static readonly string[] Admin = ["agency-admin"];

    /// <summary>A named officer of a client, at work on a case.</summary>
    public static HttpClient AsOfficer(this TestHub hub, string client, string officer, IReadOnlyCollection<string>? roles = null, string? justification = null, string purpose = "cross-checking") =>
        At(hub, hub.Key(client), officer, roles ?? Analyst, justification, purpose);

    /// <summary>The agency-admin that an agency's other officers know.</summary>
    public static HttpClient Chief(this TestHub hub, string client) => hub.AsOfficer(client, client + "-chief", Admin);

    /// <summary>Enrols an agency of a new party.</summary>
    /// <returns>Its key; its client has its own name.</returns>
    public static async Task<ClientKey> EnrolAsync(this TestHub hub, string party, PartyKind kind, string member, string? over = null)
    {
        Role[] roles = [Role.Contributor, Role.Discloser, Role.Analyst, Role.AgencyAdmin, Role.Auditor, Role.Feed];
        var key = ClientKey.Create(member, member, "urn:intelshare:hub:local", "guest-");
        await hub.RegisterAsync("party/" + party, new PartyEnrolled(party, kind, party, over));
        await hub.RegisterAsync("member/" + member, new MemberEnrolled(member, party, member, new("desk", "urgent"), roles),
            new ClientAdded(member, roles, Enum.GetValues<Purpose>()), new KeyAdded(member, key.Kid, key.PublicJwk()));
        await hub.LearnAsync();
        return key;
    }

    /// <summary>An officer of an agency that was enrolled by a test.</summary>
    public static HttpClient As(this TestHub hub, ClientKey key, string purpose = "cross-checking", params string[] roles) => At(hub, key, key.ClientId + "-officer", roles is [] ? Analyst : roles, justification: null, purpose);

    public static string Path(string member, string officer, string what) => $"/v1/members/{member}/officers/{Uri.EscapeDataString(officer)}/{what}";

    public static Task<HttpResponseMessage> ClearAsync(this HttpClient admin, string member, string officer, string until, string reason = "works on recruited minors") =>
        admin.SendAsync(HttpMethod.Put, Path(member, officer, "clearance"), new JsonObject { ["reason"] = reason, ["until"] = until }.ToJsonString());

    public static Task<HttpResponseMessage> BlockAsync(this HttpClient admin, string member, string officer) =>
        admin.SendAsync(HttpMethod.Put, Path(member, officer, "block"), """{"reason":"left the agency"}""");

    public static Task<HttpResponseMessage> UnblockAsync(this HttpClient admin, string member, string officer) =>
        admin.SendAsync(HttpMethod.Delete, Path(member, officer, "block"), """{"reason":"came back"}""");

    /// <summary>The answer's body, once it is what was expected.</summary>
    public static async Task<JsonNode> DoneAsync(this Task<HttpResponseMessage> answer)
    {
        using var response = await answer;
        var body = await response.Content.ReadAsStringAsync(Requests.Ct);
        Assert.True(response.StatusCode == HttpStatusCode.OK, body);
        return JsonNode.Parse(body)!;
    }

    /// <summary>The one code of a refusal: the problem's, or that of its only reason.</summary>
    public static async Task<string?> RefusedAsync(this Task<HttpResponseMessage> answer)
    {
        using var response = await answer;
        var problem = response.IsSuccessStatusCode ? null : await response.JsonAsync();
        return problem?["problems"] is JsonArray reasons ? string.Join(' ', reasons.Select(reason => reason!["code"]!.GetValue<string>())) : problem?["code"]!.GetValue<string>();
    }

    private static HttpClient At(TestHub hub, ClientKey key, string officer, IReadOnlyCollection<string> roles, string? justification, string purpose)
    {
        var http = new HttpClient { BaseAddress = hub.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", key.Sign(hub.Clock.GetUtcNow(), roles, officer));
        http.DefaultRequestHeaders.Add("Intel-Purpose", purpose);
        http.DefaultRequestHeaders.Add("Intel-Case", "K-1");
        if (justification is not null)
        {
            http.DefaultRequestHeaders.Add("Intel-Justification", justification);
        }

        return http;
    }
}
