using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;

namespace IntelShare.Members;

/// <summary>Who stands at the counter: a verified token within the registry's caps of this moment.</summary>
/// <param name="Key">The <c>kid</c> that signed it.</param>
public sealed record Caller(Member Member, Party Party, Client Client, string Officer, IReadOnlySet<Role> Roles, IReadOnlySet<Purpose> Purposes, string Key, string TokenId);

/// <summary>
/// All parties, members and task forces at one version. Immutable; a decision names the version it was made with,
/// and takes effect only while that version stands.
/// </summary>
public sealed class Registry
{
    private readonly FrozenDictionary<string, Member> byIssuer;
    private readonly Member[] leaving;
    private Dictionary<(string Issuer, string Kid), (Client, TrustedKey)>? keys;

    public Registry(long version, IEnumerable<Party> parties, IEnumerable<Member> members, IEnumerable<TaskForce> taskForces)
    {
        Version = version;
        Parties = parties.ToFrozenDictionary(p => p.Id, StringComparer.Ordinal);
        Members = members.ToFrozenDictionary(m => m.Id, StringComparer.Ordinal);
        TaskForces = taskForces.ToFrozenDictionary(t => t.Id, StringComparer.Ordinal);
        leaving = [.. Members.Values.Where(member => member.Leaving is not null)];
        byIssuer = Members.Values.SelectMany(member => member.IssuerCaps.Keys.Where(iss => member.Provider(iss) is not null).Append(member.Issuer), (member, iss) => (iss, member))
            .ToFrozenDictionary(issued => issued.iss, issued => issued.member, StringComparer.Ordinal);
    }

    /// <summary>Rises with every registry fact.</summary>
    public long Version { get; }

    public FrozenDictionary<string, Party> Parties { get; }

    public FrozenDictionary<string, Member> Members { get; }

    public FrozenDictionary<string, TaskForce> TaskForces { get; }

    /// <summary>The acts that wait for a second administrator, and those of the last months that were decided or lapsed.</summary>
    public ImmutableArray<PendingAct> PendingActs { get; init; } = [];

    /// <summary>What coded language can mean.</summary>
    public Concepts Concepts { get; init; } = Concepts.Published;

    /// <summary>Rises each time that the hub was opened after a restore: places in what was lost name others now.</summary>
    public int Incarnation { get; init; }

    /// <summary>The same registry with another state of one party.</summary>
    public Registry With(Party party) => new(Version, Parties.Values.Where(other => other.Id != party.Id).Append(party), Members.Values, TaskForces.Values) { PendingActs = PendingActs, Incarnation = Incarnation, Concepts = Concepts };

    /// <summary>The same registry with another state of one member.</summary>
    public Registry With(Member member) => new(Version, Parties.Values, Members.Values.Where(other => other.Id != member.Id).Append(member), TaskForces.Values) { PendingActs = PendingActs, Incarnation = Incarnation, Concepts = Concepts };

    /// <summary>The same registry with another state of one task force.</summary>
    public Registry With(TaskForce taskForce) => new(Version, Parties.Values, Members.Values, TaskForces.Values.Where(other => other.Id != taskForce.Id).Append(taskForce)) { PendingActs = PendingActs, Incarnation = Incarnation, Concepts = Concepts };

    /// <summary>The same registry after facts of one of its streams.</summary>
    public Registry After(RegistryRoom room, string subject, IReadOnlyList<object> facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return room switch
        {
            RegistryRoom.Party => With(facts.Aggregate(Parties.GetValueOrDefault(subject), (party, fact) => Party.Evolve(party, party?.Stream ?? Guid.Empty, fact))!),
            RegistryRoom.Member => With(facts.Aggregate(Members.GetValueOrDefault(subject), (member, fact) => Member.Evolve(member, member?.Stream ?? Guid.Empty, fact))!),
            _ => With(facts.Aggregate(TaskForces.GetValueOrDefault(subject), (taskForce, fact) => TaskForce.Evolve(taskForce, taskForce?.Stream ?? Guid.Empty, fact))!),
        };
    }

    /// <summary>The identity provider whose tokens say <paramref name="issuer"/>, where a member trusts it and the hub allows it, or null.</summary>
    public Issuer? Provider(string? issuer) => Issuing(issuer)?.Provider(issuer!);

    /// <summary>The client key behind (issuer, kid), or null. A kid alone names nothing: two members may use the same.</summary>
    public (Client Client, TrustedKey Key)? Key(string issuer, string kid)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        ArgumentNullException.ThrowIfNull(kid);
        // Made when first asked for: the law makes many registries of which nobody asks for a key.
        keys ??= Members.Values.SelectMany(member => member.Clients.Values.SelectMany(client => client.Keys.Select(key => (Of: (member.Issuer, key.Key), Key: (client, key.Value))))).DistinctBy(key => key.Of).ToDictionary(key => key.Of, key => key.Key);
        return keys.TryGetValue((issuer, kid), out var found) ? found : null;
    }

    /// <summary>The member that issues under <paramref name="issuer"/>, or null.</summary>
    public Member? Issuing(string? issuer) => issuer is null ? null : byIssuer.GetValueOrDefault(issuer);

    /// <summary>Whether the member has left and another, which is still there, accepted its records.</summary>
    public bool IsSucceeded(Member member, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(member);
        // Whoever accepts is not to leave at that moment, so a line of successors never turns back on itself.
        return member.HasLeft(now) && member.Succession is { AcceptedAt: not null } accepted && Members[accepted.Successor] is var heir && (!heir.HasLeft(now) || IsSucceeded(heir, now));
    }

    /// <summary>The members that have left and whose records nobody took over: nobody reads those but they themselves.</summary>
    public IEnumerable<Member> WithoutHeir(DateTimeOffset now) => leaving.Where(member => member.HasLeft(now) && !IsSucceeded(member, now));

    /// <summary>The members that have left and whose records are another's by now.</summary>
    public IEnumerable<Member> Succeeded(DateTimeOffset now) => leaving.Where(member => IsSucceeded(member, now));

    /// <summary>The member that speaks for what <paramref name="owner"/> owned: itself, or the last of its successors.</summary>
    public string HeirOf(string owner, DateTimeOffset now)
    {
        for (Member? next; (next = Succeeded(now).FirstOrDefault(member => member.Id == owner)) is not null;)
        {
            owner = next.Succession!.Successor;
        }

        return owner;
    }

    /// <summary>The ids of the members for whose records <paramref name="member"/> speaks: itself and those it succeeded; nobody's once it was succeeded itself.</summary>
    public string[] EstateOf(string member, DateTimeOffset now) =>
        HeirOf(member, now) == member ? [member, .. Succeeded(now).Where(other => HeirOf(other.Id, now) == member).Select(other => other.Id)] : [];

    /// <summary>Whether an auditor of <paramref name="watcher"/> sees what officers of <paramref name="member"/> do: those of its own agency, a country's supervisor those of its country, the hub's supervisor all; never content.</summary>
    public bool Oversees(Member watcher, Member member) => watcher.Id == member.Id
        || (Parties[watcher.Party] is { Kind: PartyKind.Supervisor } supervisor && (supervisor.Over is null || supervisor.Over == member.Party));

    /// <summary>
    /// Holds a verified token against the registry. A claim beyond a cap is refused, never silently narrowed.
    /// Asked on every request, so that suspension and revocation bind at the next answer.
    /// </summary>
    /// <param name="token">What it says.</param>
    /// <param name="from">The address of whoever sent it.</param>
    /// <param name="now">The moment of the request.</param>
    /// <returns>The caller, or the reason for the member's own trail.</returns>
    public (Caller? Caller, string? Reason) Admit(TokenClaims token, IPAddress? from, DateTimeOffset now)
    {
        if (Issuing(token.Issuer) is not { } member)
        {
            return (null, "issuer-unknown");
        }

        if (member.Suspended)
        {
            return (null, "member-suspended");
        }

        if (member.IsClosed(now))
        {
            return (null, "member-left");
        }

        var provider = member.Provider(token.Issuer);
        // Whatever the provider's row says now must be what the token was verified and read by.
        if (provider is not null && token.ReadBy?.Says(provider) != true)
        {
            return (null, "issuer-changed");
        }

        var signed = Key(token.Issuer, token.Kid);
        // Not "some key of that name": a client that took the kid of another would speak for it.
        if (!member.Clients.TryGetValue(token.Client, out var client) || (provider is null && signed?.Client.Id != client.Id))
        {
            return (null, "key-not-of-client");
        }

        if (client.Removed)
        {
            return (null, "client-removed");
        }

        if (signed is { } own && !own.Key.IsTrusted(now))
        {
            return (null, own.Key.RevokedAt is null ? "key-retired" : "key-revoked");
        }

        var longest = provider is null ? TokenClaims.Longest : TimeSpan.FromMinutes(member.IssuerCaps[token.Issuer]);
        if (client.Tokens.TryGetValue(token.TokenId, out var registered) ? !registered.IsTrusted(now) || token.ExpiresAt > registered.ExpiresAt || !client.MayCarryTokens : token.Life() > longest)
        {
            return (null, registered is null ? "token-not-registered" : "token-not-trusted");
        }

        if (!client.MayCallFrom(from))
        {
            return (null, "network-not-allowed");
        }

        if (token.Roles is not { Count: > 0 } roles || !client.Roles.IsSupersetOf(roles) || !member.Roles.IsSupersetOf(roles))
        {
            return (null, "role-beyond-cap");
        }

        if (!Roles.MayStandTogether(roles))
        {
            return (null, "roles-not-together");
        }

        if (token.Purposes is { } purposes && !client.Purposes.IsSupersetOf(purposes))
        {
            return (null, "purpose-beyond-cap");
        }

        if (member.Officers.GetValueOrDefault(token.Officer)?.Blocked == true)
        {
            return (null, "officer-blocked");
        }

        return (new(member, Parties[member.Party], client, token.Officer, roles, token.Purposes ?? client.Purposes, token.Kid, token.TokenId), null);
    }
}
