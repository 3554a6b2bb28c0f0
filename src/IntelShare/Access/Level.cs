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
}

/// <summary>What binds whoever reads in full.</summary>
public enum Obligation
{
    /// <summary>H1.</summary>
    NotInJudicialProceedings,

    /// <summary>H2.</summary>
    NoOnwardDissemination,
}

/// <summary>The law's answer: the level, the first wall that capped it there (<see cref="Wall.Owner"/> for the owner; null when none did), and the obligations.</summary>
public sealed record Ruling(Level Level, Wall? DecidedBy, IReadOnlyList<Obligation> Obligations);
