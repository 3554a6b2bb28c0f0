using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;

namespace IntelShare.Api.Tests.Door;

public sealed class A_wrong_token(TestHub hub) : IClassFixture<TestHub>
{
    private static readonly Dictionary<string, Func<TestHub, string>> Wrong = new(StringComparer.Ordinal)
    {
        ["alg none"] = hub => hub.Token("se-noa", header: h => h["alg"] = "none", sign: _ => []),
        ["alg nOnE"] = hub => hub.Token("se-noa", header: h => h["alg"] = "nOnE", sign: _ => []),
        ["HS256 with the public key"] = hub => hub.Token("se-noa", header: h => h["alg"] = "HS256", sign: bytes => HMACSHA256.HashData(Encoding.UTF8.GetBytes(hub.Key("se-noa").PublicJwk()), bytes)),
        ["no signature"] = hub => hub.Token("se-noa", sign: _ => []),
        ["a signature of zeros"] = hub => hub.Token("se-noa", sign: _ => new byte[64]),
        ["a stranger's key under a known kid"] = hub => hub.Token("se-noa", signedBy: Forge.Rogue("se-noa", "se-noa")),
        ["another member's kid under my issuer"] = hub => hub.Token("se-noa", header: h => h["kid"] = hub.Key("fr-ofast").Kid, signedBy: hub.Key("fr-ofast")),
        ["my kid under another issuer"] = hub => hub.Token("se-noa", p => p["iss"] = hub.Key("fr-ofast").Iss),
        ["unknown kid"] = hub => hub.Token("se-noa", header: h => h["kid"] = "demo-unknown"),
        ["no kid"] = hub => hub.Token("se-noa", header: h => h.Remove("kid")),
        ["kid a number"] = hub => hub.Token("se-noa", header: h => h["kid"] = 7),
        ["its key in the header"] = hub =>
        {
            var rogue = Forge.Rogue("se-noa", "se-noa");
            return hub.Token("se-noa", header: h => (h["kid"], h["jwk"]) = (rogue.Kid, JsonNode.Parse(rogue.PublicJwk())), signedBy: rogue);
        },
        ["an officer whom no path can name"] = hub => hub.Token("se-noa", p => p["sub"] = ".."),
        ["typ JWT"] = hub => hub.Token("se-noa", header: h => h["typ"] = "JWT"),
        ["no typ"] = hub => hub.Token("se-noa", header: h => h.Remove("typ")),
        ["crit"] = hub => hub.Token("se-noa", header: h => h["crit"] = new JsonArray("exp")),
        ["aud of another hub"] = hub => hub.Token("se-noa", p => p["aud"] = "urn:intelshare:hub:other"),
        ["no aud"] = hub => hub.Token("se-noa", p => p.Remove("aud")),
        ["aud of two hubs"] = hub => hub.Token("se-noa", p => p["aud"] = new JsonArray("urn:intelshare:hub:local", "urn:intelshare:hub:other")),
        ["aud empty"] = hub => hub.Token("se-noa", p => p["aud"] = new JsonArray()),
        ["no exp"] = hub => hub.Token("se-noa", p => p.Remove("exp")),
        ["exp in words"] = hub => hub.Token("se-noa", p => p["exp"] = "tomorrow"),
        ["exp beyond time"] = hub => hub.Token("se-noa", p => p["exp"] = 1e300),
        ["no iat"] = hub => hub.Token("se-noa", p => p.Remove("iat")),
        ["iat in words"] = hub => hub.Token("se-noa", p => p["iat"] = "now"),
        ["a life of 10 minutes and a second"] = hub => hub.Token("se-noa", p => p["exp"] = p["iat"]!.GetValue<long>() + 601),
        ["expired beyond the leeway"] = hub => hub.Token("se-noa", p => (p["iat"], p["exp"]) = (p["iat"]!.GetValue<long>() - 660, p["iat"]!.GetValue<long>() - 60)),
        ["issued in the future"] = hub => hub.Token("se-noa", p => (p["iat"], p["exp"]) = (p["iat"]!.GetValue<long>() + 60, p["iat"]!.GetValue<long>() + 300)),
        ["not yet valid"] = hub => hub.Token("se-noa", p => p["nbf"] = p["iat"]!.GetValue<long>() + 60),
        ["unknown iss"] = hub => hub.Token("se-noa", p => p["iss"] = "urn:intelshare:member:xx-none"),
        ["iss null"] = hub => hub.Token("se-noa", p => p["iss"] = null),
        ["kid null"] = hub => hub.Token("se-noa", header: h => h["kid"] = null),
        ["iss an object"] = hub => hub.Token("se-noa", p => p["iss"] = new JsonObject()),
        ["no iss"] = hub => hub.Token("se-noa", p => p.Remove("iss")),
        ["roles beyond the cap"] = hub => hub.Token("se-noa", p => p["roles"] = new JsonArray("hub-admin")),
        ["hub-admin beside analyst"] = hub => hub.Token("hub", p => p["roles"] = new JsonArray("hub-admin", "analyst")),
        ["auditor beside analyst"] = hub => hub.Token("se-noa", p => p["roles"] = new JsonArray("auditor", "analyst")),
        ["unknown role"] = hub => hub.Token("se-noa", p => p["roles"] = new JsonArray("analyst", "king")),
        ["role in capitals"] = hub => hub.Token("se-noa", p => p["roles"] = new JsonArray("Analyst")),
        ["role a number"] = hub => hub.Token("se-noa", p => p["roles"] = new JsonArray(2)),
        ["roles no array"] = hub => hub.Token("se-noa", p => p["roles"] = "analyst"),
        ["roles an object"] = hub => hub.Token("se-noa", p => p["roles"] = new JsonObject { ["analyst"] = true }),
        ["roles null"] = hub => hub.Token("se-noa", p => p["roles"] = null),
        ["roles empty"] = hub => hub.Token("se-noa", p => p["roles"] = new JsonArray()),
        ["no roles"] = hub => hub.Token("se-noa", p => p.Remove("roles")),
        ["unknown purpose"] = hub => hub.Token("se-noa", p => p["purposes"] = new JsonArray("cross-checking", "curiosity")),
        ["purposes no array"] = hub => hub.Token("se-noa", p => p["purposes"] = "cross-checking"),
        ["no client_id"] = hub => hub.Token("se-noa", p => p.Remove("client_id")),
        ["client_id empty"] = hub => hub.Token("se-noa", p => p["client_id"] = ""),
        ["client_id a number"] = hub => hub.Token("se-noa", p => p["client_id"] = 5),
        ["client_id with a null character"] = hub => hub.Token("se-noa", p => p["client_id"] = "se-noa\0"),
        ["client of another member"] = hub => hub.Token("se-noa", p => p["client_id"] = "fr-ofast"),
        ["no jti"] = hub => hub.Token("se-noa", p => p.Remove("jti")),
        ["jti empty"] = hub => hub.Token("se-noa", p => p["jti"] = ""),
        ["jti of 129"] = hub => hub.Token("se-noa", p => p["jti"] = new string('j', 129)),
        ["jti an object"] = hub => hub.Token("se-noa", p => p["jti"] = new JsonObject()),
        ["no sub"] = hub => hub.Token("se-noa", p => p.Remove("sub")),
        ["sub empty"] = hub => hub.Token("se-noa", p => p["sub"] = ""),
        ["sub of 129"] = hub => hub.Token("se-noa", p => p["sub"] = new string('s', 129)),
        ["sub with a null character"] = hub => hub.Token("se-noa", p => p["sub"] = "a\0b"),
        ["sub an array"] = hub => hub.Token("se-noa", p => p["sub"] = new JsonArray("a", "b")),
        ["8 KB"] = hub => hub.Token("se-noa", p => p["padding"] = new string('p', 8000)),
        ["garbage"] = _ => "garbage",
        ["three dots"] = _ => "...",
        ["three bad parts"] = _ => "a.b.c",
        ["five parts"] = hub => hub.Token("se-noa") + ".AAAA.AAAA",
        ["header no JSON"] = hub => "AAAA" + hub.Token("se-noa")[4..],
        ["two tokens"] = hub => hub.Token("se-noa") + "," + hub.Token("se-noa"),
        ["nothing"] = _ => "",
    };

    public static TheoryData<string> Names => [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task is_answered_like_no_token_at_all(string name)
    {
        var without = await hub.WhoAmIAsync();

        Assert.Equal(401, without.Status);
        Assert.Contains("WWW-Authenticate: Bearer", without.Head, StringComparison.Ordinal);
        Assert.Equal(without, await hub.WhoAmIAsync("Bearer " + Wrong[name](hub)));
    }

    [Fact]
    public async Task is_still_wrong_the_second_time()
    {
        var token = Wrong["unknown purpose"](hub);
        var without = await hub.WhoAmIAsync();

        Assert.Equal(without, await hub.WhoAmIAsync("Bearer " + token));
        Assert.Equal(without, await hub.WhoAmIAsync("Bearer " + token));
    }

    [Fact]
    public async Task does_not_get_better_beside_a_good_one()
    {
        var (without, good) = (await hub.WhoAmIAsync(), "Bearer " + hub.Token("se-noa"));

        Assert.Equal(without, await hub.WhoAmIAsync(good, "Bearer garbage"));
        Assert.Equal(without, await hub.WhoAmIAsync(good, good));
    }

    [Fact]
    public async Task is_refused_under_another_scheme()
    {
        var token = hub.Token("se-noa");
        var without = await hub.WhoAmIAsync();

        Assert.Equal(without, await hub.WhoAmIAsync("Basic " + token));
        Assert.Equal(without, await hub.WhoAmIAsync("DPoP " + token));
        Assert.Equal(without, await hub.WhoAmIAsync(token));
        Assert.Equal(without, await hub.WhoAmIAsync("Bearer"));
    }

    [Theory]
    [InlineData("GET /v1/indicators")]
    [InlineData("GET /v1/indicators/00000000-0000-4000-8000-000000000000")]
    [InlineData("POST /v1/indicators")]
    [InlineData("POST /v1/searches")]
    [InlineData("GET /v1/audit/entries")]
    [InlineData("GET /v1/nothing-here")]
    [InlineData("GET /nothing-here")]
    public async Task gets_the_same_answer_everywhere(string start) =>
        Assert.Equal(await hub.WhoAmIAsync(), await hub.RawAsync(start, ["Authorization: Bearer garbage"]));
}
