using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Serialization;

namespace IntelShare.Members;

/// <summary>Where to ask an agency: what a hit names instead of content.</summary>
/// <param name="Contact">Reached in office hours.</param>
/// <param name="Urgent">Reached round the clock.</param>
public sealed record Desk(string Contact, string Urgent);

/// <summary>An agency of a party was enrolled, with the roles its clients may ever hold.</summary>
public sealed record MemberEnrolled(string Id, string Party, string Name, Desk Desk, Role[] Roles);

/// <summary>A machine or gateway of the member was registered, capped to roles, purposes and networks (CIDR; none: anywhere).</summary>
public sealed record ClientAdded(string Client, Role[] Roles, Purpose[] Purposes, string[]? Networks = null, StandingPurpose? Standing = null)
{
    /// <summary>What its objects leave unsaid.</summary>
    public Posting? Posting { get; init; }
}

/// <summary>A public key of a client was registered.</summary>
/// <param name="Client">The client that signs with it.</param>
/// <param name="Kid">Unique within the member, for ever.</param>
/// <param name="Jwk">RFC 7517, public part only.</param>
/// <param name="At">Since when; null for keys of a hub's founding.</param>
/// <param name="Thumbprint">RFC 7638; null for keys of a hub's founding.</param>
public sealed record KeyAdded(string Client, string Kid, string Jwk, DateTimeOffset? At = null, string? Thumbprint = null);

/// <summary>A key is not trusted any more, from the next answer on.</summary>
public sealed record KeyRevoked(string Client, string Kid, string? Reason = null, DateTimeOffset? At = null);

/// <summary>The member may neither read nor write; its records stay under their releases.</summary>
public sealed record MemberSuspended(string Reason);

/// <summary>A suspension was lifted.</summary>
public sealed record MemberReadmitted(string Reason);

/// <summary>The member's own agency-admin cleared an officer for protected persons (Article 30(3)).</summary>
/// <param name="Officer">The opaque <c>sub</c> of its tokens.</param>
/// <param name="Reason">At most 500 code points.</param>
/// <param name="Until">First moment without the clearance.</param>
public sealed record OfficerCleared(string Officer, string Reason, DateTimeOffset Until);

/// <summary>A clearance ended before its day.</summary>
public sealed record ClearanceWithdrawn(string Officer, string Reason);

/// <summary>An officer's tokens are refused, from the next answer on.</summary>
public sealed record OfficerBlocked(string Officer, string Reason);

/// <summary>A block was lifted.</summary>
public sealed record OfficerUnblocked(string Officer, string Reason);

/// <summary>
/// The member lets a third country, Union body or international organisation be reached through the task forces it releases
/// to, for as long as it says; without this they are reached by their own name alone.
/// </summary>
public sealed record StandingAuthorisationGiven(string Party, string Reason, DateTimeOffset From, DateTimeOffset? Until);

/// <summary>The member took a standing authorisation back.</summary>
public sealed record StandingAuthorisationRevoked(string Party, string Reason, DateTimeOffset At);

/// <summary>What an agency-admin said of an officer. An officer nobody spoke of may do what its token may.</summary>
/// <param name="Id">The opaque <c>sub</c> of its tokens.</param>
/// <param name="ClearedUntil">First moment without clearance for protected persons; null: never cleared, or no longer.</param>
/// <param name="ClearanceReason">Why it was cleared.</param>
/// <param name="Blocked">Whether its tokens are refused.</param>
public sealed record Officer(string Id, DateTimeOffset? ClearedUntil, string? ClearanceReason, bool Blocked)
{
    /// <summary>Why its tokens are refused; null while they are not.</summary>
    public string? BlockReason { get; init; }

    /// <summary>True while the officer is individually cleared.</summary>
    public bool IsCleared(DateTimeOffset moment) => moment < ClearedUntil;
}

/// <summary>A party that the member lets be reached through its task forces, and when.</summary>
public sealed record StandingAuthorisation(string Party, string Reason, DateTimeOffset From, DateTimeOffset? Until)
{
    /// <summary>True when the authorisation stands at <paramref name="moment"/>.</summary>
    public bool Covers(DateTimeOffset moment) => From <= moment && (Until is null || moment < Until);

    /// <summary>True when the authorisation stands, for a moment at least, in the time from <paramref name="from"/> to <paramref name="until"/>.</summary>
    public bool Meets(DateTimeOffset from, DateTimeOffset? until) => (Until is null || (From < Until && from < Until)) && (until is null || From < until);
}

/// <summary>A public key and when it is trusted. It stays on record when it is not any more, so that its name is not given again.</summary>
/// <param name="Jwk">RFC 7517, public part only.</param>
/// <param name="Thumbprint">RFC 7638.</param>
/// <param name="AddedAt">Since when.</param>
/// <param name="RetiresAt">First moment without it; null: until revoked.</param>
/// <param name="RevokedAt">When it was revoked.</param>
public sealed record TrustedKey(string Jwk, string? Thumbprint, DateTimeOffset? AddedAt, DateTimeOffset? RetiresAt = null, DateTimeOffset? RevokedAt = null)
{
    /// <summary>True while a signature by it counts.</summary>
    public bool IsTrusted(DateTimeOffset moment) => RevokedAt is null && !(RetiresAt <= moment);
}

/// <summary>A registered machine with its caps and its keys, by kid. One that was ended stays on record, so that its id is not given again.</summary>
public sealed record Client(string Id, ImmutableHashSet<Role> Roles, ImmutableHashSet<Purpose> Purposes, ImmutableDictionary<string, TrustedKey> Keys)
{
    /// <summary>Where it calls from (CIDR); none: from anywhere.</summary>
    public ImmutableArray<string> Networks { get; init; } = [];

    /// <summary>What a feed's requests state where they say nothing.</summary>
    public StandingPurpose? Standing { get; init; }

    /// <summary>What the objects that it posts leave unsaid.</summary>
    public Posting? Posting { get; init; }

    /// <summary>Whether it was ended.</summary>
    public bool Removed { get; init; }

    /// <summary>Its long tokens by <c>jti</c>, ended ones included.</summary>
    public ImmutableDictionary<string, RegisteredToken> Tokens { get; init; } = ImmutableDictionary<string, RegisteredToken>.Empty;

    /// <summary>True for a machine that pulls, and calls from networks of its own.</summary>
    [JsonIgnore]
    public bool MayCarryTokens => !Removed && Roles.SetEquals([Role.Feed]) && !Networks.IsEmpty;

    /// <summary>True where the address lies in one of its networks, or it has none.</summary>
    public bool MayCallFrom(IPAddress? address) => Networks.IsEmpty
        || (address is { } from && Networks.Any(network => IPNetwork.Parse(network).Contains(from.IsIPv4MappedToIPv6 ? from.MapToIPv4() : from)));

    internal bool Is(Role[] roles, Purpose[] purposes, string[] networks, StandingPurpose? standing, Posting? posting) =>
        Roles.SetEquals(roles) && Purposes.SetEquals(purposes) && Networks.SequenceEqual(networks) && Standing == standing && Posting.SaysTheSame(Posting, posting);
}

/// <summary>An agency of a party. Its clients never hold a role beyond the member's own cap.</summary>
public sealed partial record Member(Guid Stream, string Id, string Party, string Name, Desk Desk, ImmutableHashSet<Role> Roles, ImmutableDictionary<string, Client> Clients, bool Suspended)
{
    /// <summary>The officers of whom something was said, by id.</summary>
    public ImmutableDictionary<string, Officer> Officers { get; init; } = ImmutableDictionary<string, Officer>.Empty;

    /// <summary>The standing authorisations given, revoked and lapsed ones included.</summary>
    public ImmutableArray<StandingAuthorisation> Authorisations { get; init; } = [];

    /// <summary>When and why it leaves; null while it stays.</summary>
    public Leaving? Leaving { get; init; }

    /// <summary>Who is to own its records; null where nobody was named.</summary>
    public Succession? Succession { get; init; }

    /// <summary>The audience token that names this member alone.</summary>
    [JsonIgnore]
    public string Token => "member:" + Id;

    /// <summary>The issuer of the tokens that the member's own clients sign.</summary>
    [JsonIgnore]
    public string Issuer => "urn:intelshare:member:" + Id;

    /// <summary>The member after one more fact.</summary>
    public static Member Evolve(Member? current, Guid stream, object fact) => (current, fact) switch
    {
        (null, MemberEnrolled e) => new(stream, e.Id, e.Party, e.Name, e.Desk, [.. e.Roles], ImmutableDictionary<string, Client>.Empty, Suspended: false),
        (not null, MemberChanged e) => current with { Name = e.Name, Desk = e.Desk, Roles = [.. e.Roles], IssuerCaps = e.Issuers?.ToImmutableDictionary() ?? current.IssuerCaps },
        (not null, ClientAdded e) => current.With(new Client(e.Client, current.Roles.Intersect(e.Roles), [.. e.Purposes], ImmutableDictionary<string, TrustedKey>.Empty) { Networks = [.. e.Networks ?? []], Standing = e.Standing, Posting = e.Posting }),
        (not null, ClientChanged e) => current.With(current.Clients[e.Client] with { Roles = current.Roles.Intersect(e.Roles), Purposes = [.. e.Purposes], Networks = [.. e.Networks], Standing = e.Standing, Posting = e.Posting }),
        (not null, ClientRemoved e) => current.With(current.Clients[e.Client] with { Removed = true }),
        (not null, KeyAdded e) => current.With(current.Clients[e.Client], e.Kid, new TrustedKey(e.Jwk, e.Thumbprint, e.At)),
        (not null, KeyRetired e) => current.With(current.Clients[e.Client], e.Kid, current.Clients[e.Client].Keys[e.Kid] with { RetiresAt = e.At }),
        (not null, KeyRevoked e) => current.With(current.Clients[e.Client], e.Kid, current.Clients[e.Client].Keys[e.Kid] with { RevokedAt = e.At ?? DateTimeOffset.MinValue }),
        (not null, TokenRegistered e) => current.With(current.Clients[e.Client], e.Token, new RegisteredToken(e.ExpiresAt, e.At)),
        (not null, TokenRevoked e) => current.With(current.Clients[e.Client], e.Token, current.Clients[e.Client].Tokens[e.Token] with { RevokedAt = e.At }),
        (not null, IssuerTrusted e) => current with { Issuers = current.Issuers.SetItem(e.Issuer.Id, e.Issuer) },
        (not null, IssuerDistrusted e) => current with { Issuers = current.Issuers.Remove(e.Issuer) },
        (not null, MemberSuspended) => current with { Suspended = true },
        (not null, MemberReadmitted) => current with { Suspended = false },
        (not null, MemberWithdrawn e) => current with { Leaving = new(e.Reason, e.EffectiveOn) },
        (not null, MemberKept) => current with { Leaving = null, Succession = null },
        (not null, SuccessorNamed e) => current with { Succession = new(e.Successor, e.Reason, e.At, AcceptedAt: null) },
        (not null, SuccessorTakenBack) => current with { Succession = null },
        // Of nobody any more where it was decided on another registry: that does not come to stand.
        (not null, SuccessionAccepted e) => current with { Succession = current.Succession is { } named ? named with { AcceptedAt = e.At } : null },
        (not null, OfficerCleared e) => current.With(current.OfficerOf(e.Officer) with { ClearedUntil = e.Until, ClearanceReason = e.Reason }),
        (not null, ClearanceWithdrawn e) => current.With(current.OfficerOf(e.Officer) with { ClearedUntil = null, ClearanceReason = null }),
        (not null, OfficerBlocked e) => current.With(current.OfficerOf(e.Officer) with { Blocked = true, BlockReason = e.Reason }),
        (not null, OfficerUnblocked e) => current.With(current.OfficerOf(e.Officer) with { Blocked = false, BlockReason = null }),
        (not null, StandingAuthorisationGiven e) => current with { Authorisations = current.Authorisations.Add(new(e.Party, e.Reason, e.From, e.Until)) },
        (not null, StandingAuthorisationRevoked e) => current with
        {
            Authorisations = [.. current.Authorisations.Select(a => a.Party == e.Party && (a.Until is null || a.Until > e.At) ? a with { Until = e.At } : a)],
        },
        _ => throw new InvalidOperationException($"{fact.GetType().Name} cannot follow in the life of member {current?.Id}."),
    };

    /// <summary>What was said of an officer; of one nobody spoke of, nothing.</summary>
    public Officer OfficerOf(string id) => Officers.GetValueOrDefault(id) ?? new(id, ClearedUntil: null, ClearanceReason: null, Blocked: false);

    /// <summary>True while <paramref name="party"/> may be reached through the task forces this member releases to.</summary>
    public bool Authorises(string party, DateTimeOffset moment) => Authorisations.Any(a => a.Party == party && a.Covers(moment));

    private Member With(Officer officer) => this with { Officers = Officers.SetItem(officer.Id, officer) };

    private Member With(Client client) => this with { Clients = Clients.SetItem(client.Id, client) };

    private Member With(Client client, string id, RegisteredToken token) => With(client with { Tokens = client.Tokens.SetItem(id, token) });

    private Member With(Client client, string kid, TrustedKey key) => With(client with { Keys = client.Keys.SetItem(kid, key) });
}
