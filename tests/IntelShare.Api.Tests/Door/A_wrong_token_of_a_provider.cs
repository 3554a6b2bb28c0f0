using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Tests.Cast;
using IntelShare.Members;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace IntelShare.Api.Tests.Door;

/// <summary>Every field of a token wrong by itself, for every kind of provider.</summary>
public sealed class A_wrong_token_of_a_provider(TestHub hub, A_wrong_token_of_a_provider.Providers providers) : IClassFixture<TestHub>, IClassFixture<A_wrong_token_of_a_provider.Providers>, IAsyncLifetime
{
    private static readonly Dictionary<string, Func<TestHub, Provider, string>> Wrong = new(StringComparer.Ordinal)
    {
        ["alg none"] = (hub, by) => by.Token(hub, header: h => h["alg"] = "none", sign: _ => []),
        ["HS256 with the public key"] = (hub, by) => by.Token(hub, header: h => h["alg"] = "HS256", sign: bytes => HMACSHA256.HashData(Encoding.UTF8.GetBytes(by.Jwk()), bytes)),
        ["PS256, which its row does not name"] = (hub, by) => by.Token(hub, header: h => h["alg"] = "PS256"),
        ["a signature of zeros"] = (hub, by) => by.Token(hub, sign: _ => new byte[256]),
        ["another provider's key under its kid"] = (hub, by) => by.Token(hub, sign: Stranger),
        ["the kid of another issuer"] = (hub, by) => by.Token(hub, header: h => h["kid"] = "other-1"),
        ["the kid of a client's own key"] = (hub, by) => by.Token(hub, header: h => h["kid"] = hub.Key("de-bka").Kid),
        ["the iss of the member itself"] = (hub, by) => by.Token(hub, p => p["iss"] = hub.Key("de-bka").Iss),
        ["the iss of another provider"] = (hub, by) => by.Token(hub, p => p["iss"] = "https://other.bka.example/"),
        ["the iss with a slash more"] = (hub, by) => by.Token(hub, p => p["iss"] = by.Iss + "/"),
        ["no kid"] = (hub, by) => by.Token(hub, header: h => h.Remove("kid")),
        ["kid unknown"] = (hub, by) => by.Token(hub, header: h => h["kid"] = "unknown"),
        ["another typ"] = (hub, by) => by.Token(hub, header: h => h["typ"] = by.Type == "JWT" ? "at+jwt" : "JWT"),
        ["no typ"] = (hub, by) => by.Token(hub, header: h => h.Remove("typ")),
        ["crit"] = (hub, by) => by.Token(hub, header: h => h["crit"] = new JsonArray("exp")),
        ["aud of another"] = (hub, by) => by.Token(hub, p => p["aud"] = "00000003-0000-0000-c000-000000000000"),
        ["aud of two"] = (hub, by) => by.Token(hub, p => p["aud"] = new JsonArray(p["aud"]!.GetValue<string>(), "account")),
        ["no aud"] = (hub, by) => by.Token(hub, p => p.Remove("aud")),
        ["no exp"] = (hub, by) => by.Token(hub, p => p.Remove("exp")),
        ["no iat"] = (hub, by) => by.Token(hub, p => p.Remove("iat")),
        ["a life of a year"] = (hub, by) => by.Token(hub, p => p["exp"] = p["iat"]!.GetValue<long>() + (365 * 86_400)),
        ["a life longer than allowed"] = (hub, by) => by.Token(hub, p => p["exp"] = p["iat"]!.GetValue<long>() + (by.Minutes * 60) + 1),
        ["expired"] = (hub, by) => by.Token(hub, p => (p["iat"], p["exp"]) = (p["iat"]!.GetValue<long>() - 400, p["iat"]!.GetValue<long>() - 100)),
        ["issued in the future"] = (hub, by) => by.Token(hub, p => p["iat"] = hub.Clock.GetUtcNow().ToUnixTimeSeconds() + 60),
        ["not yet valid"] = (hub, by) => by.Token(hub, p => p["nbf"] = hub.Clock.GetUtcNow().ToUnixTimeSeconds() + 60),
        ["an ID token"] = (hub, by) => by.Token(hub, p => p["nonce"] = "n-0S6_WzA2Mj"),
        ["an ID token of a code flow"] = (hub, by) => by.Token(hub, p => p["at_hash"] = "77QmUPtjPfzWtF2AnpK9RQ"),
        ["a refresh token of Keycloak"] = (hub, by) => by.Token(hub, p => p["typ"] = "Refresh"),
        ["one bound to a key"] = (hub, by) => by.Token(hub, p => p["cnf"] = new JsonObject { ["jkt"] = "0ZcOCORZNYy" }),
        ["a client that the row does not name"] = (hub, by) => by.Token(hub, p => p[by.Paths.Client[1..]] = "de-bka"),
        ["no client"] = (hub, by) => by.Token(hub, p => p.Remove(by.Paths.Client[1..])),
        ["no officer"] = (hub, by) => by.Token(hub, p => p.Remove(by.Paths.Officer[1..])),
        ["officer a number"] = (hub, by) => by.Token(hub, p => p[by.Paths.Officer[1..]] = 7),
        ["a role beyond the cap"] = (hub, by) => by.Token(hub, p => WithRoles(p, by, "hub-admin")),
        ["an unknown role"] = (hub, by) => by.Token(hub, p => WithRoles(p, by, "king")),
        ["roles that do not stand together"] = (hub, by) => by.Token(hub, p => WithRoles(p, by, "analyst", "auditor")),
        ["no role"] = (hub, by) => by.Token(hub, p => WithRoles(p, by)),
        ["roles an object"] = (hub, by) => by.Token(hub, p => p[by.Paths.Roles.Split('/')[1]] = new JsonObject { ["x"] = true }),
        ["a member twice"] = (hub, by) => Twice(hub, by, "\"sub\":\"another\","),
        ["a member twice within"] = (hub, by) => Twice(hub, by, "\"x\":{\"a\":1,\"a\":2},"),
        ["a name that no string can hold"] = (hub, by) => Twice(hub, by, "\"\\ud800\":1,"),
        ["a typ that no string can hold"] = (hub, by) => Twice(hub, by, by.Id == "keycloak" ? "\"typ2\":\"\\ud800\",\"\\udc00\":1," : "\"typ\":\"\\ud800\","),
        ["8 KB"] = (hub, by) => by.Token(hub, p => p["padding"] = new string('p', 8000)),
        ["nested deeper than anybody does"] = (hub, by) => by.Token(hub, p => p["deep"] = JsonNode.Parse(new string('[', 40) + new string(']', 40))),
        ["five parts"] = (hub, by) => by.Token(hub) + ".AAAA.AAAA",
        ["a token within a token"] = (hub, by) => by.Token(hub, header: h => h["cty"] = "JWT", sign: null)[..^1] + ".",
    };

    public static TheoryData<string, string> Cases => new(from kind in Kinds from name in Wrong.Keys select (kind.Data, name));

    public static TheoryData<string> Kinds => ["keycloak", "entra", "adfs", "op"];

    public ValueTask InitializeAsync() => providers.TrustedBy(hub);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task is_good_where_nothing_is_wrong(string kind)
    {
        using var http = new HttpClient { BaseAddress = hub.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", providers.Of(kind).Token(hub));

        var me = await http.ReadAsync("/v1/me");
        Assert.Equal(("de-bka", "de-bka"), (me["member"]!.GetValue<string>(), me["client"]!.GetValue<string>()));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task is_answered_like_no_token_at_all(string kind, string name)
    {
        var without = await hub.WhoAmIAsync();

        Assert.Equal(401, without.Status);
        Assert.Equal(without, await hub.WhoAmIAsync("Bearer " + Wrong[name](hub, providers.Of(kind))));
    }

    [Theory]
    [InlineData(-3_600)]
    [InlineData(3_600)]
    public async Task is_one_that_was_made_by_a_clock_an_hour_off(int seconds)
    {
        var without = await hub.WhoAmIAsync();
        foreach (var kind in Kinds.Select(kind => kind.Data))
        {
            Assert.Equal(without, await hub.WhoAmIAsync("Bearer " + providers.Of(kind).Token(hub, p => (p["iat"], p["nbf"], p["exp"]) = (p["iat"]!.GetValue<long>() + seconds, p["iat"]!.GetValue<long>() + seconds, p["exp"]!.GetValue<long>() + seconds))));
        }
    }

    [Theory]
    [InlineData("not-an-access-token", "an ID token")]
    [InlineData("client-not-of-issuer", "a client that the row does not name")]
    [InlineData("audience-wrong", "aud of another")]
    [InlineData("type-wrong", "another typ")]
    [InlineData("lifetime-wrong", "expired")]
    [InlineData("token-not-registered", "a life longer than allowed")]
    [InlineData("role-beyond-cap", "an unknown role")]
    public async Task tells_its_own_member_why(string reason, string name)
    {
        hub.Clock.Advance(TimeSpan.FromSeconds(1));
        await hub.WhoAmIAsync("Bearer " + Wrong[name](hub, providers.Of("keycloak")));

        Assert.Equal(reason, (await hub.TrailAsync("de-bka")).First(entry => entry!["act"]!.GetValue<string>() == "token-refused")!["outcome"]!.GetValue<string>());
        hub.Clock.Advance(TimeSpan.FromSeconds(1));
    }

    private static void WithRoles(JsonObject payload, Provider by, params string[] roles)
    {
        var (holder, steps) = (payload, by.Paths.Roles.Split('/')[1..]);
        foreach (var step in steps[..^1])
        {
            holder = holder[step]!.AsObject();
        }

        holder[steps[^1]] = new JsonArray([.. roles.Select(role => JsonValue.Create(role))]);
    }

    /// <summary>Signed as it stands: only who holds the key can say two things at once.</summary>
    private static string Twice(TestHub hub, Provider by, string more)
    {
        var parts = by.Token(hub).Split('.');
        var signed = parts[0] + "." + Base64UrlEncoder.Encode(Base64UrlEncoder.Decode(parts[1]).Insert(1, more));
        return signed + "." + Base64UrlEncoder.Encode(by.Sign(Encoding.ASCII.GetBytes(signed)));
    }

    private static byte[] Stranger(byte[] bytes)
    {
        using var stranger = RSA.Create(2048);
        return stranger.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    /// <summary>One provider of each kind, and another of Germany's.</summary>
    public sealed class Providers : IDisposable
    {
        private readonly Dictionary<string, Provider> all = Kinds.Select(kind => Provider.Of(kind.Data)).ToDictionary(provider => provider.Id, StringComparer.Ordinal);
        private TestHub? trusting;

        internal Provider Of(string kind) => all[kind];

        internal async ValueTask TrustedBy(TestHub hub)
        {
            if (trusting == hub)
            {
                return;
            }

            trusting = hub;
            await hub.RegisterAsync("member/de-bka", [
                new MemberChanged("BKA", new("desk", "urgent"), [.. hub.Services.GetRequiredService<RegistryCache>().Current.Members["de-bka"].Roles], "test", all.Values.ToDictionary(provider => provider.Iss, provider => provider.Minutes, StringComparer.Ordinal)),
                .. all.Values.Select(provider => new IssuerTrusted(provider.Row())),
            ]);
            await hub.LearnAsync();
        }

        public void Dispose()
        {
            foreach (var provider in all.Values)
            {
                provider.Dispose();
            }
        }
    }
}
