using System.Collections.Immutable;
using IntelShare.Indicators;

namespace IntelShare.Keeping;

/// <summary>Where a request stands for the intake, by its own acts and by time alone.</summary>
public enum SubjectRequestState
{
    Received,
    Forwarded,

    /// <summary>The outcome can be read; the person is still to be answered.</summary>
    Ready,

    /// <summary>The person was answered.</summary>
    Answered,
}

/// <summary>Where a consultation stands for the owner.</summary>
public enum ConsultationState
{
    Open,
    Answered,

    /// <summary>Not answered when the outcome became readable: counts as withheld.</summary>
    Lapsed,
}

/// <summary>
/// What a person asked by way of a member of its choice (Regulation (EU) 2016/794, Articles 36 and 37), and what became of it.
/// The intake learns of an owner only what that owner lets it know, and nothing before one moment that is the same whoever
/// holds something. Here is what a request is; what either side may do is in <c>SubjectDeciding.cs</c>.
/// </summary>
public sealed partial record SubjectRequest
{
    /// <summary>The one answer where nothing is held, where everything is withheld, and where nobody answered.</summary>
    public const string NeutralAnswer =
        "The checks were carried out. There are no data that may be communicated to you. You have the right to complain to the national supervisory authority or to the European Data Protection Supervisor.";

    public required Guid Id { get; init; }

    /// <summary>Number of facts so far: never told, since it would tell how many owners answered.</summary>
    public required int Version { get; init; }

    /// <summary>Member id.</summary>
    public required string Intake { get; init; }

    public required SubjectAsks Asks { get; init; }

    public required DateOnly ReceivedOn { get; init; }

    public required DateTimeOffset EnteredAt { get; init; }

    /// <summary>First moment at which forwarding is late.</summary>
    public required DateTimeOffset ForwardBy { get; init; }

    /// <summary>First moment at which the answer to the person is late.</summary>
    public required DateTimeOffset AnswerBy { get; init; }

    /// <summary>Identifiers, note and case.</summary>
    public Sealed<SubjectWords>? Asked { get; init; }

    public SubjectRequestForwarded? Forwarded { get; init; }

    /// <summary>At most one of each owner consulted.</summary>
    public ImmutableArray<OwnerAnswered> Answers { get; init; } = [];

    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>Where the request stands for the intake at <paramref name="moment"/>.</summary>
    public SubjectRequestState StateAt(DateTimeOffset moment) => this switch
    {
        { AnsweredAt: not null } => SubjectRequestState.Answered,
        { Forwarded: null } => SubjectRequestState.Received,
        _ => Forwarded.OutcomeAt <= moment ? SubjectRequestState.Ready : SubjectRequestState.Forwarded,
    };

    /// <summary>Whether forwarding is, or was, late.</summary>
    public bool IsForwardedLate(DateTimeOffset moment) => ForwardBy <= (Forwarded?.At ?? moment);

    /// <summary>Whether the answer to the person is, or was, late.</summary>
    public bool IsAnsweredLate(DateTimeOffset moment) => AnswerBy <= (AnsweredAt ?? moment);

    /// <summary>What the owner was consulted about; null for everybody who was not.</summary>
    public Consulted? ConsultationOf(string owner) => Forwarded?.Consulted.SingleOrDefault(consulted => consulted.Owner == owner);

    /// <summary>What the owner answered; null while it did not.</summary>
    public OwnerAnswered? AnswerOf(string owner) => Answers.SingleOrDefault(answer => answer.Owner == owner);

    /// <summary>Where the consultation of one of the owners stands at <paramref name="moment"/>.</summary>
    public ConsultationState StateFor(string owner, DateTimeOffset moment) =>
        AnswerOf(owner) is not null ? ConsultationState.Answered : Forwarded!.OutcomeAt <= moment ? ConsultationState.Lapsed : ConsultationState.Open;

    /// <summary>
    /// What may be communicated, in order of the owners' ids: the answers of those that chose to be known. Empty for the
    /// <see cref="NeutralAnswer"/>; null before the one moment, whatever was answered.
    /// </summary>
    public IReadOnlyList<OwnerAnswered>? Outcome(DateTimeOffset moment) => StateAt(moment) is SubjectRequestState.Received or SubjectRequestState.Forwarded ? null
        : [.. Answers.Where(answer => answer.Answer != SubjectAnswer.Withhold).OrderBy(answer => answer.Owner, StringComparer.Ordinal)];

    /// <summary>The request with all words as <paramref name="open"/> gives them.</summary>
    public SubjectRequest Opened(Func<Sealed<SubjectWords>?, Sealed<SubjectWords>?> open) => this with
    {
        Asked = open(Asked),
        Answers = [.. Answers.Select(answer => answer with { Secret = open(answer.Secret) })],
    };

    /// <summary>Names the request and says nothing of it.</summary>
    public override string ToString() => $"Data-subject request {Id}";

    /// <summary>The request after one more fact.</summary>
    public static SubjectRequest Evolve(SubjectRequest? current, Guid id, object fact) => (current, fact) switch
    {
        (null, SubjectRequestReceived e) => new()
        {
            Id = id,
            Version = 1,
            Intake = e.Intake,
            Asks = e.Asks,
            ReceivedOn = e.ReceivedOn,
            EnteredAt = e.At,
            ForwardBy = e.ForwardBy,
            AnswerBy = e.AnswerBy,
            Asked = e.Secret,
        },
        (not null, SubjectRequestForwarded e) => current with { Version = current.Version + 1, Forwarded = e },
        (not null, OwnerAnswered e) => current with { Version = current.Version + 1, Answers = current.Answers.Add(e) },
        (not null, SubjectRequestAnswered e) => current with { Version = current.Version + 1, AnsweredAt = e.At },
        _ => throw new InvalidOperationException($"{fact.GetType().Name} cannot follow in the life of data-subject request {id}."),
    };
}
