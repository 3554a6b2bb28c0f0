using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntelShare.Members;
using Microsoft.IdentityModel.Tokens;

namespace IntelShare.Api.Tests.Cast;

/// <summary>An identity provider of Germany's agency, as far as its tokens show it: what they say, and how its row reads them.</summary>
internal sealed class Provider : IDisposable
{
    private static int made;
    private readonly RSA key = RSA.Create(2048);

    private Provider(string id, string iss, string type, int minutes, string? audience, ClaimPaths paths, string named, Action<JsonObject> says) =>
        (Id, Iss, Type, Minutes, Audience, Paths, Named, Says) = (id, iss, type, minutes, audience, paths, named, says);

    public string Id { get; }

    public string Iss { get; }

    public string Type { get; }

    public int Minutes { get; }

    public string? Audience { get; }

    public ClaimPaths Paths { get; }

    public string Named { get; }

    private Action<JsonObject> Says { get; }

    public string Kid => Id + "-1";

    /// <summary>What the provider's own documentation shows, one of each.</summary>
    public static Provider Of(string kind) => kind switch
    {
        "keycloak" => new(kind, "https://login.bka.example/realms/intelshare", "JWT", 10, audience: null, new("/azp", "/sub", "/resource_access/intelshare/roles", Purposes: null, "/jti"), "bka-analysis", claims =>
        {
            (claims["typ"], claims["azp"], claims["jti"], claims["acr"]) = ("Bearer", "bka-analysis", Unique(), "1");
            claims["resource_access"] = new JsonObject { ["intelshare"] = new JsonObject { ["roles"] = new JsonArray("analyst") }, ["account"] = new JsonObject { ["roles"] = new JsonArray("view-profile") } };
        }),
        "entra" => new(kind, "https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0", "JWT", 90, "6e74172b-be56-4843-9ff4-e66a39bb12e3", new("/azp", "/oid", "/roles", Purposes: null, "/uti"), "3c1f5f5e-1b0a-4e8e-8a57-4b8e5c8b9d11", claims =>
        {
            (claims["azp"], claims["oid"], claims["uti"], claims["ver"], claims["roles"]) = ("3c1f5f5e-1b0a-4e8e-8a57-4b8e5c8b9d11", "690222be-ff1a-4d56-abd1-7e4f7d38e474", Unique(), "2.0", new JsonArray("analyst"));
            // Entra dates its tokens five minutes back.
            (claims["iat"], claims["nbf"]) = (claims["iat"]!.GetValue<long>() - 300, claims["iat"]!.GetValue<long>() - 300);
        }),
        "adfs" => new(kind, "http://sts.bka.example/adfs/services/trust", "JWT", 60, audience: null, new("/appid", "/sub", "/role", Purposes: null, "/jti"), "d4f1c3a2-5b7e-4c7b-9a63-0d0f8f0c1a11", claims =>
            (claims["appid"], claims["role"], claims["apptype"], claims["ver"], claims["scp"], claims["unique"]) = ("d4f1c3a2-5b7e-4c7b-9a63-0d0f8f0c1a11", "analyst", "Confidential", "1.0", "openid", Unique())),
        _ => new(kind, "https://op.bka.example/", "at+jwt", 10, audience: null, new("/client_id", "/sub", "/roles", "/purposes", "/jti"), "gateway", claims =>
            (claims["client_id"], claims["jti"], claims["roles"], claims["purposes"]) = ("gateway", Unique(), new JsonArray("analyst"), new JsonArray("cross-checking"))),
    };

    /// <summary>Its row in the registry, with its key, for the agency's own client.</summary>
    public Issuer Row() => new(
        Id, Iss, ["RS256"], [Type], JwksUri: null, [.. Member.ReadKeys(JsonElement.Parse(new JsonObject { ["keys"] = new JsonArray(JsonNode.Parse(Jwk())) }.ToJsonString())).Keys], Audience,
        new Dictionary<string, string>(StringComparer.Ordinal) { [Named] = "de-bka" }.ToImmutableDictionary(), Paths, RolePrefix: null);

    public string Jwk()
    {
        var numbers = key.ExportParameters(includePrivateParameters: false);
        return new JsonObject { ["kty"] = "RSA", ["use"] = "sig", ["alg"] = "RS256", ["kid"] = Kid, ["n"] = Base64UrlEncoder.Encode(numbers.Modulus), ["e"] = Base64UrlEncoder.Encode(numbers.Exponent) }.ToJsonString();
    }

    /// <summary>A good token of an analyst, but for what the caller changes.</summary>
    public string Token(TestHub hub, Action<JsonObject>? payload = null, Action<JsonObject>? header = null, Func<byte[], byte[]>? sign = null) => hub.Token(
        "de-bka",
        claims =>
        {
            var now = claims["iat"]!.GetValue<long>();
            claims.Clear();
            (claims["iss"], claims["aud"], claims["sub"], claims["iat"], claims["exp"]) = (Iss, Audience ?? "urn:intelshare:hub:local", "lLs8nDdgHcHNnCmPVFnqrHqHnqj6NUNj", now, now + 300);
            Says(claims);
            payload?.Invoke(claims);
        },
        head =>
        {
            (head["alg"], head["typ"], head["kid"]) = ("RS256", Type, Kid);
            header?.Invoke(head);
        },
        sign: sign ?? Sign);

    public byte[] Sign(byte[] bytes) => key.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public void Dispose() => key.Dispose();

    private static string Unique() => "token-" + Interlocked.Increment(ref made).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
