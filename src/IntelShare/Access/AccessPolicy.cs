using System.Collections.Immutable;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Access;

/// <summary>
/// Who may read what. Every rule stands here and nothing else decides: each wall caps the level, the decision is the
/// least of the caps, obligations add up. Adding an exclusion, a code or a restriction never raises a decision; a grant
/// never lifts lifecycle, exclusion, agreement, role or handling; the decision depends on the reader and the record alone.
/// </summary>
public static class AccessPolicy
{
    private static readonly int Walls = Enum.GetValues<Wall>().Length;

    /// <summary>The level at which <paramref name="reader"/> gets <paramref name="record"/>, and why. Allocates nothing.</summary>
    public static Ruling Decide(Reader reader, Indicator record)
    {
        Span<Level> caps = stackalloc Level[Walls];
        var grant = Caps(reader, record, caps);
        var (level, decidedBy) = (Level.Full, (Wall?)null);
        for (var wall = 0; wall < caps.Length; wall++)
        {
            if (caps[wall] < level)
            {
                (level, decidedBy) = (caps[wall], (Wall)wall);
            }
        }

        return reader.Member == record.Owner ? new(level, decidedBy ?? Wall.Owner, [], Grant: null)
            : level < Level.Full ? new(level, decidedBy, [], Grant: null)
            : new(level, grant is null ? null : Wall.Disclosure, Obligations(reader, record), grant);
    }

    /// <summary>What each wall allows <paramref name="reader"/> of <paramref name="record"/>, after the owner's grant: the reasons behind <see cref="Decide"/>.</summary>
    public static IReadOnlyDictionary<Wall, Level> Explain(Reader reader, Indicator record)
    {
        var caps = new Level[Walls];
        Caps(reader, record, caps);
        return caps.Select((cap, wall) => ((Wall)wall, cap)).ToImmutableSortedDictionary(pair => pair.Item1, pair => pair.cap);
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

        var granted = Decide(reader, record).Grant;
        var told = record.StandsSince;
        var since = record.Earlier.Length;
        while (since > 0 && Likewise(record.Earlier[since - 1]))
        {
            told = record.Earlier[--since].Version;
        }

        // By a grant all along: what readers are told anew may be what the grant withholds.
        told = granted is not null && since == 0 ? 0 : told;

        // What the owner granted, or the officer accepted, opens the record on that day, whenever it was released.
        var admitted = record.Purposes.Contains(reader.Purpose) ? null : GrantTo(reader, record, Asks.OtherPurpose, reader.Purpose);
        var acknowledged = record.Handling.Has(HandlingCode.H3) ? AcknowledgementOf(reader, record) : null;
        return Math.Max(Math.Max(told, granted?.Version ?? 0), Math.Max(admitted?.Version ?? 0, acknowledged?.Version ?? 0));

        // Let in under that release as under the present one: by it alone, or by the grant. Only the walls that a change of
        // release moves; the others stand on what every reader is told anew.
        bool Likewise(Standing standing)
        {
            var then = record with { Release = standing.Release, FullSince = standing.FullSince, HitSince = standing.HitSince };
            var released = InAudience(reader, then) == Level.Full && Project(reader, then) == Level.Full && ByPurpose(reader, then) == Level.Full;
            return Exclusion(reader, then) == Level.Full && ByRole(reader, then) == Level.Full && (granted is null ? released : !released && InAudience(reader, then) != Level.None);
        }
    }

    /// <summary>
    /// Whether a member that had <paramref name="record"/> in full is told that it was corrected. Not one to which a narrowed
    /// disclosure withholds a part, unless it reads without that: what was corrected may be what is withheld.
    /// </summary>
    public static bool TellsOfCorrection(Reader reader, Indicator record)
    {
        foreach (var grant in record.Grants)
        {
            if (grant.Member == reader.Member && grant is { Asks: Asks.Content, Fields: not null })
            {
                return Decide(reader, record) is { Level: Level.Full, Grant: null };
            }
        }

        return true;
    }

    /// <summary>Every wall's cap, in the order of <see cref="Wall"/>; the grant that lifted one of them, or null.</summary>
    private static Grant? Caps(Reader reader, Indicator record, Span<Level> caps)
    {
        caps.Fill(Level.Full);
        if (reader.Member == record.Owner)
        {
            caps[(int)Wall.Lifecycle] = Kept(reader, record);
            caps[(int)Wall.Owner] = OwnerRole(reader);
            return null;
        }

        caps[(int)Wall.Lifecycle] = Lifecycle(reader, record);
        caps[(int)Wall.Exclusion] = Exclusion(reader, record);
        caps[(int)Wall.Audience] = InAudience(reader, record);
        caps[(int)Wall.Agreement] = Agreement(reader, record);
        caps[(int)Wall.Role] = ByRole(reader, record);
        caps[(int)Wall.Purpose] = ByPurpose(reader, record);
        caps[(int)Wall.Project] = Project(reader, record);
        caps[(int)Wall.Handling] = Handling(reader, record);
        if (!reader.LooksByName || GrantTo(reader, record, Asks.Content) is not { } grant)
        {
            return null;
        }

        Grant? lifting = null;
        foreach (var wall in (ReadOnlySpan<Wall>)[Wall.Audience, Wall.Purpose, Wall.Project])
        {
            if (caps[(int)wall] == Level.Hit)
            {
                caps[(int)wall] = Level.Full;
                lifting = grant;
            }
        }

        return lifting;
    }

    /// <summary>Withdrawn records exist for their owner alone, and so do, until they are erased, those whose review day passed or whose owner has left.</summary>
    private static Level Lifecycle(Reader reader, Indicator record) =>
        record.Status == IndicatorStatus.Active && !record.HasLapsed(reader.Moment) && !reader.Left.Contains(record.Owner) ? Kept(reader, record) : Level.None;

    /// <summary>Article 31(6): what is kept for one ground is read for it alone, by a cleared officer who says why; what was erased, by nobody. Binds the owner too.</summary>
    private static Level Kept(Reader reader, Indicator record) =>
        record.Status == IndicatorStatus.Erased ? Level.None
        : record.Restriction is null || (record.Restriction.Ground == reader.Ground && reader.Cleared) ? Level.Full
        : Level.None;

    /// <summary>The owner reads its own in any content role; administrators and auditors never read content.</summary>
    private static Level OwnerRole(Reader reader) => Roles.MayStandTogether(reader.Roles) && Roles.TouchContent(reader.Roles) ? Level.Full : Level.None;

    /// <summary>Beats audience, task force and disclosure.</summary>
    private static Level Exclusion(Reader reader, Indicator record) =>
        Array.IndexOf(record.Release.Excluded!, reader.MemberToken) >= 0 || Array.IndexOf(record.Release.Excluded!, reader.PartyToken) >= 0 ? Level.None : Level.Full;

    private static Level InAudience(Reader reader, Indicator record) =>
        reader.IsAmongThrough(record.FullSince, record.Owner) ? Level.Full
        : reader.IsAmong(record.HitSince, record.Owner) || (reader.Through is not null && reader.IsAmong(record.FullSince, record.Owner)) ? Level.Hit
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

    /// <summary>
    /// Articles 19(1) and 20(2): within the record's purposes, or one that the owner admitted for this member; cross-checking
    /// meets operational analysis as a hit.
    /// </summary>
    private static Level ByPurpose(Reader reader, Indicator record) =>
        record.Purposes.Contains(reader.Purpose) || GrantTo(reader, record, Asks.OtherPurpose, reader.Purpose) is not null ? Level.Full
        : reader.Purpose == Purpose.CrossChecking && record.Purposes.Contains(Purpose.OperationalAnalysis) ? Level.Hit
        : Level.None;

    /// <summary>Article 18(3): operational analysis happens inside a named project, here a task force of the reader.</summary>
    private static Level Project(Reader reader, Indicator record) =>
        reader.Purpose != Purpose.OperationalAnalysis || reader.IsSeatedAmong(record.FullSince, record.Owner) ? Level.Full : Level.Hit;

    /// <summary>H3 has its own words: a hit until this officer has acknowledged them as they stand.</summary>
    private static Level Handling(Reader reader, Indicator record) =>
        record.Handling.Has(HandlingCode.H3) && AcknowledgementOf(reader, record) is null ? Level.Hit : Level.Full;

    private static Acknowledgement? AcknowledgementOf(Reader reader, Indicator record)
    {
        foreach (var one in record.Acknowledgements)
        {
            if (one.Member == reader.Member && one.Officer == reader.Officer)
            {
                return one;
            }
        }

        return null;
    }

    private static Grant? GrantTo(Reader reader, Indicator record, Asks asked, Purpose? purpose = null)
    {
        foreach (var grant in record.Grants)
        {
            if (grant.Member == reader.Member && grant.Asks == asked && grant.Purpose == purpose && reader.Moment < grant.Until)
            {
                return grant;
            }
        }

        return null;
    }

    private static IReadOnlyList<Obligation> Obligations(Reader reader, Indicator record) =>
        Obligated.By(
            notInJudicialProceedings: record.Handling.Has(HandlingCode.H1) && GrantTo(reader, record, Asks.JudicialUse) is null,
            noOnwardDissemination: record.Handling.Has(HandlingCode.H2) && GrantTo(reader, record, Asks.Onward) is null);
}
