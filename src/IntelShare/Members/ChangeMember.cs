using System.Collections.Immutable;

namespace IntelShare.Members;

/// <summary>Change what the registry says of a member; what is absent stays.</summary>
/// <param name="Name">At most 200 code points.</param>
/// <param name="Desk">Where it is asked, and where a key's thumbprint is read back: whoever moved it alone could answer for the agency, so it takes two.</param>
/// <param name="Roles">What its clients may ever hold. A role more widens; one less binds at once.</param>
/// <param name="Reason">At most 500 code points.</param>
/// <param name="Issuers">The identity providers whose tokens it may bring, at most 4. One more, or a longer life, widens; one less binds at once.</param>
public sealed record ChangeMember(string? Name, Desk? Desk, Role[]? Roles, string? Reason, IssuerCap[]? Issuers = null) : RegistryAct
{
    private const int ShortestCap = 10;

    public override RegistryRoom Room() => RegistryRoom.Member;

    public override Decision Decide(string subject, Registry registry, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(registry);
        var member = registry.Members[subject];
        var after = member with { Name = Name ?? member.Name, Desk = Desk ?? member.Desk, Roles = Roles is null ? member.Roles : [.. Roles], IssuerCaps = Caps(member) };
        Refusal[] refusals =
        [
            .. Name is null ? [] : Text.Required(Name, "/name", LongestName),
            .. Desk is null ? [] : Member.CheckDesk(Desk),
            .. Roles is null ? [] : Member.CheckRoles(Roles, registry.Parties[member.Party], subject, registry, now),
            .. Issuers is null ? [] : Member.CheckIssuers(subject, Issuers, registry),
            .. Text.Required(Reason, "/reason", LongestReason),
        ];
        return refusals.Length > 0 ? Decision.Refuse(refusals)
            : member.Name == after.Name && member.Desk == after.Desk && member.Roles.SetEquals(after.Roles) && !MovesIssuers(member) ? Decision.AlreadySo
            : Decision.Accept(new MemberChanged(after.Name, after.Desk, [.. after.Roles.Order()], Reason!, Issuers is null ? null : after.IssuerCaps.ToDictionary()));
    }

    public override bool Widens(string subject, Registry registry, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(registry);
        var member = registry.Members[subject];
        return (Roles is not null && !member.Roles.IsSupersetOf(Roles)) || (Desk is not null && Desk != member.Desk)
            || Caps(member).Any(cap => member.IssuerCaps.GetValueOrDefault(cap.Key) < cap.Value);
    }

    private bool MovesIssuers(Member member) => Caps(member) is var caps && (caps.Count != member.IssuerCaps.Count || caps.Any(cap => member.IssuerCaps.GetValueOrDefault(cap.Key) != cap.Value));

    // Asked before the act is known to be in order, so of a malformed one too.
    private ImmutableDictionary<string, int> Caps(Member member) => Issuers is null ? member.IssuerCaps
        : Issuers.Where(cap => cap?.Iss is not null).DistinctBy(cap => cap.Iss).ToImmutableDictionary(cap => cap.Iss!, cap => cap.LongestMinutes ?? ShortestCap);
}

/// <summary>What the registry says of a member was changed; roles that a client held beyond it rest.</summary>
/// <param name="Issuers">Minutes by iss; null: as before.</param>
public sealed record MemberChanged(string Name, Desk Desk, Role[] Roles, string Reason, IReadOnlyDictionary<string, int>? Issuers = null);

/// <content>What may be said of a member.</content>
public sealed partial record Member
{
    private const int LongestContact = 200;

    internal static IEnumerable<Refusal> CheckDesk(Desk? desk) => desk is null
        ? [new("required", "/desk", "Where the agency is asked, and where it is reached round the clock.")]
        : [.. Text.Required(desk.Contact, "/desk/contact", LongestContact), .. Text.Required(desk.Urgent, "/desk/urgent", LongestContact)];

    /// <summary>A supervisor watches and reads no content; only the hub's own member administers the hub; one member is lexicon steward.</summary>
    internal static IEnumerable<Refusal> CheckRoles(Role[]? roles, Party? party, string member, Registry registry, DateTimeOffset now) => roles switch
    {
        null or [] => [new("required", "/roles", "What its clients may ever hold, at least one role.")],
        _ when party?.Kind == PartyKind.Hub && !roles.Contains(Role.HubAdmin) => [new("hub-keeps-administrators", "/roles", "The hub's own member keeps hub-admin, or nobody could give it back.")],
        _ when party?.Kind == PartyKind.Hub && Array.Exists(roles, role => role is not (Role.HubAdmin or Role.Auditor)) => [new("role-not-of-party", "/roles", "The hub administers and audits, nothing else.")],
        _ when party?.Kind == PartyKind.Supervisor && Array.Exists(roles, role => role is not (Role.Auditor or Role.AgencyAdmin)) => [new("role-not-of-party", "/roles", "A supervisor holds auditor and agency-admin alone.")],
        _ when roles.Contains(Role.Steward) && registry.Members.Values.Any(other => other.Id != member && other.Roles.Contains(Role.Steward) && !other.HasLeft(now)) => [new("steward-named", "/roles", "One agency keeps the concepts; take the role from it first.")],
        _ when party?.Kind != PartyKind.Hub && roles.Contains(Role.HubAdmin) => [new("role-not-of-party", "/roles", "Only the hub's own member administers the hub.")],
        _ => [],
    };
}
