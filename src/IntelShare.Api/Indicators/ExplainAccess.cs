using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Api.Indicators;

/// <summary>Who would get what of an own record, if it asked now in this role and for this purpose.</summary>
/// <param name="Unnamed">Task forces of the release that the owner has left: whom they reach is not told.</param>
internal sealed record AccessView(Role Role, Purpose Purpose, bool Cleared, IReadOnlyList<AccessLine> Members, IReadOnlyList<NoAccess> Nothing, IReadOnlyList<string> Unnamed);

/// <summary>What one member would get, and which wall decides; the walls and grants where one member was asked about.</summary>
internal sealed record AccessLine(
    string Member, string Party, AgreementLevel Agreement, Level Level, Wall? DecidedBy, IReadOnlyList<string> Full, IReadOnlyList<string> Hit,
    IReadOnlyList<WallCap>? Walls, IReadOnlyList<StandingGrant>? Grants)
{
    public static AccessLine Of(Reach reach, bool whole) => new(
        reach.Member, reach.Party, reach.Agreement, reach.Level, reach.DecidedBy, reach.Full, reach.Hit,
        whole ? [.. reach.Walls.Select(wall => new WallCap(wall.Key, wall.Value))] : null,
        whole ? [.. reach.Grants.Select(grant => new StandingGrant(grant.Request, grant.Asks, grant.Purpose, grant.Until))] : null);
}

/// <summary>What a wall allows.</summary>
internal sealed record WallCap(Wall Wall, Level Level);

/// <summary>A grant to the member that stands.</summary>
internal sealed record StandingGrant(Guid Request, Asks Asks, Purpose? Purpose, DateTimeOffset Until);

/// <summary>Members that would get nothing, by the wall that decides.</summary>
internal sealed record NoAccess(Wall DecidedBy, IReadOnlyList<string> Members);

/// <summary>The law explained to the owner of a record, and to nobody else.</summary>
internal static class ExplainAccessEndpoint
{
    public static async Task<Answer> Get(string id, string? member, string? purpose, string? role, string? cleared, Visit visit, Records records, CancellationToken ct)
    {
        var (supposedRole, supposedPurpose) = (Role.Analyst, visit.Purpose!.Value);
        if ((role is not null && (!Codes.TryRead(role, out supposedRole) || supposedRole is not (Role.Analyst or Role.Feed)))
            || (purpose is not null && !Codes.TryRead(purpose, out supposedPurpose))
            || cleared is not (null or "true" or "false")
            || (member is not null && !visit.Registry.Members.ContainsKey(member)))
        {
            return Problems.Of("malformed-parameter", "member: the id of a member; purpose: one of the purposes; role: analyst or feed; cleared: true or false.");
        }

        if (!Ids.TryRead(id, out var name)
            || await records.FindAsync(name, ct) is not { Record: var record }
            || record.Owner != visit.Member.Id
            || AccessPolicy.Decide(visit.Reader(), record).Level != Level.Full)
        {
            return Problems.NotFound();
        }

        var supposed = new Supposed(supposedRole, supposedPurpose, cleared == "true");
        var reached = visit.Registry.Members.Values
            .Where(other => member is null ? other.Id != record.Owner : other.Id == member)
            .OrderBy(other => other.Id, StringComparer.Ordinal)
            .Select(other => Reach.Of(record, other, supposed, visit.Registry, visit.Now)).ToLookup(reach => member is not null || reach.Level > Level.None);
        return Answer.Json(
            StatusCodes.Status200OK,
            new AccessView(
                supposed.Role, supposed.Purpose, supposed.Cleared,
                [.. reached[true].Select(reach => AccessLine.Of(reach, whole: member is not null))],
                [.. reached[false].GroupBy(reach => reach.DecidedBy!.Value).OrderBy(wall => wall.Key).Select(wall => new NoAccess(wall.Key, [.. wall.Select(reach => reach.Member)]))],
                [.. Reach.Unnamed(record, visit.Registry, visit.Now)]),
            new Told(record.Owner, record.Id, Level.Full));
    }
}
