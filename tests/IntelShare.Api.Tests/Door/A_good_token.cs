using System.Security.Cryptography;
using System.Text.Json.Nodes;
using IntelShare.Api.Tests.Cast;
using IntelShare.Members;
using Microsoft.IdentityModel.Tokens;

namespace IntelShare.Api.Tests.Door;

public sealed class A_good_token(TestHub hub) : IClassFixture<TestHub>
{
    [Theory]
    [InlineData("Bearer ")]
    [InlineData("bearer ")]
    [InlineData("BEARER ")]
    [InlineData("Bearer   ")]
    public async Task is_taken_whatever_the_case_of_the_scheme(string scheme) => Assert.Equal(200, (await hub.WhoAmIAsync(scheme + hub.Token("se-noa"))).Status);

    [Fact]
    public async Task may_say_its_one_audience_in_an_array() =>
        Assert.Equal(200, (await hub.WhoAmIAsync("Bearer " + hub.Token("se-noa", p => p["aud"] = new JsonArray("urn:intelshare:hub:local")))).Status);

    [Fact]
    public async Task is_taken_within_the_leeway_of_a_minute()
    {
        var token = hub.Token("se-noa", p => (p["iat"], p["exp"]) = (p["iat"]!.GetValue<long>() - 659, p["iat"]!.GetValue<long>() - 59));

        Assert.Equal(200, (await hub.WhoAmIAsync("Bearer " + token)).Status);
        Assert.Equal(200, (await hub.WhoAmIAsync("Bearer " + token)).Status);
    }

    [Fact]
    public async Task may_be_signed_with_PS256()
    {
        using var rsa = RSA.Create(2048);
        var numbers = rsa.ExportParameters(includePrivateParameters: false);
        var jwk = new JsonObject { ["kty"] = "RSA", ["n"] = Base64UrlEncoder.Encode(numbers.Modulus), ["e"] = Base64UrlEncoder.Encode(numbers.Exponent), ["kid"] = "rsa-1", ["alg"] = "PS256", ["use"] = "sig" };
        await hub.RegisterAsync("member/nl-dlio", new ClientAdded("nl-gateway", [Role.Analyst], [Purpose.CrossChecking]), new KeyAdded("nl-gateway", "rsa-1", jwk.ToJsonString()));
        await hub.LearnAsync();

        string Token(string alg, RSASignaturePadding padding) => hub.Token("nl-dlio", p => p["client_id"] = "nl-gateway", h => (h["alg"], h["kid"]) = (alg, "rsa-1"),
            sign: bytes => rsa.SignData(bytes, HashAlgorithmName.SHA256, padding));

        Assert.Equal(200, (await hub.WhoAmIAsync("Bearer " + Token("PS256", RSASignaturePadding.Pss))).Status);
        Assert.Equal(401, (await hub.WhoAmIAsync("Bearer " + Token("RS256", RSASignaturePadding.Pkcs1))).Status);
    }

    [Fact]
    public async Task speaks_for_the_client_of_its_key_alone_and_within_its_caps()
    {
        var key = Forge.Rogue("be-fgp", "be-narrow");
        await hub.RegisterAsync("member/be-fgp", new ClientAdded("be-narrow", [Role.Analyst], [Purpose.CrossChecking]), new KeyAdded("be-narrow", key.Kid, key.PublicJwk()));
        await hub.LearnAsync();
        string Token(Action<JsonObject> payload) => "Bearer " + hub.Token("be-fgp", p =>
        {
            p["client_id"] = "be-narrow";
            payload(p);
        }, h => h["kid"] = key.Kid, key);
        var without = await hub.WhoAmIAsync();

        Assert.Equal(200, (await hub.WhoAmIAsync(Token(_ => { }))).Status);
        Assert.Equal(without, await hub.WhoAmIAsync(Token(p => p["client_id"] = "be-fgp")));
        Assert.Equal(without, await hub.WhoAmIAsync(Token(p => p["roles"] = new JsonArray("analyst", "contributor"))));
        Assert.Equal(without, await hub.WhoAmIAsync(Token(p => p["purposes"] = new JsonArray("cross-checking", "strategic-analysis"))));
        Assert.Equal(without, await hub.WhoAmIAsync("Bearer " + hub.Token("be-fgp", p => p["client_id"] = "be-narrow")));
    }
}
