using System.Collections.Immutable;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Access;

/// <summary>An audience that holds a member, and whose releases to it reach the member. Of records it says nothing.</summary>
/// <param name="Audience">Audience token.</param>
/// <param name="Owners">Ids of the members that can release to it and, where the member needs one, gave a standing authorisation.</param>
public sealed record Opening(string Audience, IReadOnlyList<string> Owners);

/// <summary>
/// What a member could be reached by, in principle, at one moment under one registry and under another. Facts of the registry
/// alone: no record is looked at.
/// </summary>
/// <param name="Member">Member id.</param>
/// <param name="At">The moment.</param>
/// <param name="Before">The party's level under the first registry.</param>
/// <param name="After">The party's level under the second.</param>
/// <param name="NeedsAuthorisation">Whether task forces reach it only by the owner's standing authorisation.</param>
/// <param name="Gained">Audiences that reach it only afterwards, or from more owners.</param>
/// <param name="Lost">Audiences that no longer reach it, or from fewer owners.</param>
public sealed record Effect(
    string Member, DateTimeOffset At, AgreementLevel Before, AgreementLevel After, bool NeedsAuthorisation, IReadOnlyList<Opening> Gained, IReadOnlyList<Opening> Lost)
{
    /// <summary>The difference between two registries for one member.</summary>
    public static Effect Of(Member member, Registry before, Registry after, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(member);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var (then, afterwards) = (Openings(member, before, at), Openings(member, after, at));
        return new(member.Id, at, before.Parties[member.Party].AgreementAt(at), after.Parties[member.Party].AgreementAt(at), after.Parties[member.Party].IsReachedByName,
            [.. Beyond(afterwards, then)], [.. Beyond(then, afterwards)]);
    }

    private static IEnumerable<Opening> Beyond(ImmutableSortedDictionary<string, ImmutableArray<string>> these, ImmutableSortedDictionary<string, ImmutableArray<string>> those) =>
        from opening in these
        let owners = opening.Value.Except(those.GetValueOrDefault(opening.Key, []), StringComparer.Ordinal).ToImmutableArray()
        where owners.Length > 0
        select new Opening(opening.Key, owners);

    /// <summary>Every audience that holds the member, with the owners behind it; none while its party may read nothing.</summary>
    private static ImmutableSortedDictionary<string, ImmutableArray<string>> Openings(Member member, Registry registry, DateTimeOffset at)
    {
        var party = registry.Parties[member.Party];
        if (party.AgreementAt(at) == AgreementLevel.None)
        {
            return ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty;
        }

        var reader = Reader.Supposing(member, new(Role.Analyst, default, Cleared: false), [], registry, at);
        var named = reader.Audiences().Select(audience => (audience, Owners(_ => true)));
        var seats =
            from taskForce in registry.TaskForces.Values
            where Audience.Belongs(member, taskForce, at)
            let owners = Owners(owner => Audience.Belongs(owner, taskForce, at) && (!party.IsReachedByName || owner.Authorises(party.Id, at)))
            select (taskForce.Id, owners);
        return named
            .Concat(seats.Select(seat => (Audience.OfTaskForce(seat.Id, open: false), seat.owners)))
            .Concat(seats.Select(seat => (Audience.OfTaskForce(seat.Id, open: true), seat.owners)))
            .ToImmutableSortedDictionary(audience => audience.Item1, audience => audience.Item2, StringComparer.Ordinal);

        ImmutableArray<string> Owners(Func<Member, bool> may) =>
            [.. registry.Members.Values.Where(owner => owner.Id != member.Id && owner.Roles.Contains(Role.Contributor) && may(owner)).Select(owner => owner.Id).Order(StringComparer.Ordinal)];
    }
}
