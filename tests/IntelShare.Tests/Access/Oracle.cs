using IntelShare.Access;
using IntelShare.Members;

namespace IntelShare.Tests.Access;

/// <summary>
/// The law read off its text as two plain questions, without walls: what must hold for Full, and what for Hit. It knows the cast by heart,
/// so that neither the registry nor the policy's own notion of an audience takes part.
/// </summary>
internal static class Oracle
{
    /// <summary>Which tokens of a release of 15 January 2026 reach whom, today.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Reaches = new Dictionary<string, string[]>
    {
        ["fr-ofast"] = ["member-states", "country:FR", "member:fr-ofast", "task-force:grimm", "task-force:grimm+"],
        ["fi-krp"] = ["member-states", "country:FI", "member:fi-krp", "task-force:grimm+"],
        ["dk-nsk"] = ["member-states", "country:DK", "member:dk-nsk", "task-force:grimm", "task-force:grimm+"],
        ["nl-dlio"] = ["member-states", "country:NL", "member:nl-dlio"],
        ["no-kripos"] = ["schengen-associated", "country:NO", "member:no-kripos", "task-force:grimm", "task-force:grimm+"],
        ["us-dea"] = ["country:US", "member:us-dea"],
        ["eurojust"] = ["org:eurojust", "member:eurojust"],
    };

    public static Level Decide(Asker who, Thing what)
    {
        var administers = who.Roles.Contains(Role.HubAdmin) || who.Roles.Contains(Role.Auditor);
        if (who.Member == "se-noa")
        {
            return !administers && (who.Roles.Contains(Role.Analyst) || who.Roles.Contains(Role.Feed) || who.Roles.Contains(Role.Contributor)) ? Level.Full : Level.None;
        }

        string[] mine = Reaches[who.Member];
        var mayRead = !administers
            && (who.Roles.Contains(Role.Analyst) || (who.Roles.Contains(Role.Feed) && what.Feeds))
            && (!what.Protected || who.Cleared)
            && !what.Withdrawn
            && !what.Excluded.Any(mine.Contains);
        var fullAgreed = who.Agreement == AgreementLevel.Full || (who.Agreement == AgreementLevel.NonPersonal && !what.Personal);
        var full = mayRead && fullAgreed && what.Full.Any(mine.Contains) && what.Purposes.Contains(who.Purpose) && !what.H3
            && (who.Purpose != Purpose.OperationalAnalysis || what.Full.Any(token => token.StartsWith("task-force:", StringComparison.Ordinal) && mine.Contains(token)));
        var hit = mayRead && (fullAgreed || who.Agreement == AgreementLevel.HitOnly) && what.Full.Concat(what.Hit).Any(mine.Contains)
            && (what.Purposes.Contains(who.Purpose) || (who.Purpose == Purpose.CrossChecking && what.Purposes.Contains(Purpose.OperationalAnalysis)));
        return full ? Level.Full : hit ? Level.Hit : Level.None;
    }
}

internal sealed record Asker(string Member, AgreementLevel Agreement, Role[] Roles, Purpose Purpose, bool Cleared);

internal sealed record Thing(bool Withdrawn, string[] Full, string[] Hit, string[] Excluded, bool Feeds, bool Personal, bool Protected, Purpose[] Purposes, bool H1, bool H2, bool H3);
