using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using IntelShare.Members;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace IntelShare.Api.Host.Door;

/// <summary>
/// The one token scheme: <c>at+jwt</c> signed by a registered client key (RFC 9068, ES256 or PS256), or what its member said of
/// its identity provider. Validation is JwtBearer's; what the token may say is <see cref="Registry.Admit"/>'s, on every request.
/// Every failure is the same 401.
/// </summary>
internal static class Tokens
{
    public const int LongestBytes = 8192;

    /// <summary>Of a token that its member registered; every other is held to ten minutes by <see cref="Registry.Admit"/>.</summary>
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(90);
    private static readonly TimeSpan Leeway = TimeSpan.FromSeconds(60);

    private static readonly ImmutableArray<string> OwnAlgorithms = [SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.RsaSsaPssSha256];
    private static readonly ImmutableArray<string> OwnTypes = ["at+jwt"];

    public static void Configure(JwtBearerOptions options, RegistryCache registry, IssuerKeys published, TokenCache cache, Settings settings, TimeProvider clock)
    {
        options.MapInboundClaims = false;
        options.SaveToken = false;
        options.IncludeErrorDetails = false;
        options.TokenHandlers.Clear();
        options.TokenHandlers.Add(new JsonWebTokenHandler { MapInboundClaims = false, MaximumTokenSizeInBytes = LongestBytes });
        options.TokenValidationParameters = new()
        {
            TypeValidator = (type, token, _) => (registry.Current.Provider(token.Issuer)?.Types ?? OwnTypes).Contains(type) ? type : throw new SecurityTokenInvalidTypeException(),
            AlgorithmValidator = (algorithm, _, token, _) => (registry.Current.Provider(token.Issuer)?.Algorithms ?? OwnAlgorithms).Contains(algorithm),
            // A token for two hubs could be carried from one to the other.
            AudienceValidator = (audiences, token, _) => audiences.ToList() is [var only] && only == (registry.Current.Provider(token.Issuer)?.Audience ?? settings.Audience),
            IssuerValidator = (issuer, _, _) => registry.Current.Issuing(issuer) is not null ? issuer : throw new SecurityTokenInvalidIssuerException(),
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            TryAllIssuerSigningKeys = false,
            IssuerSigningKeyResolver = (_, token, kid, _) => (registry.Current.Provider(token.Issuer) is { } provider ? published.Find(provider, kid) : registry.Key(token.Issuer, kid)) is { } key ? [key] : [],
            // The library looks at the lifetime even where no key was found; only what a member signed is worth a reason.
            LifetimeValidator = (notBefore, expires, token, _) => token is JsonWebToken { SigningKey: not null } signed
                ? IsAlive(notBefore, expires, signed.IssuedAt, clock.GetUtcNow().UtcDateTime)
                : throw new SecurityTokenInvalidSignatureException(),
        };
        options.Events = new()
        {
            OnMessageReceived = async context =>
            {
                var (token, _) = Presented(context.Request);
                if (token.IsEmpty)
                {
                    context.NoResult();
                    return;
                }

                context.Token = token.ToString();
                if (TokenReader.Unverified(context.Token) is { } said && registry.Current.Provider(said.Issuer) is { } provider)
                {
                    context.HttpContext.Items[typeof(Issuer)] = provider;
                    await published.ExpectAsync(provider, said.Kid, context.HttpContext.RequestAborted);
                }
            },
            OnTokenValidated = context =>
            {
                var token = (JsonWebToken)context.SecurityToken;
                var (claims, wrong) = TokenReader.Claims(token, registry);
                // Key, algorithm and type were looked at by the row at the beginning; one that moved meanwhile may not trust them.
                wrong ??= claims.ReadBy is { } read && !(context.HttpContext.Items[typeof(Issuer)] is Issuer begun && begun.Says(read)) ? "issuer-changed" : null;
                wrong ??= Presented(context.Request).Client is { } client && client != claims.Client ? "client-differs" : null;
                if (wrong is not null)
                {
                    context.HttpContext.Items[typeof(Tokens)] = (claims, wrong);
                    context.Fail(wrong);
                    return Task.CompletedTask;
                }

                cache.Keep(token.EncodedToken, claims, new(context.Principal!, context.Scheme.Name));
                context.HttpContext.Features.Set(claims);
                return Task.CompletedTask;
            },
            OnAuthenticationFailed = context =>
            {
                // These are found only after the signature was: the member itself sent it, and is told in its own trail.
                if (context.Exception is SecurityTokenExpiredException or SecurityTokenInvalidLifetimeException or SecurityTokenInvalidAudienceException
                    or SecurityTokenInvalidTypeException or SecurityTokenNoExpirationException
                    && Presented(context.Request).Token is { IsEmpty: false } token)
                {
                    context.HttpContext.Items[typeof(Tokens)] = (TokenReader.Claims(new JsonWebToken(token.ToString()), registry).Claims, context.Exception is SecurityTokenInvalidAudienceException ? "audience-wrong"
                        : context.Exception is SecurityTokenInvalidTypeException ? "type-wrong" : "lifetime-wrong");
                }

                return Task.CompletedTask;
            },
            OnChallenge = async context =>
            {
                context.HandleResponse();
                var (claims, reason) = context.HttpContext.Items[typeof(Tokens)] is (TokenClaims c, string r) ? (c, r) : (null, null);
                while (true)
                {
                    try
                    {
                        await (await RefuseAsync(context.HttpContext, claims, reason)).ExecuteAsync(context.HttpContext);
                        return;
                    }
                    catch (RegistryMovedException)
                    {
                        // The token is wrong under any registry; that is only put on record under the present one.
                        await registry.ReloadAsync(context.HttpContext.RequestAborted);
                    }
                }
            },
        };
    }

    /// <summary>
    /// The one 401. Where the signature was verified, the reason goes to that member's own trail; else the attempt is
    /// counted by address and minute; an address that fails on and on is told so, and is counted alone.
    /// </summary>
    /// <exception cref="RegistryMovedException">The registry is no longer the one refused with.</exception>
    public static async Task<Answer> RefuseAsync(HttpContext http, TokenClaims? claims, string? reason)
    {
        var services = http.RequestServices;
        if (services.GetRequiredService<Turnstile>().Spend(http.Connection.RemoteIpAddress) is { } tooMany)
        {
            services.GetRequiredService<Knocks>().Count(http.Connection.RemoteIpAddress);
            return tooMany;
        }

        var registry = services.GetRequiredService<RegistryCache>().Current;
        if (claims is not null && registry.Issuing(claims.Issuer) is { } member)
        {
            var trail = services.GetRequiredService<Trail>();
            var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
            var actor = new Actor(member.Id, claims.Client, claims.Officer, claims.Kid, claims.TokenId);
            await trail.EnterAsync(new(services.GetRequiredService<Ids>().Next(member.Id), now, actor, "token-refused", reason!, Purpose: null, Case: null, registry.Version, []), http.RequestAborted);
        }
        else
        {
            services.GetRequiredService<Knocks>().Count(http.Connection.RemoteIpAddress);
        }

        services.GetRequiredService<Measures>().Refused(StatusCodes.Status401Unauthorized, "unauthenticated");
        return Problems.Of("unauthenticated").With("WWW-Authenticate", Schemes(http.Request.Path));
    }

    // Machines that fetch know names and passwords (TAXII 2.1, section 8.2.2); some send none before they are asked.
    private static string Schemes(PathString path) =>
        path.StartsWithSegments(TaxiiError.Path, StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/misp", StringComparison.OrdinalIgnoreCase) ? "Bearer, Basic realm=\"IntelShare\"" : "Bearer";

    private static bool IsAlive(DateTime? notBefore, DateTime? expires, DateTime issued, DateTime now) =>
        expires is { } end && issued != DateTime.MinValue
        && now < end + Leeway && now > issued - Leeway && (notBefore is null || now > notBefore - Leeway)
        && end - issued <= LongestLife;

    /// <summary>The token that a request carries: as it is, or as the password of a machine that knows nothing but names and passwords. Empty where there is none.</summary>
    public static (ReadOnlyMemory<char> Token, string? Client) Presented(HttpRequest request)
    {
        var said = request.Headers.Authorization.ToString().AsMemory();
        var scheme = said.Span.IndexOf(' ');
        return scheme < 0 ? default
            : said.Span[..scheme].Equals("Bearer", StringComparison.OrdinalIgnoreCase) && said.Length - scheme - 1 <= LongestBytes ? (said[(scheme + 1)..].Trim(), null)
            : said.Span[..scheme].Equals("Basic", StringComparison.OrdinalIgnoreCase) && said.Length - scheme - 1 <= 2 * LongestBytes ? Pair(said[(scheme + 1)..].Trim().ToString())
            : default;
    }

    /// <summary>RFC 7617: the client's id, a colon, the token.</summary>
    private static (ReadOnlyMemory<char> Token, string? Client) Pair(string encoded)
    {
        var bytes = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, bytes, out var length) && Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [var client, var token] && token.Length <= LongestBytes ? (token.AsMemory(), client) : default;
    }

    internal static string Digest(ReadOnlySpan<char> token)
    {
        var bytes = token.Length <= 1024 ? stackalloc byte[token.Length] : new byte[token.Length];
        Encoding.ASCII.GetBytes(token, bytes);
        return Convert.ToHexString(SHA256.HashData(bytes));
    }
}
