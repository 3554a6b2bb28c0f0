using IntelShare.Indicators;

namespace IntelShare.Access;

/// <summary>What a reader gets, in rising order. A decision is the least of what the walls allow.</summary>
public enum Level
{
    /// <summary>As if the record did not exist.</summary>
    None,

    /// <summary>That a match exists, and whom to ask.</summary>
    Hit,

    /// <summary>The content, with its obligations.</summary>
    Full,
}

/// <summary>The walls of the access law, in the order in which they are named.</summary>
public enum Wall
{
    Lifecycle,
    Owner,
    Exclusion,
    Audience,
    Agreement,
    Role,
    Purpose,
    Project,
    Handling,

    /// <summary>Never caps; decides where the owner's grant alone lifted a hit.</summary>
    Disclosure,
}

/// <summary>What binds whoever reads in full.</summary>
public enum Obligation
{
    /// <summary>H1.</summary>
    NotInJudicialProceedings,

    /// <summary>H2.</summary>
    NoOnwardDissemination,
}

/// <summary>The law's answer.</summary>
/// <param name="Level">The least of the walls' caps.</param>
/// <param name="DecidedBy">
/// The first wall that capped it there; <see cref="Wall.Owner"/> for the owner, <see cref="Wall.Disclosure"/> where Full rests on a grant, null
/// where no wall caps. <see cref="Wall.Handling"/> comes last among those that cap: it decides only where all others allow Full.
/// </param>
/// <param name="Obligations">What binds a reader with Full; empty below.</param>
/// <param name="Grant">The grant of content without which the level would be Hit, or null.</param>
public readonly record struct Ruling(Level Level, Wall? DecidedBy, IReadOnlyList<Obligation> Obligations, Grant? Grant)
{
    /// <summary>Whether the reader gets this part of the record: in full, and not narrowed away by the grant that it rests on.</summary>
    public bool Shows(FieldGroup group) => Level == Level.Full && (Grant?.Fields is not { } fields || Array.IndexOf(fields, group) >= 0);
}

/// <summary>The four sets of obligations there are, so that a decision makes none.</summary>
internal static class Obligated
{
    private static readonly Obligation[] ByH1 = [Obligation.NotInJudicialProceedings];
    private static readonly Obligation[] ByH2 = [Obligation.NoOnwardDissemination];
    private static readonly Obligation[] ByBoth = [Obligation.NotInJudicialProceedings, Obligation.NoOnwardDissemination];

    public static IReadOnlyList<Obligation> By(bool notInJudicialProceedings, bool noOnwardDissemination) =>
        notInJudicialProceedings ? noOnwardDissemination ? ByBoth : ByH1 : noOnwardDissemination ? ByH2 : [];
}
