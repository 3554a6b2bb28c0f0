using System.Text.Json;
using IntelShare.Members;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace IntelShare.Api.Host.Door;

/// <summary>What a token says, as JSON that means one thing: a member twice, or a name that no string can hold, says nothing.</summary>
internal static class TokenReader
{
    /// <summary>What a signed token says, and why that is not enough, or null. Where it names no client, its key does.</summary>
    public static (TokenClaims Claims, string? Wrong) Claims(JsonWebToken token, RegistryCache registry)
    {
        var provider = registry.Current.Provider(token.Issuer);
        var (claims, wrong) = Read();
        return (claims with
        {
            Client = claims.Client is "" ? registry.Current.Key(token.Issuer, token.Kid ?? "")?.Client.Id ?? "" : claims.Client,
            IssuedAt = Moment(token.IssuedAt),
            ExpiresAt = Moment(token.ValidTo),
        }, wrong);

        (TokenClaims, string?) Read()
        {
            try
            {
                if (Parsed(token.EncodedHeader) is { } header && !header.TryGetProperty("crit", out _) && Parsed(token.EncodedPayload) is { } payload)
                {
                    return TokenClaims.Read(payload, token.Issuer, token.Kid ?? "", provider, provider is null ? "" : Tokens.Digest(token.EncodedToken));
                }
            }
            catch (InvalidOperationException)
            {
                // A lone surrogate in a name: JSON may say it, and no string can hold it.
            }

            return (new(token.Issuer, token.Kid ?? "", "", "", Roles: null, Purposes: null, ""), "claims-wrong");
        }

        static DateTimeOffset Moment(DateTime said) => new(DateTime.SpecifyKind(said, DateTimeKind.Utc), TimeSpan.Zero);

        // A member that stands there twice is two words for one thing, of which each reader takes another.
        static JsonElement? Parsed(string encoded)
        {
            try
            {
                return JsonElement.Parse(Base64UrlEncoder.DecodeBytes(encoded), new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 16 }) is { ValueKind: JsonValueKind.Object } read ? read : null;
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    /// <summary>Who a token says has signed it, and by which key; null where it cannot be read.</summary>
    public static (string Issuer, string Kid)? Unverified(string token)
    {
        try
        {
            var read = new JsonWebToken(token);
            return string.IsNullOrEmpty(read.Issuer) ? null : (read.Issuer, read.Kid ?? "");
        }
        catch (Exception malformed) when (malformed is not OutOfMemoryException)
        {
            // Whatever the library makes of it, nobody has signed anything yet.
            return null;
        }
    }
}
