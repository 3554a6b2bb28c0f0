using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Access;

/// <summary>
/// How far a record reaches a member, as its owner may know it: from the member's party, its agreement and its seats in the
/// owner's own task forces. Never from its officers, its clients or a suspension.
/// </summary>
/// <param name="Member">Member id.</param>
/// <param name="Party">Party id.</param>
/// <param name="Agreement">The party's level in force.</param>
/// <param name="Level">What an officer of the member would get.</param>
/// <param name="DecidedBy">As in <see cref="Ruling"/>.</param>
/// <param name="Full">Audiences of <c>release.full</c> that reach it.</param>
/// <param name="Hit">Audiences of <c>release.hit</c> that reach it.</param>
/// <param name="Walls">What each wall allows.</param>
/// <param name="Grants">The owner's grants to the member that stand.</param>
public sealed record Reach(
    string Member,
    string Party,
    AgreementLevel Agreement,
    Level Level,
    Wall? DecidedBy,
    IReadOnlyList<string> Full,
    IReadOnlyList<string> Hit,
    IReadOnlyDictionary<Wall, Level> Walls,
    IReadOnlyList<Grant> Grants)
{
    /// <summary>The reach of an own record to one member.</summary>
    /// <param name="record">The record.</param>
    /// <param name="member">Of the registry.</param>
    /// <param name="supposed">In which role and for what its officer would ask.</param>
    /// <param name="registry">The registry decided with.</param>
    /// <param name="now">The moment of the decision.</param>
    public static Reach Of(Indicator record, Member member, Supposed supposed, Registry registry, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(member);
        ArgumentNullException.ThrowIfNull(registry);
        var owner = registry.Members[record.Owner];
        var reader = Reader.Supposing(member, supposed, registry.TaskForces.Values.Where(taskForce => Audience.Belongs(owner, taskForce, now)), registry, now);
        var ruling = AccessPolicy.Decide(reader, record);
        return new(member.Id, member.Party, reader.Agreement, ruling.Level, ruling.DecidedBy,
            [.. reader.ReachedBy(record.FullSince, record.Owner)], [.. reader.ReachedBy(record.HitSince, record.Owner)],
            AccessPolicy.Explain(reader, record), [.. record.Grants.Where(grant => grant.Member == member.Id && now < grant.Until)]);
    }

    /// <summary>
    /// Task forces of the release that the owner has left. Who belongs to them is no longer its to know: they are reached through
    /// them all the same, but are not named.
    /// </summary>
    public static IEnumerable<string> Unnamed(Indicator record, Registry registry, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(registry);
        var owner = registry.Members[record.Owner];
        var own = registry.TaskForces.Values.Where(taskForce => Audience.Belongs(owner, taskForce, now))
            .SelectMany(taskForce => new[] { Audience.OfTaskForce(taskForce.Id, open: false), Audience.OfTaskForce(taskForce.Id, open: true) });
        return record.FullSince.Keys.Concat(record.HitSince.Keys).Where(Audience.IsTaskForce).Distinct(StringComparer.Ordinal).Except(own, StringComparer.Ordinal).Order(StringComparer.Ordinal);
    }
}
