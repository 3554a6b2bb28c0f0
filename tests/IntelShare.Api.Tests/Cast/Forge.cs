using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace IntelShare.Api.Tests.Cast;

/// <summary>Tokens laid by hand, so that each part of one can be wrong by itself.</summary>
internal static class Forge
{
    private static int made;

    /// <summary>A good token of an analyst of <paramref name="client"/>, but for what the caller changes.</summary>
    public static string Token(this TestHub hub, string client, Action<JsonObject>? payload = null, Action<JsonObject>? header = null, ClientKey? signedBy = null, Func<byte[], byte[]>? sign = null)
    {
        var key = hub.Key(client);
        var now = hub.Clock.GetUtcNow().ToUnixTimeSeconds();
        var head = new JsonObject { ["alg"] = "ES256", ["typ"] = "at+jwt", ["kid"] = key.Kid };
        var claims = new JsonObject
        {
            ["iss"] = key.Iss,
            ["client_id"] = client,
            ["sub"] = client + "-officer",
            ["aud"] = key.Aud,
            ["iat"] = now,
            ["exp"] = now + 600,
            ["jti"] = string.Create(CultureInfo.InvariantCulture, $"forged-{Interlocked.Increment(ref made)}"),
            ["roles"] = new JsonArray("analyst"),
        };
        header?.Invoke(head);
        payload?.Invoke(claims);
        var signed = Encode(head.ToJsonString()) + "." + Encode(claims.ToJsonString());
        return signed + "." + Base64UrlEncoder.Encode((sign ?? (bytes => Sign(signedBy ?? key, bytes)))(Encoding.ASCII.GetBytes(signed)));
    }

    /// <summary>What the client's own key makes of a header and claims that no JSON object could hold.</summary>
    public static byte[] Signature(this TestHub hub, string client, string signed) => Sign(hub.Key(client), Encoding.ASCII.GetBytes(signed));

    /// <summary>A key of a client that the hub has never heard of.</summary>
    public static ClientKey Rogue(string member, string client) => ClientKey.Create(member, client, "urn:intelshare:hub:local", "rogue-");

    private static byte[] Sign(ClientKey key, byte[] bytes)
    {
        using var pair = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = { X = Base64UrlEncoder.DecodeBytes(key.X), Y = Base64UrlEncoder.DecodeBytes(key.Y) },
            D = Base64UrlEncoder.DecodeBytes(key.D),
        });
        return pair.SignData(bytes, HashAlgorithmName.SHA256);
    }

    private static string Encode(string text) => Base64UrlEncoder.Encode(Encoding.UTF8.GetBytes(text));
}
