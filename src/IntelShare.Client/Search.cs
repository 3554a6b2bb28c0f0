namespace IntelShare.Client;

/// <summary>A value that is looked for, exactly.</summary>
/// <param name="Kind">Of what it would be.</param>
/// <param name="Value">At most 2,048 code points.</param>
/// <param name="Platform">Of account handles: the platform.</param>
public sealed record LookUp(IndicatorKind Kind, string Value, string? Platform = null);

/// <summary>Up to 1,000 look-ups.</summary>
public sealed record SearchIndicators(IReadOnlyList<LookUp> Queries);

/// <summary>An answer to each look-up, in order.</summary>
public sealed record SearchResults(IReadOnlyList<SearchResult> Results);

/// <summary>What a look-up came to.</summary>
public sealed record SearchResult
{
    /// <summary>The most that any match allows.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>What may be read.</summary>
    public required IReadOnlyList<IndicatorView> Indicators { get; init; }

    /// <summary>Owners that have something, one line each.</summary>
    public required IReadOnlyList<HitView> Hits { get; init; }

    /// <summary>What the officer has to accept before more may be read.</summary>
    public IReadOnlyList<ConditionsToAcknowledge>? Conditions { get; init; }
}

/// <summary>That an owner has something, and whom to ask; the same for one record or many.</summary>
/// <param name="Reference">To ask for disclosure with; valid 30 days.</param>
/// <param name="Desk">Whom to ask.</param>
public sealed record HitView(string Reference, Desk Desk);

/// <summary>Where to ask an agency.</summary>
/// <param name="Contact">By day.</param>
/// <param name="Urgent">Round the clock.</param>
public sealed record Desk(string Contact, string Urgent);

/// <summary>A record that may be read once the officer has accepted its owner's conditions.</summary>
public sealed record ConditionsToAcknowledge(Guid Indicator, string Conditions);
