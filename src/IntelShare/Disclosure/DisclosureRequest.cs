using System.Collections.Immutable;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Disclosure;

/// <summary>Where a request stands at a moment.</summary>
public enum DisclosureState
{
    Open,
    Deferred,

    /// <summary>Due and not answered. Never consent; the owner may still answer, late.</summary>
    Lapsed,

    Granted,
    Refused,
    Revoked,
}

/// <summary>
/// What one member asked of one owner, and what became of it. Only a named officer of the owner answers, once; time alone
/// answers nothing. Here is what a request is and how facts make it; what either side may do is in <c>Deciding.cs</c>.
/// </summary>
public sealed partial record DisclosureRequest
{
    public required Guid Id { get; init; }

    /// <summary>Number of facts so far; the base of the owner's ETag.</summary>
    public required int Version { get; init; }

    /// <summary>Member id.</summary>
    public required string Asker { get; init; }

    /// <summary>Member id.</summary>
    public required string Owner { get; init; }

    public required Asks Asks { get; init; }

    /// <summary>With <see cref="Asks.OtherPurpose"/>.</summary>
    public Purpose? Purpose { get; init; }

    /// <summary>The records covered; the owner's alone. Of those granted the asker learns as a reader.</summary>
    public required ImmutableArray<Guid> Indicators { get; init; }

    public UrgentGround? Urgent { get; init; }

    public required ClockBasis Basis { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>First moment at which the answer is late; a deferral moves it.</summary>
    public required DateTimeOffset Due { get; init; }

    /// <summary>Whether a limit passed unanswered before a deferral moved it: a deferral gives time, and takes back no delay.</summary>
    public bool WasLate { get; init; }

    /// <summary>Justification and case.</summary>
    public Sealed<Words>? Asked { get; init; }

    /// <summary>The last deferral.</summary>
    public DisclosureDeferred? Deferred { get; init; }

    public DisclosureAnswered? Answered { get; init; }

    public DisclosureTakenBack? TakenBack { get; init; }

    /// <summary>Where the request stands at <paramref name="moment"/>.</summary>
    public DisclosureState StateAt(DateTimeOffset moment) => this switch
    {
        { TakenBack: not null } => DisclosureState.Revoked,
        { Answered.Granted: true } => DisclosureState.Granted,
        { Answered: not null } => DisclosureState.Refused,
        _ when Due <= moment => DisclosureState.Lapsed,
        { Deferred: not null } => DisclosureState.Deferred,
        _ => DisclosureState.Open,
    };

    /// <summary>The request with the words of both sides as <paramref name="open"/> gives them.</summary>
    public DisclosureRequest Opened(Func<Sealed<Words>?, Sealed<Words>?> open) => this with
    {
        Asked = open(Asked),
        Deferred = Deferred is null ? null : Deferred with { Secret = open(Deferred.Secret) },
        Answered = Answered is null ? null : Answered with { Secret = open(Answered.Secret) },
        TakenBack = TakenBack is null ? null : TakenBack with { Secret = open(TakenBack.Secret) },
    };

    /// <summary>Names the request and says nothing of it.</summary>
    public override string ToString() => $"Disclosure request {Id}, version {Version}";

    /// <summary>The request after one more fact.</summary>
    public static DisclosureRequest Evolve(DisclosureRequest? current, Guid id, object fact) => (current, fact) switch
    {
        (null, DisclosureRequested e) => new()
        {
            Id = id,
            Version = 1,
            Asker = e.Asker,
            Owner = e.Owner,
            Asks = e.Asks,
            Purpose = e.Purpose,
            Indicators = [.. e.Indicators],
            Urgent = e.Urgent,
            Basis = e.Basis,
            AskedAt = e.At,
            Due = e.Due,
            Asked = e.Secret,
        },
        (not null, DisclosureDeferred e) => current with { Version = current.Version + 1, Due = e.Due, WasLate = current.WasLate || current.Due <= e.At, Deferred = e },
        (not null, DisclosureAnswered e) => current with { Version = current.Version + 1, Answered = e },
        (not null, DisclosureTakenBack e) => current with { Version = current.Version + 1, TakenBack = e },
        _ => throw new InvalidOperationException($"{fact.GetType().Name} cannot follow in the life of disclosure request {id}."),
    };
}
