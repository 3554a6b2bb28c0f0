using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntelShare.Client;

/// <summary>
/// A client's private key as a file holds it: an RFC 7517 key (P-256), with what its tokens must say (iss, client_id, aud) beside it.
/// <c>intelshare keys new</c> makes such files.
/// </summary>
public sealed record ClientKey(
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
    private const string Issuer = "urn:intelshare:member:";

    private static readonly string[] DailyWork = [Roles.Contributor, Roles.Discloser, Roles.Analyst];

    /// <summary>The longest life that the hub accepts of a token that was not registered.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <summary>Whether it is one of the hub's own, for its administrators.</summary>
    [JsonIgnore]
    public bool IsOfHub => Iss == Issuer + "hub";

    /// <summary>A new pair. The kid is the prefix and the beginning of the key's thumbprint (RFC 7638).</summary>
    public static ClientKey Create(string member, string client, string audience, string kidPrefix)
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = pair.ExportParameters(includePrivateParameters: true);
        var (x, y) = (Base64Url.EncodeToString(key.Q.X), Base64Url.EncodeToString(key.Q.Y));
        var thumbprint = SHA256.HashData(Encoding.ASCII.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}"""));
        return new("EC", "P-256", x, y, Base64Url.EncodeToString(key.D), kidPrefix + Base64Url.EncodeToString(thumbprint)[..16], "ES256", Issuer + member, client, audience);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">It is no key.</exception>
    public static ClientKey Read(string json) => JsonSerializer.Deserialize<ClientKey>(json, JsonSerializerOptions.Web) ?? throw new JsonException("No key.");

    /// <summary>A file that <c>intelshare keys new</c> made.</summary>
    /// <exception cref="InvalidDataException">It holds no private key.</exception>
    public static async Task<ClientKey> ReadFileAsync(string file, CancellationToken cancellationToken = default)
    {
        try
        {
            return Read(await File.ReadAllTextAsync(file, cancellationToken)) is { D: { Length: > 0 }, Iss: { Length: > 0 } } key ? key : throw new InvalidDataException($"{file} holds no private key; is it the public part?");
        }
        catch (JsonException malformed)
        {
            throw new InvalidDataException($"{file} holds no private key as `intelshare keys new` makes it.", malformed);
        }
    }

    /// <summary>Whole, with the private part.</summary>
    public string Write() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    /// <summary>What the registry keeps.</summary>
    public string PublicJwk() => JsonSerializer.Serialize(new { kty = Kty, crv = Crv, x = X, y = Y, kid = Kid, alg = Alg, use = "sig" });

    /// <summary>A token of this client (RFC 9068).</summary>
    /// <param name="now">When it is issued.</param>
    /// <param name="roles">What it claims; by default the roles of daily work, of a key of the hub <c>hub-admin</c>.</param>
    /// <param name="officer">Who stands behind the request, opaque to the hub; by default <c>&lt;client&gt;-officer</c>.</param>
    /// <param name="life">How long it lives; by default <see cref="Life"/>. A longer one must be registered by its id before its use.</param>
    /// <param name="id">Its id (jti); by default a random one.</param>
    public string Sign(DateTimeOffset now, IReadOnlyCollection<string>? roles = null, string? officer = null, TimeSpan? life = null, string? id = null)
    {
        var head = JsonSerializer.SerializeToUtf8Bytes(new { alg = Alg, typ = "at+jwt", kid = Kid });
        var claims = JsonSerializer.SerializeToUtf8Bytes(new
        {
            iss = Iss,
            aud = Aud,
            client_id = ClientId,
            sub = officer ?? ClientId + "-officer",
            jti = id ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
            iat = now.ToUnixTimeSeconds(),
            exp = now.Add(life ?? Life).ToUnixTimeSeconds(),
            roles = roles ?? (IsOfHub ? [Roles.HubAdmin] : DailyWork),
        });
        var signed = $"{Base64Url.EncodeToString(head)}.{Base64Url.EncodeToString(claims)}";
        using var key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            D = Base64Url.DecodeFromChars(D),
            Q = new() { X = Base64Url.DecodeFromChars(X), Y = Base64Url.DecodeFromChars(Y) },
        });
        return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    /// <summary>The key's name and whose it is; never the key.</summary>
    public override string ToString() => $"{Kid} of {ClientId}";
}
