using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using IntelShare.Members;
using Microsoft.AspNetCore.Http.Features;

namespace IntelShare.Api.Host.Door;

/// <summary>
/// How fast is served, on this node: each member, each of its officers, and each address that brings no good token. Only
/// whom the registry admits spends what is a member's: not whoever holds a retired key. A refusal has the same bytes whoever used the rest.
/// </summary>
internal sealed class Turnstile : IDisposable
{
    /// <summary>A client may name any officer, so entries of refusals are bounded for its member too.</summary>
    private const int MostNoted = 20;

    private readonly PartitionedRateLimiter<string> addresses;
    private readonly ConcurrentDictionary<string, (ConcurrencyLimiter Turns, Bucket Bucket)> members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> noted = new(StringComparer.Ordinal);
    private readonly Lock noting = new();
    private readonly Knocks knocks;
    private readonly RegistryCache registry;
    private readonly Trail trail;
    private readonly Ids ids;
    private readonly Measures measures;
    private readonly TimeProvider clock;
    private readonly string retryAfter;
    private DateTimeOffset minute;

    public Turnstile(Settings settings, Knocks knocks, RegistryCache registry, Trail trail, Ids ids, Measures measures, TimeProvider clock)
    {
        (this.knocks, this.registry, this.trail, this.ids, this.measures, this.clock) = (knocks, registry, trail, ids, measures, clock);
        var limits = settings.Limits;
        double[] rates = [limits.OfficerRate, limits.MemberRate, limits.AddressRate];
        if (rates.Any(rate => rate is not > 0) || ((int[])[limits.OfficerBurst, limits.MemberBurst, limits.AddressBurst, limits.MemberAtOnce]).Any(most => most < 1))
        {
            throw new InvalidOperationException("IntelShare__Limits: every limit is a number above zero.");
        }

        // Of the slowest, so that it does not tell which one it was.
        retryAfter = Math.Ceiling(1 / rates.Min()).ToString(CultureInfo.InvariantCulture);
        addresses = PartitionedRateLimiter.Create<string, string>(address => RateLimitPartition.Get(address, _ => new Bucket(limits.AddressRate, limits.AddressBurst, clock)));
        Members = PartitionedRateLimiter.Create<HttpContext, (string Member, string Officer)>(http => Admitted(http) is { } caller
            ? RateLimitPartition.Get<(string Member, string Officer)>((caller.Member.Id, caller.Officer), whose => new OfficerLimiter(members.GetOrAdd(whose.Member, OfMember), new(limits.OfficerRate, limits.OfficerBurst, clock)))
            : RateLimitPartition.GetNoLimiter<(string, string)>(default));

        (ConcurrencyLimiter, Bucket) OfMember(string member) =>
            (new(new() { PermitLimit = limits.MemberAtOnce, QueueLimit = limits.MemberAtOnce }), new(limits.MemberRate, limits.MemberBurst, clock));
    }

    /// <summary>Requests of whom the registry admits; others pass, and are refused at the counter by their address's share.</summary>
    public PartitionedRateLimiter<HttpContext> Members { get; }

    /// <summary>
    /// Spends what an address has for requests without a good token. Those with one are served from it whatever others
    /// behind it do.
    /// </summary>
    /// <returns>The refusal, where it has nothing left.</returns>
    public Answer? Spend(IPAddress? address)
    {
        using var lease = addresses.AttemptAcquire(Site(address));
        return lease.IsAcquired ? null : Refusal();
    }

    /// <summary>Whoever has a line of IPv6 has 2^64 addresses.</summary>
    private static string Site(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)),
        _ => address.ToString(),
    };

    /// <summary>Turns a member's request away; on record once a minute for an officer, and counted beyond that, so that a flood does not fill the trail.</summary>
    public async ValueTask RefuseAsync(HttpContext http)
    {
        var claims = http.Features.GetRequiredFeature<TokenClaims>();
        while (registry.Current is { } current && current.Issuing(claims.Issuer) is { } member)
        {
            var now = clock.GetUtcNow();
            if (!IsFirst(member.Id, claims.Officer, now))
            {
                knocks.Count("member:" + member.Id);
                break;
            }

            var act = http.GetEndpoint()?.Metadata.GetMetadata<Act>()?.Name ?? "token-refused";
            try
            {
                await trail.EnterAsync(new(ids.Next(member.Id), now, new(member.Id, claims.Client, claims.Officer, claims.Kid, claims.TokenId), act, "too-many-requests", Purpose: null, Case: null, current.Version, []), http.RequestAborted);
                break;
            }
            catch (RegistryMovedException)
            {
                Forget(member.Id, claims.Officer);
                await registry.ReloadAsync(http.RequestAborted);
            }
        }

        await Refusal().ExecuteAsync(http);
    }

    public void Dispose()
    {
        addresses.Dispose();
        Members.Dispose();
        foreach (var (turns, _) in members.Values)
        {
            turns.Dispose();
        }
    }

    private Caller? Admitted(HttpContext http) =>
        http.Features.Get<TokenClaims>() is { } claims ? registry.Current.Admit(claims, http.Connection.RemoteIpAddress, clock.GetUtcNow()).Caller : null;

    private Answer Refusal()
    {
        measures.Refused(StatusCodes.Status429TooManyRequests, "too-many-requests");
        return Problems.Of("too-many-requests").With("Retry-After", retryAfter);
    }

    private bool IsFirst(string member, string officer, DateTimeOffset now)
    {
        lock (noting)
        {
            if (now - minute is var since && (since >= TimeSpan.FromMinutes(1) || since < TimeSpan.Zero))
            {
                minute = now;
                noted.Clear();
            }

            if (!noted.TryGetValue(member, out var officers))
            {
                noted[member] = officers = new(StringComparer.Ordinal);
            }

            return officers.Count < MostNoted && officers.Add(officer);
        }
    }

    private void Forget(string member, string officer)
    {
        lock (noting)
        {
            noted.GetValueOrDefault(member)?.Remove(officer);
        }
    }
}
