using IntelShare.Members;

namespace IntelShare.Access;

/// <summary>An agreement that is thought of; from now on, where it does not say from when.</summary>
public sealed record PlannedAgreement(string? Party, AgreementLevel? Level, DateTimeOffset? From, DateTimeOffset? Until);

/// <summary>A party or member, by its audience token, that is to join or leave a task force; now, where it does not say when.</summary>
public sealed record PlannedParticipation(string? TaskForce, string? Participant, DateTimeOffset? At);

/// <summary>A change of the registry that is thought of and not made: exactly one of its members.</summary>
public sealed record PlannedChange(PlannedAgreement? Agreement, PlannedParticipation? Joins, PlannedParticipation? Leaves)
{
    /// <summary>Refusals; none when the change could be made.</summary>
    public IEnumerable<Refusal> Check(Registry registry, DateTimeOffset now) => Planned() switch
    {
        null => [new("exactly-one", "", "Give exactly one of agreement, joins and leaves.")],
        var (pointer, subject, act) when act.Room() == RegistryRoom.Party && !registry.Parties.ContainsKey(subject) => [new("unknown-party", pointer + "/party", "The id of a party of the registry.")],
        var (pointer, subject, act) when act.Room() == RegistryRoom.TaskForce && !registry.TaskForces.ContainsKey(subject) => [new("unknown-task-force", pointer + "/taskForce", "The id of a task force of the registry.")],
        var (pointer, subject, act) => act.Decide(subject, registry, now).Refusals.Select(refusal => refusal.Under(pointer)),
    };

    /// <summary>The registry as it would be. Asked of a change that could be made.</summary>
    public Registry Apply(Registry registry, DateTimeOffset now)
    {
        var (_, subject, act) = Planned()!.Value;
        return registry.After(act.Room(), subject, act.Decide(subject, registry, now).Facts);
    }

    /// <summary>What the change would do to each member that it bears on, now and at each of its dates to come.</summary>
    public IEnumerable<Effect> Effects(Registry registry, DateTimeOffset now)
    {
        var (_, subject, act) = Planned()!.Value;
        var after = Apply(registry, now);
        DateTimeOffset?[] dates = [now, Agreement?.From, Agreement?.Until, Joins?.At, Leaves?.At];
        return
            from member in registry.Members.Values.Where(member => act.Concerns(subject, member)).OrderBy(member => member.Id, StringComparer.Ordinal)
            from moment in dates.OfType<DateTimeOffset>().Distinct().Order()
            select Effect.Of(member, registry, after, moment);
    }

    private (string Pointer, string Subject, RegistryAct Act)? Planned() => (Agreement, Joins, Leaves) switch
    {
        ({ } agreement, null, null) => ("/agreement", agreement.Party ?? "", new ConcludeAgreement("As planned", agreement.Level, agreement.From, agreement.Until)),
        (null, { } joins, null) => ("/joins", joins.TaskForce ?? "", new JoinTaskForce(joins.Participant, joins.At)),
        (null, null, { } leaves) => ("/leaves", leaves.TaskForce ?? "", new LeaveTaskForce(leaves.Participant, leaves.At)),
        _ => null,
    };
}
