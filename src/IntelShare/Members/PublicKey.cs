using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace IntelShare.Members;

/// <summary>
/// The public part of a signing key as RFC 7517 writes it: EC on P-256 for ES256, or RSA of 2048 to 4096 bits for PS256.
/// Only what is needed to verify is kept; a private part is refused, so that it never comes to be stored.
/// </summary>
/// <param name="Kid">The name of the key, unique for ever within its member.</param>
/// <param name="Jwk">The public members alone, in the order of RFC 7638.</param>
/// <param name="Thumbprint">RFC 7638 with SHA-256, in base64url: what is read out over the telephone.</param>
public sealed record PublicKey(string Kid, string Jwk, string Thumbprint)
{
    /// <summary>A kid at its longest, in code points.</summary>
    public const int LongestKid = 128;
    private static readonly string[] PrivateParts = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

    /// <summary>Reads a key.</summary>
    /// <param name="jwk">The JSON object.</param>
    /// <param name="pointer">Where it stands.</param>
    /// <returns>The key, or refusals: <c>required</c>, <c>private-key</c>, <c>malformed-key</c>, <c>weak-key</c>, <c>malformed-kid</c>.</returns>
    public static (PublicKey? Key, IReadOnlyList<Refusal> Refusals) Read(JsonElement? jwk, string pointer) => Read(jwk, pointer, ofProvider: false);

    /// <summary>Reads a key as identity providers publish it: RSA signs by RS256 too, and what does not sign is refused.</summary>
    public static (IssuerKey? Key, IReadOnlyList<Refusal> Refusals) ReadOfProvider(JsonElement? jwk, string pointer) =>
        Read(jwk, pointer, ofProvider: true) is var (key, refusals) && key is not null ? (new(key.Kid, key.Jwk, key.Thumbprint), []) : (null, refusals);

    private static (PublicKey? Key, IReadOnlyList<Refusal> Refusals) Read(JsonElement? jwk, string pointer, bool ofProvider)
    {
        if (jwk is not { ValueKind: JsonValueKind.Object } key)
        {
            return (null, [new("required", pointer, "A public key as a JSON object (RFC 7517).")]);
        }

        if (Array.Exists(PrivateParts, Has))
        {
            return (null, [new("private-key", pointer, "This is a private key. It has left its machine now: make another, and send the public part.")]);
        }

        var kid = Member("kid");
        if (kid is null or "." or ".." || Text.IsBlank(kid) || !Text.IsClean(kid) || Text.Length(kid) > LongestKid)
        {
            return (null, [new("malformed-kid", pointer + "/kid", "1 to 128 code points.")]);
        }

        try
        {
            var (canonical, algorithm) = Member("kty") switch
            {
                "EC" => (Curve(), "ES256"),
                "RSA" => (Modulus(), "PS256"),
                _ => throw new FormatException(),
            };
            if (canonical is null)
            {
                return (null, [new("weak-key", pointer, "RSA of 2048 to 4096 bits, with the exponent 65537.")]);
            }

            if ((Member("alg") is { } said && said != algorithm && !(ofProvider && algorithm == "PS256" && said == "RS256")) || (ofProvider && Member("use") is { } use && use != "sig"))
            {
                return (null, [new("malformed-key", pointer + "/alg", $"Keys of this type sign by {algorithm}.")]);
            }

            // By which of its algorithms a provider's key signs, the issuer's row says.
            var whole = canonical[..^1] + $",\"kid\":{JsonSerializer.Serialize(kid)}{(ofProvider ? "" : $",\"alg\":\"{algorithm}\"")},\"use\":\"sig\"}}";
            return (new(kid, whole, Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))), []);
        }
        catch (Exception malformed) when (malformed is FormatException or CryptographicException)
        {
            return (null, [new("malformed-key", pointer, "EC on P-256 with x and y, or RSA with n and e, each in base64url.")]);
        }

        // By every name, not by the last that is spelled like it.
        bool Has(string name) => key.EnumerateObject().Any(member => NameIs(member, name));

        string? Member(string name)
        {
            try
            {
                return key.EnumerateObject().LastOrDefault(member => NameIs(member, name)).Value is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;
            }
            catch (InvalidOperationException)
            {
                // A lone surrogate: JSON may say it, and no string can hold it.
                return null;
            }
        }

        static bool NameIs(JsonProperty member, string name)
        {
            try
            {
                return member.NameEquals(name);
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        }

        byte[] Number(string name) => Base64Url.DecodeFromChars(Member(name) ?? throw new FormatException());

        string Curve()
        {
            var point = new ECPoint { X = Number("x"), Y = Number("y") };
            if (Member("crv") != "P-256" || point.X.Length != 32 || point.Y.Length != 32)
            {
                throw new FormatException();
            }

            // Throws where the point is not on the curve.
            using var _ = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point });
            return $"{{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"{Base64Url.EncodeToString(point.X)}\",\"y\":\"{Base64Url.EncodeToString(point.Y)}\"}}";
        }

        string? Modulus()
        {
            var (n, e) = (Number("n").AsSpan().TrimStart((byte)0).ToArray(), Number("e"));
            if (n.Length is < 256 or > 512 || n[0] < 0x80 || !e.AsSpan().SequenceEqual<byte>([1, 0, 1]))
            {
                return null;
            }

            return $"{{\"e\":\"AQAB\",\"kty\":\"RSA\",\"n\":\"{Base64Url.EncodeToString(n)}\"}}";
        }
    }
}
