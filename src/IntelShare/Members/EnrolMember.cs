namespace IntelShare.Members;

/// <summary>Enrol an agency of a party. It can do nothing until a client of it is introduced; before that every member is told of it.</summary>
/// <param name="Party">Id of its party.</param>
/// <param name="Name">At most 200 code points.</param>
/// <param name="Desk">Where it is asked; each at most 200 code points.</param>
/// <param name="Roles">What its clients may ever hold.</param>
public sealed record EnrolMember(string? Party, string? Name, Desk? Desk, Role[]? Roles) : RegistryAct
{
    public override RegistryRoom Room() => RegistryRoom.Member;

    public override Decision Decide(string subject, Registry registry, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(registry);
        var party = registry.Parties.GetValueOrDefault(Party ?? "");
        Refusal[] refusals =
        [
            .. Text.IsSlug(subject, 2, 40) ? Array.Empty<Refusal>() : [new("malformed-member", "", "2 to 40 letters, digits and hyphens, in lower case: se-noa.")],
            .. party is null ? [new("unknown-party", "/party", "The id of a party of the registry.")]
                : party.Kind == PartyKind.Hub ? [new("hub-is-one", "/party", "The hub has one member, its own.")]
                : Array.Empty<Refusal>(),
            .. Text.Required(Name, "/name", LongestName),
            .. Member.CheckDesk(Desk),
            .. Member.CheckRoles(Roles, party, subject, registry, now),
        ];
        return refusals.Length > 0 ? Decision.Refuse(refusals)
            : registry.Members.ContainsKey(subject) ? Decision.Refuse(new Refusal("already-enrolled", "", "The registry has this one already."))
            : Decision.Accept(new MemberEnrolled(subject, Party!, Name!, Desk!, [.. Roles!.Distinct().Order()]));
    }

    public override bool Widens(string subject, Registry registry, DateTimeOffset now) => true;

    public override string? PartyOf(string subject, Registry registry) => Party;
}
