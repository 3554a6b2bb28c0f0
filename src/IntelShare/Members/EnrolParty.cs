namespace IntelShare.Members;

/// <summary>Enter a country, by its ISO 3166-1 alpha-2 code, or an organisation (<c>org:eurojust</c>).</summary>
/// <param name="Kind">Fixed from then on; the hub itself is enrolled when it is founded.</param>
/// <param name="Name">At most 200 code points.</param>
/// <param name="Over">Of a supervisor: the country that it watches over; null for the hub's own, which watches over all.</param>
public sealed record EnrolParty(PartyKind? Kind, string? Name, string? Over) : RegistryAct
{
    public override RegistryRoom Room() => RegistryRoom.Party;

    public override Decision Decide(string subject, Registry registry, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(registry);
        var isCountry = Kind is PartyKind.MemberState or PartyKind.SchengenAssociated or PartyKind.ThirdCountry;
        Refusal[] refusals =
        [
            .. Kind switch
            {
                null => [new("required", "/kind", "What the party is in law.")],
                PartyKind.Hub => [new("hub-is-one", "/kind", "A hub has one party of its own.")],
                _ when isCountry => Country.Check(subject, ""),
                _ when subject.StartsWith("org:", StringComparison.Ordinal) && Text.IsSlug(subject.AsSpan(4), 1, 40) => [],
                _ => Enumerable.Repeat(new Refusal("malformed-organisation", "", "org: and 1 to 40 letters, digits and hyphens, in lower case."), 1),
            },
            .. Text.Required(Name, "/name", LongestName),
            .. Over is null ? []
                : Kind != PartyKind.Supervisor ? [new("only-supervisors", "/over", "Only a supervisor watches over a party.")]
                : registry.Parties.TryGetValue(Over, out var watched) && watched.IsCountry ? Array.Empty<Refusal>()
                : [new("unknown-party", "/over", "The code of a country of the registry.")],
        ];
        return refusals.Length > 0 ? Decision.Refuse(refusals)
            : registry.Parties.ContainsKey(subject) ? Decision.Refuse(new Refusal("already-enrolled", "", "The registry has this one already."))
            : Decision.Accept(new PartyEnrolled(subject, Kind!.Value, Name!, Over));
    }

    public override bool Widens(string subject, Registry registry, DateTimeOffset now) => true;
}
