using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Access;

/// <summary>
/// Who may read what. Every rule stands here and nothing else decides: each wall caps the level, the decision is the
/// least of the caps, obligations add up. Adding an exclusion, a code or a restriction never raises a decision; the
/// decision depends on the reader and the record alone.
/// </summary>
public static class AccessPolicy
{
    /// <summary>The level at which <paramref name="reader"/> gets <paramref name="record"/>, and why.</summary>
    public static Ruling Decide(Reader reader, Indicator record)
    {
        var owner = reader.Member == record.Owner;
        ReadOnlySpan<(Wall Wall, Level Cap)> walls = owner
            ? [(Wall.Owner, OwnerRole(reader))]
            :
            [
                (Wall.Lifecycle, Lifecycle(record)),
                (Wall.Exclusion, Exclusion(reader, record)),
                (Wall.Audience, InAudience(reader, record)),
                (Wall.Agreement, Agreement(reader, record)),
                (Wall.Role, ByRole(reader, record)),
                (Wall.Purpose, ByPurpose(reader, record)),
                (Wall.Project, Project(reader, record)),
                (Wall.Handling, Handling(record)),
            ];

        var (decidedBy, level) = walls[0];
        foreach (var (wall, cap) in walls[1..])
        {
            if (cap < level)
            {
                (decidedBy, level) = (wall, cap);
            }
        }

        return new(level, level == Level.Full && !owner ? null : decidedBy, level == Level.Full && !owner ? Obligations(record) : []);
    }

    /// <summary>
    /// The version by which a reader with Full was last let in or told something new: the record's place in its lists. What
    /// happens between an owner and others does not move it, nor does being let in twice, nor losing one of two audiences; and
    /// whoever is let in late learns no older date.
    /// </summary>
    public static int ToldAt(Reader reader, Indicator record)
    {
        if (reader.Member == record.Owner)
        {
            return record.Version;
        }

        var told = record.StandsSince;
        foreach (var standing in record.Earlier.Reverse().TakeWhile(Admitted))
        {
            told = standing.Version;
        }

        return told;

        // The walls that a change of release moves; the others stand on what every reader is told anew.
        bool Admitted(Standing standing)
        {
            var then = record with { Release = standing.Release, FullSince = standing.FullSince };
            return Exclusion(reader, then) == Level.Full && InAudience(reader, then) == Level.Full && ByRole(reader, then) == Level.Full && Project(reader, then) == Level.Full;
        }
    }

    /// <summary>Withdrawn records exist for their owner alone.</summary>
    private static Level Lifecycle(Indicator record) => record.Status == IndicatorStatus.Active ? Level.Full : Level.None;

    /// <summary>The owner reads its own in any content role; administrators and auditors never read content.</summary>
    private static Level OwnerRole(Reader reader) =>
        Roles.MayStandTogether(reader.Roles) && reader.Roles.Overlaps(Roles.Content) ? Level.Full : Level.None;

    /// <summary>Beats audience, task force and disclosure.</summary>
    private static Level Exclusion(Reader reader, Indicator record) =>
        record.Release.Excluded!.Any(token => token == reader.MemberToken || token == reader.PartyToken) ? Level.None : Level.Full;

    private static Level InAudience(Reader reader, Indicator record) =>
        record.FullSince.Any(audience => reader.IsIn(audience.Key, audience.Value)) ? Level.Full
        : record.HitSince.Any(audience => reader.IsIn(audience.Key, audience.Value)) ? Level.Hit
        : Level.None;

    /// <summary>Binds the reader's party only, live.</summary>
    private static Level Agreement(Reader reader, Indicator record) => reader.Agreement switch
    {
        AgreementLevel.Full => Level.Full,
        AgreementLevel.HitOnly => Level.Hit,
        AgreementLevel.NonPersonal => Kind.All[record.Kind].Personal ? Level.None : Level.Full,
        _ => Level.None,
    };

    /// <summary>An analyst reads; a machine feed carries only what is released with feeds; protected persons need a cleared officer.</summary>
    private static Level ByRole(Reader reader, Indicator record) => reader switch
    {
        _ when !Roles.MayStandTogether(reader.Roles) => Level.None,
        _ when record.Protected && !reader.Cleared => Level.None,
        _ when reader.Roles.Contains(Role.Analyst) => Level.Full,
        _ when reader.Roles.Contains(Role.Feed) && record.Release.Feeds == true => Level.Full,
        _ => Level.None,
    };

    /// <summary>Articles 19(1) and 20(2): within the record's purposes; cross-checking meets operational analysis as a hit.</summary>
    private static Level ByPurpose(Reader reader, Indicator record) =>
        record.Purposes.Contains(reader.Purpose) ? Level.Full
        : reader.Purpose == Purpose.CrossChecking && record.Purposes.Contains(Purpose.OperationalAnalysis) ? Level.Hit
        : Level.None;

    /// <summary>Article 18(3): operational analysis happens inside a named project, here a task force of the reader.</summary>
    private static Level Project(Reader reader, Indicator record) =>
        reader.Purpose != Purpose.OperationalAnalysis
        || record.FullSince.Any(audience => Audience.IsTaskForce(audience.Key) && reader.IsIn(audience.Key, audience.Value))
            ? Level.Full
            : Level.Hit;

    /// <summary>H3 has its own words, which nobody has acknowledged yet.</summary>
    private static Level Handling(Indicator record) => record.Handling.Has(HandlingCode.H3) ? Level.Hit : Level.Full;

    private static List<Obligation> Obligations(Indicator record)
    {
        var obligations = new List<Obligation>(2);
        if (record.Handling.Has(HandlingCode.H1))
        {
            obligations.Add(Obligation.NotInJudicialProceedings);
        }

        if (record.Handling.Has(HandlingCode.H2))
        {
            obligations.Add(Obligation.NoOnwardDissemination);
        }

        return obligations;
    }
}
