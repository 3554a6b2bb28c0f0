using System.Text.Json.Nodes;
using IntelShare.Api.Host.Door;
using Microsoft.Extensions.DependencyInjection;

namespace IntelShare.Api.Tests.Cast;

/// <summary>How an identity provider comes to be trusted, over HTTP.</summary>
internal static class Issuers
{
    /// <summary>Two administrators allow it for Germany's agency, whose agency-admin says how its tokens are read.</summary>
    public static async Task TrustAsync(this TestHub hub, string iss, string keys, Action<JsonObject>? but = null, bool allowed = false)
    {
        if (!allowed)
        {
            using var proposed = await hub.As("hub", purpose: null, @case: null, "hub-admin").SendAsync(HttpMethod.Patch, "/v1/members/de-bka", new JsonObject { ["issuers"] = new JsonArray(new JsonObject { ["iss"] = iss }), ["reason"] = "test" }.ToJsonString());
            await hub.As("hub-2", purpose: null, @case: null, "hub-admin").SendAsync(HttpMethod.Post, $"/v1/pending-acts/{(await proposed.JsonAsync())["id"]}/seconding", "{}").DoneAsync();
        }

        var row = new JsonObject { ["iss"] = iss, ["algorithms"] = new JsonArray("RS256", "ES256"), ["types"] = new JsonArray("at+jwt"), ["jwksUri"] = keys, ["clients"] = new JsonObject { ["gateway"] = "de-bka" } };
        but?.Invoke(row);
        await hub.Chief("de-bka").SendAsync(HttpMethod.Put, "/v1/members/de-bka/issuers/op", row.ToJsonString()).DoneAsync();
        await hub.LearnAsync();
    }

    /// <summary>Lets time pass, and the hub fetch what is due.</summary>
    public static Task FetchAsync(this TestHub hub, TimeSpan later)
    {
        hub.Clock.Advance(later);
        return hub.Services.GetRequiredService<IssuerKeys>().GoAsync(Requests.Ct);
    }
}
