namespace IntelShare.Members;

/// <summary>Found a task force. Nobody takes part in it yet.</summary>
/// <param name="Name">At most 200 code points.</param>
public sealed record FoundTaskForce(string? Name) : RegistryAct
{
    public override RegistryRoom Room() => RegistryRoom.TaskForce;

    public override Decision Decide(string subject, Registry registry, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(registry);
        Refusal[] refusals =
        [
            .. Text.IsSlug(subject, 2, 40) ? Array.Empty<Refusal>() : [new("malformed-task-force", "", "2 to 40 letters, digits and hyphens, in lower case: grimm.")],
            .. Text.Required(Name, "/name", LongestName),
        ];
        return refusals.Length > 0 ? Decision.Refuse(refusals)
            : registry.TaskForces.ContainsKey(subject) ? Decision.Refuse(new Refusal("already-enrolled", "", "The registry has this one already."))
            : Decision.Accept(new TaskForceFounded(subject, Name!));
    }

    public override bool Widens(string subject, Registry registry, DateTimeOffset now) => false;
}

/// <summary>Take a party or member into a task force.</summary>
/// <param name="Participant">Its audience token: <c>country:SE</c>, <c>org:eurojust</c>, <c>member:se-noa</c>.</param>
/// <param name="At">From when on; null: from the moment of the decision.</param>
public sealed record JoinTaskForce(string? Participant, DateTimeOffset? At) : RegistryAct
{
    public override RegistryRoom Room() => RegistryRoom.TaskForce;

    public override Decision Decide(string subject, Registry registry, DateTimeOffset now) =>
        TaskForce.Check(Participant, At, registry, now) is { Length: > 0 } refusals ? Decision.Refuse(refusals)
        : registry.TaskForces[subject].TakesPart(Participant, At ?? now) ? Decision.Refuse(new Refusal("takes-part", "/participant", "It takes part already."))
        : Decision.Accept(new TaskForceJoined(Participant!, At ?? now));

    public override bool Widens(string subject, Registry registry, DateTimeOffset now) => true;

    public override bool Repeats(RegistryAct other) => other is JoinTaskForce join && join.Participant == Participant;

    public override bool Concerns(string subject, Member member) => TaskForce.Names(Participant, member);

    public override string? PartyOf(string subject, Registry registry) => TaskForce.PartyOf(Participant, registry);
}

/// <summary>End a participation.</summary>
/// <param name="Participant">Its audience token.</param>
/// <param name="At">First moment without it; null: now.</param>
public sealed record LeaveTaskForce(string? Participant, DateTimeOffset? At) : RegistryAct
{
    public override RegistryRoom Room() => RegistryRoom.TaskForce;

    public override Decision Decide(string subject, Registry registry, DateTimeOffset now) =>
        TaskForce.Check(Participant, At, registry, now) is { Length: > 0 } refusals ? Decision.Refuse(refusals)
        : !registry.TaskForces[subject].TakesPart(Participant, At ?? now) ? Decision.Refuse(new Refusal("takes-no-part", "/participant", "It takes no part."))
        : Decision.Accept(new TaskForceLeft(Participant!, At ?? now));

    public override bool Widens(string subject, Registry registry, DateTimeOffset now) => false;

    public override bool Concerns(string subject, Member member) => TaskForce.Names(Participant, member);

    public override string? PartyOf(string subject, Registry registry) => TaskForce.PartyOf(Participant, registry);
}

/// <content>Who may take part, and from when.</content>
public sealed partial record TaskForce
{
    /// <summary>Whether it takes part beyond a moment.</summary>
    internal bool TakesPart(string? participant, DateTimeOffset moment) => Participations.Any(period => period.Participant == participant && (period.Until is null || period.Until > moment));

    internal static Refusal[] Check(string? participant, DateTimeOffset? at, Registry registry, DateTimeOffset now) =>
    [
        .. PartyOf(participant, registry) is not null ? Array.Empty<Refusal>() : [new("unknown-participant", "/participant", "A country, organisation or member of the registry, by its token.")],
        .. at < now ? [new("at-in-the-past", "/at", "Now or later.")] : Array.Empty<Refusal>(),
    ];

    /// <summary>True where the token names the member or its party.</summary>
    public static bool Names(string? participant, Member member)
    {
        ArgumentNullException.ThrowIfNull(member);
        return participant == member.Token || participant == Party.TokenOf(member.Party);
    }

    /// <summary>The party that a token names itself or by one of its members; null where it names nobody of the registry.</summary>
    internal static string? PartyOf(string? token, Registry registry) =>
        registry.Parties.Values.FirstOrDefault(party => party.Token == token)?.Id ?? registry.Members.Values.FirstOrDefault(member => member.Token == token)?.Party;
}
