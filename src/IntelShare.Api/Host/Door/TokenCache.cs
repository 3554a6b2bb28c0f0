using IntelShare.Members;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Caching.Memory;

namespace IntelShare.Api.Host.Door;

/// <summary>
/// Tokens whose signature this node verified, believed for 30 seconds: ES256 costs two thirds of a request. The registry is
/// asked of each on every request all the same.
/// </summary>
internal sealed class TokenCache(RegistryCache registry, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(30);
    private readonly MemoryCache verified = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    /// <summary>What was found of one token, and until when that is believed.</summary>
    internal sealed record Verified(TokenClaims Claims, Task<AuthenticateResult> Result, DateTimeOffset Until);

    public void Dispose() => verified.Dispose();

    /// <summary>What was found of the token that a request carries; null where it is to be verified.</summary>
    public Verified? Find(HttpRequest request)
    {
        // No copy of the token is made to look it up.
        var (token, client) = Tokens.Presented(request);
        return verified.TryGetValue(token.Span, out Verified? known) && clock.GetUtcNow() < known!.Until && (client ?? known.Claims.Client) == known.Claims.Client
            && (known.Claims.ReadBy is not { } read || registry.Current.Provider(read.Iss)?.Says(read) == true) ? known : null;
    }

    public void Keep(string token, TokenClaims claims, AuthenticationTicket ticket)
    {
        var until = clock.GetUtcNow() + KeptFor;
        verified.Set(token, new Verified(claims, Task.FromResult(AuthenticateResult.Success(ticket)), until < claims.ExpiresAt ? until : claims.ExpiresAt),
            new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = KeptFor });
    }
}
