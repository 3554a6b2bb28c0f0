using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;
using IntelShare.Members;

namespace IntelShare.Api.Tests.Door;

public sealed class A_refused_token_on_record(TestHub hub) : IClassFixture<TestHub>
{
    [Fact]
    public async Task tells_its_own_member_why_and_nobody_else()
    {
        foreach (var (reason, token) in new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["audience-wrong"] = hub.Token("se-noa", p => p["aud"] = "urn:intelshare:hub:other"),
            ["type-wrong"] = hub.Token("se-noa", header: h => h["typ"] = "JWT"),
            ["lifetime-wrong"] = hub.Token("se-noa", p => p.Remove("exp")),
            ["role-beyond-cap"] = hub.Token("se-noa", p => p["roles"] = new JsonArray("hub-admin")),
            ["roles-not-together"] = hub.Token("se-noa", p => p["roles"] = new JsonArray("auditor", "analyst")),
            ["purpose-beyond-cap"] = hub.Token("se-noa", p => p["purposes"] = new JsonArray("curiosity")),
            ["key-not-of-client"] = hub.Token("se-noa", p => p["client_id"] = "fr-ofast"),
            ["claims-wrong"] = hub.Token("se-noa", p => p.Remove("jti")),
        })
        {
            await hub.WhoAmIAsync("Bearer " + token);

            Assert.Equal(reason, (await LatestAsync("se-noa"))?["outcome"]?.GetValue<string>());
            hub.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Null(await LatestAsync("fr-ofast"));
    }

    [Fact]
    public async Task names_the_officer_and_the_token()
    {
        await hub.WhoAmIAsync("Bearer " + hub.Token("de-bka", p => (p["aud"], p["sub"]) = ("elsewhere", "officer-7")));

        var entry = await LatestAsync("de-bka");
        Assert.Equal("officer-7", entry!["officer"]!.GetValue<string>());
        Assert.Equal("de-bka", entry["client"]!.GetValue<string>());
    }

    [Fact]
    public async Task names_the_client_of_the_key_where_the_token_names_none()
    {
        await hub.WhoAmIAsync("Bearer " + hub.Token("nl-dlio", p => p.Remove("client_id")));

        Assert.Equal("nl-dlio", (await LatestAsync("nl-dlio"))!["client"]!.GetValue<string>());
    }

    [Fact]
    public async Task tells_a_suspended_member_so_once_it_is_back()
    {
        await hub.RegisterAsync("member/dk-nsk", new MemberSuspended("test"));
        await hub.WhoAmIAsync("Bearer " + hub.Token("dk-nsk"));
        await hub.RegisterAsync("member/dk-nsk", new MemberReadmitted("test"));

        Assert.Equal("member-suspended", (await LatestAsync("dk-nsk"))!["outcome"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("unknown kid, expired")]
    [InlineData("unknown kid, wrong audience")]
    [InlineData("known kid, wrong signature, expired")]
    [InlineData("no signature, expired")]
    public async Task is_not_written_by_whoever_cannot_sign(string forgery)
    {
        var rogue = Forge.Rogue("be-fgp", "be-fgp");
        void Expired(JsonObject p) => p["exp"] = p["iat"]!.GetValue<long>() - 3600;
        var before = await hub.EntriesAsync();

        var answer = await hub.WhoAmIAsync("Bearer " + forgery switch
        {
            "unknown kid, expired" => hub.Token("be-fgp", Expired, h => h["kid"] = rogue.Kid, rogue),
            "unknown kid, wrong audience" => hub.Token("be-fgp", p => p["aud"] = "elsewhere", h => h["kid"] = rogue.Kid, rogue),
            "known kid, wrong signature, expired" => hub.Token("be-fgp", Expired, signedBy: rogue),
            _ => hub.Token("be-fgp", Expired, h => h["alg"] = "none", sign: _ => []),
        });

        Assert.Equal(401, answer.Status);
        Assert.Equal(before, await hub.EntriesAsync());
    }

    [Fact]
    public async Task is_only_counted_where_nobody_signed_it()
    {
        var before = await hub.EntriesAsync();
        await hub.WhoAmIAsync();
        await hub.WhoAmIAsync("Bearer garbage");
        await hub.WhoAmIAsync("Bearer " + hub.Token("se-noa", signedBy: Forge.Rogue("se-noa", "se-noa")));

        Assert.Equal(before, await hub.EntriesAsync());
        hub.Clock.Advance(TimeSpan.FromSeconds(10));
        for (var waited = 0; waited < 100 && await hub.ScalarAsync<long>("select coalesce(sum(count), 0)::bigint from intelshare.refused_knock") < 3; waited++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Requests.Ct);
        }

        Assert.True(await hub.ScalarAsync<long>("select coalesce(sum(count), 0)::bigint from intelshare.refused_knock") >= 3);
        Assert.Equal(before, await hub.EntriesAsync());
    }

    private async Task<JsonNode?> LatestAsync(string client) =>
        (await hub.TrailAsync(client)).FirstOrDefault(entry => entry!["act"]!.GetValue<string>() == "token-refused");
}
