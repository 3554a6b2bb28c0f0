using IntelShare.Access;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Tests.Access;

/// <summary>
/// The law read off its text as two plain questions, without walls: what must hold for Full, and what for Hit. It is told whom a release
/// reaches and which agreement is in force, so that neither the registry nor the policy's own notion of an audience takes part.
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
        var administers = Among(Role.HubAdmin, who.Roles) || Among(Role.Auditor, who.Roles);
        if (who.Member == "se-noa")
        {
            return !administers && (Among(Role.Analyst, who.Roles) || Among(Role.Feed, who.Roles) || Among(Role.Contributor, who.Roles)) ? Level.Full : Level.None;
        }

        var mayRead = !administers
            && (Among(Role.Analyst, who.Roles) || (Among(Role.Feed, who.Roles) && what.Feeds))
            && (!what.Protected || who.Cleared)
            && !what.Withdrawn
            && !Reached(who, what.Excluded);
        if (!mayRead)
        {
            return Level.None;
        }

        var disclosed = Granted(who, what, Asks.Content);
        var agreed = who.Agreement == AgreementLevel.Full || (who.Agreement == AgreementLevel.NonPersonal && !what.Personal);
        var (inFull, inHit) = (Reached(who, what.Full), Reached(who, what.Hit));
        var forThis = Among(who.Purpose, what.Purposes) || Granted(who, what, Asks.OtherPurpose, who.Purpose);
        var crossing = who.Purpose == Purpose.CrossChecking && Among(Purpose.OperationalAnalysis, what.Purposes);
        var together = who.Purpose != Purpose.OperationalAnalysis || ReachedByTaskForce(who, what.Full);
        var accepted = !what.H3 || Array.IndexOf(what.Acknowledged, (who.Member, who.Officer)) >= 0;
        return agreed && accepted && (inFull || (inHit && disclosed)) && (forThis || (crossing && disclosed)) && (together || disclosed) ? Level.Full
            : (agreed || who.Agreement == AgreementLevel.HitOnly) && (inFull || inHit) && (forThis || crossing) ? Level.Hit
            : Level.None;
    }

    /// <summary>What binds a reader with Full.</summary>
    public static (bool NotInCourt, bool NoOnward) Binds(Asker who, Thing what) =>
        who.Member == "se-noa" ? (false, false) : (what.H1 && !Granted(who, what, Asks.JudicialUse), what.H2 && !Granted(who, what, Asks.Onward));

    // Loops, since they run millions of times.
    private static bool Granted(Asker who, Thing what, Asks asks, Purpose? purpose = null)
    {
        foreach (var (member, asked, admitted, until) in what.Grants)
        {
            if (member == who.Member && asked == asks && admitted == purpose && until > who.At)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Reached(Asker who, string[] tokens)
    {
        foreach (var token in tokens)
        {
            if (Among(token, who.Reach))
            {
                return true;
            }
        }

        return false;
    }

    private static bool ReachedByTaskForce(Asker who, string[] tokens)
    {
        foreach (var token in tokens)
        {
            if (token.StartsWith("task-force:", StringComparison.Ordinal) && Among(token, who.Reach))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Among<T>(T one, T[] all) => Array.IndexOf(all, one) >= 0;
}

internal sealed record Asker(string Member, AgreementLevel Agreement, Role[] Roles, Purpose Purpose, bool Cleared)
{
    public string Officer { get; init; } = "officer-7";

    public DateTimeOffset At { get; init; } = Cast.Now;

    /// <summary>The tokens that reach it.</summary>
    public string[] Reach { get; init; } = Oracle.Reaches.GetValueOrDefault(Member, []);
}

internal sealed record Thing(bool Withdrawn, string[] Full, string[] Hit, string[] Excluded, bool Feeds, bool Personal, bool Protected, Purpose[] Purposes, bool H1, bool H2, bool H3)
{
    public (string Member, Asks Asks, Purpose? Purpose, DateTimeOffset Until)[] Grants { get; init; } = [];

    public (string Member, string Officer)[] Acknowledged { get; init; } = [];
}
