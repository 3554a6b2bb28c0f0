namespace IntelShare.Client;

/// <summary>When a text is an offer: which features stand near each other in it, each on a place of its own.</summary>
public sealed record Rule
{
    /// <summary>1 to 8.</summary>
    public required IReadOnlyList<RuleGroup> Groups { get; init; }

    /// <summary>Names of the groups that must stand there.</summary>
    public IReadOnlyList<string> All { get; init; } = [];

    public AtLeast? AtLeast { get; init; }

    /// <summary>Names of groups of which none may stand so near to the first place.</summary>
    public IReadOnlyList<string> None { get; init; } = [];

    /// <summary>Words, emoji and the like among which they stand: 1 to 200.</summary>
    public required int Within { get; init; }

    /// <summary>Whether those of <see cref="All"/> stand in the order of that list.</summary>
    public bool? Ordered { get; init; }

    public int? MinScore { get; init; }
}

/// <summary>One feature: the first of these that stands in a text.</summary>
public sealed record RuleGroup
{
    /// <summary>Once in a rule.</summary>
    public required string Name { get; init; }

    /// <summary>Words, phrases, emoji, hashtags.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Ids of <c>/v1/concepts</c>: every term with one of them that whoever scans may read.</summary>
    public IReadOnlyList<string> Concepts { get; init; } = [];

    public IReadOnlyList<Figure> Figures { get; init; } = [];

    public Money? Money { get; init; }

    /// <summary>0 to 100; absent means 1.</summary>
    public int? Score { get; init; }
}

/// <summary>So many of several groups.</summary>
public sealed record AtLeast(int Count, IReadOnlyList<string> Of);

/// <summary>An amount as posts write it, in major units.</summary>
/// <param name="Min">Absent admits any.</param>
/// <param name="Max">Absent admits any.</param>
/// <param name="Currencies">ISO 4217; absent admits all that are known.</param>
public sealed record Money(decimal? Min = null, decimal? Max = null, IReadOnlyList<string>? Currencies = null);
