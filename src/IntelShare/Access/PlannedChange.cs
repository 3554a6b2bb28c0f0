using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Access;

/// <summary>An agreement that is thought of.</summary>
public sealed record PlannedAgreement(string? Party, AgreementLevel? Level, DateTimeOffset? From, DateTimeOffset? Until);

/// <summary>A party or member, by its audience token, that is to join or leave a task force.</summary>
public sealed record PlannedParticipation(string? TaskForce, string? Participant, DateTimeOffset? At);

/// <summary>A change of the registry that is thought of and not made: exactly one of its members.</summary>
public sealed record PlannedChange(PlannedAgreement? Agreement, PlannedParticipation? Joins, PlannedParticipation? Leaves)
{
    /// <summary>Refusals; none when the change could be made.</summary>
    public IEnumerable<Refusal> Check(Registry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return (Agreement, Joins, Leaves) switch
        {
            ({ } agreement, null, null) => OfAgreement(agreement, registry),
            (null, { } joins, null) => OfParticipation(joins, "/joins", joining: true, registry),
            (null, null, { } leaves) => OfParticipation(leaves, "/leaves", joining: false, registry),
            _ => [new("exactly-one", "", "Give exactly one of agreement, joins and leaves.")],
        };
    }

    /// <summary>The registry as it would be.</summary>
    public Registry Apply(Registry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return (Agreement, Joins ?? Leaves) switch
        {
            ({ } planned, _) when registry.Parties[planned.Party!] is var party =>
                registry.With(Party.Evolve(party, party.Stream, new AgreementConcluded("planned", planned.Level!.Value, planned.From!.Value, planned.Until))),
            (_, { } planned) when registry.TaskForces[planned.TaskForce!] is var taskForce =>
                registry.With(TaskForce.Evolve(taskForce, taskForce.Stream, Joins is null ? new TaskForceLeft(planned.Participant!, planned.At!.Value) : new TaskForceJoined(planned.Participant!, planned.At!.Value))),
            _ => registry,
        };
    }

    /// <summary>What the change would do to each member that it bears on, now and at each of its dates to come.</summary>
    public IEnumerable<Effect> Effects(Registry registry, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(registry);
        var after = Apply(registry);
        DateTimeOffset?[] dates = [now, Agreement?.From, Agreement?.Until, (Joins ?? Leaves)?.At];
        return
            from member in registry.Members.Values.Where(member => BearsOn(member, registry)).OrderBy(member => member.Id, StringComparer.Ordinal)
            from moment in dates.OfType<DateTimeOffset>().Where(date => date >= now).Distinct().Order()
            select Effect.Of(member, registry, after, moment);
    }

    private bool BearsOn(Member member, Registry registry) => Agreement is { } agreement
        ? member.Party == agreement.Party
        : (Joins ?? Leaves)!.Participant is { } participant && (participant == Audience.Of(member) || participant == registry.Parties[member.Party].Token);

    private static IEnumerable<Refusal> OfAgreement(PlannedAgreement agreement, Registry registry)
    {
        if (agreement.Party is null || !registry.Parties.ContainsKey(agreement.Party))
        {
            yield return new("unknown-party", "/agreement/party", "The id of a party of the registry.");
        }

        if (agreement.Level is null)
        {
            yield return new("required", "/agreement/level", "none, non-personal, hit-only or full.");
        }

        if (agreement.From is null)
        {
            yield return new("required", "/agreement/from", "The first moment in force.");
        }
        else if (agreement.Until <= agreement.From)
        {
            yield return new("until-before-from", "/agreement/until", "An agreement ends after it begins.");
        }
    }

    private static IEnumerable<Refusal> OfParticipation(PlannedParticipation planned, string pointer, bool joining, Registry registry)
    {
        var taskForce = registry.TaskForces.GetValueOrDefault(planned.TaskForce ?? "");
        if (taskForce is null)
        {
            yield return new("unknown-task-force", pointer + "/taskForce", "The id of a task force of the registry.");
        }

        if (!registry.Parties.Values.Any(party => party.Token == planned.Participant) && !registry.Members.Values.Any(member => Audience.Of(member) == planned.Participant))
        {
            yield return new("unknown-participant", pointer + "/participant", "A country, organisation or member of the registry, by its token.");
        }
        else if (taskForce is not null && taskForce.Participations.Any(p => p.Participant == planned.Participant && p.Until is null) == joining)
        {
            yield return joining ? new("takes-part", pointer + "/participant", "It takes part already.") : new("takes-no-part", pointer + "/participant", "It takes no part.");
        }

        if (planned.At is null)
        {
            yield return new("required", pointer + "/at", "The moment of the change.");
        }
    }
}
