namespace IntelShare.Client;

/// <summary>What the hub tells of a record: <see cref="OwnerView"/> to its owner, <see cref="FullView"/> to others, <see cref="DisclosedView"/> where they read by a grant.</summary>
public abstract record IndicatorView
{
    public required Guid Id { get; init; }

    public required IndicatorKind Kind { get; init; }

    /// <summary>Id of the agency that speaks for it.</summary>
    public required string Owner { get; init; }

    public required Handling Handling { get; init; }

    public required IReadOnlyList<Purpose> Purposes { get; init; }
}

/// <summary>What a reader gets. It carries its obligations.</summary>
public sealed record FullView : IndicatorView
{
    public required IndicatorContent Content { get; init; }

    public required Evaluation Evaluation { get; init; }

    public required IReadOnlyList<Obligation> Obligations { get; init; }

    public required IReadOnlyList<CrimeArea> CrimeAreas { get; init; }

    public SubjectView? Subject { get; init; }

    /// <summary>The last day on which it may be kept without being told anew.</summary>
    public required DateOnly ReviewBy { get; init; }
}

/// <summary>What a reader gets by a grant, until it ends: which thing is meant, and of the rest what was granted.</summary>
public sealed record DisclosedView : IndicatorView
{
    /// <summary>The members that say which thing is meant, by their names in the contract.</summary>
    public required IReadOnlyDictionary<string, string> Identifier { get; init; }

    public IndicatorContent? Content { get; init; }

    public Evaluation? Evaluation { get; init; }

    public required IReadOnlyList<Obligation> Obligations { get; init; }

    public IReadOnlyList<CrimeArea>? CrimeAreas { get; init; }

    public SubjectView? Subject { get; init; }

    /// <summary>The grant's own.</summary>
    public string? Conditions { get; init; }

    public required DateTimeOffset Until { get; init; }
}

/// <summary>What the owner gets: everything.</summary>
public sealed record OwnerView : IndicatorView
{
    public required IndicatorStatus Status { get; init; }

    /// <summary>Null once it was erased.</summary>
    public IndicatorContent? Content { get; init; }

    public required Evaluation Evaluation { get; init; }

    public required Release Release { get; init; }

    public required IReadOnlyList<CrimeArea> CrimeAreas { get; init; }

    public required Retention Retention { get; init; }

    /// <summary>Null while it is not restricted.</summary>
    public RestrictionGround? Restriction { get; init; }

    public Subject? Subject { get; init; }

    public string? Reference { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }
}

/// <summary>Whom a record is about, without the owner's statement of necessity.</summary>
public sealed record SubjectView(IReadOnlyList<SubjectCategory> Categories, Age Age);

/// <summary>A page of the hub's.</summary>
internal sealed record PageOf<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>What the hub sees of the caller.</summary>
/// <param name="Member">Id of the agency.</param>
/// <param name="Name">Name of the agency.</param>
/// <param name="Party">ISO 3166-1 alpha-2 code of its country, or <c>org:</c> and its organisation.</param>
/// <param name="PartyKind">What the party is in law.</param>
/// <param name="Agreement">How far its agreement lets it read.</param>
/// <param name="Client">The machine that signed the token.</param>
/// <param name="Officer">The sub of the token.</param>
/// <param name="Roles">Of the token.</param>
/// <param name="Purposes">That the caller may state.</param>
/// <param name="TaskForces">That its member or party belongs to now.</param>
/// <param name="TokenId">The jti of the token.</param>
/// <param name="HubTime">To compare with the own clock.</param>
public sealed record CallerView(string Member, string Name, string Party, PartyKind PartyKind, AgreementLevel Agreement, string Client, string Officer, IReadOnlyList<string> Roles, IReadOnlyList<Purpose> Purposes, IReadOnlyList<string> TaskForces, string TokenId, DateTimeOffset HubTime);
