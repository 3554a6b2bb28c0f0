using System.Collections.Frozen;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IntelShare.Members;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace IntelShare.Api.Host.Door;

/// <summary>
/// The one token scheme: <c>at+jwt</c> signed by a registered client key (RFC 9068, ES256 or PS256). Validation is
/// JwtBearer's; what the token may say is <see cref="Registry.Admit"/>'s, on every request. Every failure is the same 401.
/// </summary>
internal static class Tokens
{
    public const int LongestBytes = 8192;
    public static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Leeway = TimeSpan.FromSeconds(60);

    /// <summary>ES256 costs two thirds of a request; a signature once verified is believed this long. Revocation is asked every time.</summary>
    private static readonly TimeSpan CachedFor = TimeSpan.FromSeconds(30);

    private sealed record Verified(TokenClaims Claims, ClaimsPrincipal Principal, DateTimeOffset Until);

    public static void Configure(JwtBearerOptions options, RegistryCache registry, Settings settings, TimeProvider clock)
    {
        var cache = new MemoryCache(new MemoryCacheOptions { SizeLimit = 10_000 });
        options.MapInboundClaims = false;
        options.SaveToken = false;
        options.IncludeErrorDetails = false;
        options.TokenHandlers.Clear();
        options.TokenHandlers.Add(new JsonWebTokenHandler { MapInboundClaims = false, MaximumTokenSizeInBytes = LongestBytes });
        options.TokenValidationParameters = new()
        {
            ValidTypes = ["at+jwt"],
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.RsaSsaPssSha256],
            ValidAudience = settings.Audience,
            IssuerValidator = (issuer, _, _) => registry.Current.Issuing(issuer) is not null ? issuer : throw new SecurityTokenInvalidIssuerException(),
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            TryAllIssuerSigningKeys = false,
            IssuerSigningKeyResolver = (_, token, kid, _) => registry.Key(token.Issuer, kid) is { } key ? [key] : [],
            LifetimeValidator = (notBefore, expires, token, _) => IsAlive(notBefore, expires, ((JsonWebToken)token).IssuedAt, clock.GetUtcNow().UtcDateTime),
        };
        options.Events = new()
        {
            OnMessageReceived = context =>
            {
                if (Bearer(context.Request) is { } token && cache.TryGetValue(Digest(token), out Verified? known) && clock.GetUtcNow() < known!.Until)
                {
                    context.HttpContext.Features.Set(known.Claims);
                    context.Principal = known.Principal;
                    context.Success();
                }

                return Task.CompletedTask;
            },
            OnTokenValidated = context =>
            {
                var token = (JsonWebToken)context.SecurityToken;
                if (Claims(token) is not { } claims)
                {
                    context.Fail("claims");
                    return Task.CompletedTask;
                }

                var until = clock.GetUtcNow() + CachedFor;
                if (until.UtcDateTime > token.ValidTo)
                {
                    until = new DateTimeOffset(token.ValidTo, TimeSpan.Zero);
                }

                cache.Set(Digest(token.EncodedToken), new Verified(claims, context.Principal!, until),
                    new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = CachedFor });
                context.HttpContext.Features.Set(claims);
                return Task.CompletedTask;
            },
            OnAuthenticationFailed = context =>
            {
                // These are found only after the signature was: the member itself sent it, and is told in its own trail.
                if (context.Exception is SecurityTokenExpiredException or SecurityTokenInvalidLifetimeException or SecurityTokenInvalidAudienceException
                    or SecurityTokenInvalidTypeException or SecurityTokenNoExpirationException
                    && Bearer(context.Request) is { } token && Claims(new JsonWebToken(token)) is { } claims)
                {
                    context.HttpContext.Items[typeof(Tokens)] = (claims, context.Exception is SecurityTokenInvalidAudienceException ? "audience-wrong"
                        : context.Exception is SecurityTokenInvalidTypeException ? "type-wrong" : "lifetime-wrong");
                }

                return Task.CompletedTask;
            },
            OnChallenge = async context =>
            {
                context.HandleResponse();
                var (claims, reason) = context.HttpContext.Items[typeof(Tokens)] is (TokenClaims c, string r) ? (c, r) : (null, null);
                await (await RefuseAsync(context.HttpContext, claims, reason)).ExecuteAsync(context.HttpContext);
            },
        };
    }

    /// <summary>
    /// The one 401. Where the signature was verified, the reason goes to that member's own trail; else the attempt is
    /// counted by address and minute.
    /// </summary>
    public static async Task<Answer> RefuseAsync(HttpContext http, TokenClaims? claims, string? reason)
    {
        var services = http.RequestServices;
        var registry = services.GetRequiredService<RegistryCache>().Current;
        if (claims is not null && registry.Issuing(claims.Issuer) is { } member)
        {
            var trail = services.GetRequiredService<Trail>();
            var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
            var actor = new Actor(member.Id, claims.Client, claims.Officer, claims.TokenId);
            try
            {
                await trail.EnterAsync(new(services.GetRequiredService<Ids>().Next(member.Id), now, actor, "token-refused", reason!, Purpose: null, Case: null, registry.Version, []), http.RequestAborted);
            }
            catch (RegistryMovedException)
            {
                // A refusal stands under any registry; it is only put on record under the present one.
                await services.GetRequiredService<RegistryCache>().ReloadAsync(http.RequestAborted);
                return await RefuseAsync(http, claims, reason);
            }
        }
        else
        {
            services.GetRequiredService<Knocks>().Count(http.Connection.RemoteIpAddress);
        }

        return Problems.Of("unauthenticated").With("WWW-Authenticate", "Bearer");
    }

    private static bool IsAlive(DateTime? notBefore, DateTime? expires, DateTime issued, DateTime now) =>
        expires is { } end && issued != DateTime.MinValue
        && now < end + Leeway && now > issued - Leeway && (notBefore is null || now > notBefore - Leeway)
        && end - issued <= LongestLife;

    /// <summary>Null when a claim the hub needs is absent or of the wrong shape.</summary>
    private static TokenClaims? Claims(JsonWebToken token)
    {
        if (!token.TryGetPayloadValue<string>("client_id", out var client) || !token.TryGetPayloadValue<string>("jti", out var id)
            || string.IsNullOrEmpty(token.Subject) || string.IsNullOrEmpty(token.Kid) || token.Subject.Length > 128 || id.Length > 128 || client.Length > 64
            || token.TryGetHeaderValue<JsonElement>("crit", out _))
        {
            return null;
        }

        return new(token.Issuer, token.Kid, client, token.Subject, List<Role>("roles"), token.TryGetPayloadValue<JsonElement>("purposes", out _) ? List<Purpose>("purposes") ?? FrozenSet<Purpose>.Empty : null, id);

        IReadOnlySet<T>? List<T>(string claim) where T : struct, Enum
        {
            if (!token.TryGetPayloadValue<JsonElement>(claim, out var list) || list.ValueKind != JsonValueKind.Array)
            {
                return null;
            }

            var members = new HashSet<T>();
            foreach (var item in list.EnumerateArray())
            {
                if (item.ValueKind != JsonValueKind.String || !Codes.TryRead<T>(item.GetString(), out var member))
                {
                    return null;
                }

                members.Add(member);
            }

            return members;
        }
    }

    private static string? Bearer(HttpRequest request) =>
        request.Headers.Authorization.ToString() is { } header && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && header.Length <= LongestBytes
            ? header["Bearer ".Length..].Trim()
            : null;

    private static string Digest(string token) => Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(token)));
}
