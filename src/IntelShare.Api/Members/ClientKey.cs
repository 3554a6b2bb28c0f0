using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntelShare.Api.Host;
using IntelShare.Members;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace IntelShare.Api.Members;

/// <summary>A client's private key as a file holds it: an RFC 7517 key, with what its tokens must say (iss, client_id, aud) beside it.</summary>
internal sealed record ClientKey(
    string Kty,
    string Crv,
    string X,
    string Y,
    string D,
    string Kid,
    string Alg,
    string Iss,
    [property: JsonPropertyName("client_id")] string ClientId,
    string Aud)
{
    private static readonly JsonSerializerOptions Lower = new(JsonSerializerDefaults.Web);

    /// <summary>The longest life the hub accepts.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <summary>Whether it is one of the hub's own, for its administrators.</summary>
    [JsonIgnore]
    public bool IsOfHub => Iss == "urn:intelshare:member:hub";

    public static ClientKey Create(string member, string client, string audience, string kidPrefix)
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var jwk = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(pair));
        return new("EC", jwk.Crv, jwk.X, jwk.Y, jwk.D, kidPrefix + Base64UrlEncoder.Encode(jwk.ComputeJwkThumbprint())[..16], "ES256", "urn:intelshare:member:" + member, client, audience);
    }

    public static ClientKey Read(string json) => JsonSerializer.Deserialize<ClientKey>(json, Lower) ?? throw new JsonException("No key.");

    /// <summary>Whole, with the private part.</summary>
    public string Write() => JsonSerializer.Serialize(this, Lower);

    /// <summary>What the registry keeps.</summary>
    public string PublicJwk() => JsonSerializer.Serialize(new { kty = Kty, crv = Crv, x = X, y = Y, kid = Kid, alg = Alg, use = "sig" });

    /// <summary>A token of this client; by default with the roles of daily work.</summary>
    public string Sign(DateTimeOffset now, IReadOnlyCollection<string>? roles = null, string? officer = null, Action<SecurityTokenDescriptor>? also = null)
    {
        var token = new SecurityTokenDescriptor
        {
            TokenType = "at+jwt",
            Issuer = Iss,
            Audience = Aud,
            IssuedAt = now.UtcDateTime,
            Expires = now.Add(Life).UtcDateTime,
            Claims = new Dictionary<string, object>
            {
                ["client_id"] = ClientId,
                ["sub"] = officer ?? ClientId + "-officer",
                ["jti"] = new Ids().Next(ClientId).ToString("N", CultureInfo.InvariantCulture),
                ["roles"] = roles ?? (IsOfHub
                    ? [Role.HubAdmin.Code()]
                    : [Role.Contributor.Code(), Role.Discloser.Code(), Role.Analyst.Code()]),
            },
            SigningCredentials = new(new JsonWebKey(Write()), SecurityAlgorithms.EcdsaSha256),
        };
        also?.Invoke(token);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(token);
    }
}
