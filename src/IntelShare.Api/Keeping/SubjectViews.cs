using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Keeping;
using IntelShare.Members;
using JasperFx.Events;

namespace IntelShare.Api.Keeping;

/// <summary>The name in the contract for what a side sees of a person's request.</summary>
[Either(typeof(IntakeView), typeof(ConsultedView))]
internal abstract class SubjectRequestView
{
    /// <summary>The side on which a member stands: the one it names, or the intake's before an owner's; null where it stands on neither.</summary>
    public static SubjectSide? SideOf(string member, SubjectRequest request, SubjectSide? named) =>
        request.Intake == member && named != SubjectSide.Owner ? SubjectSide.Intake
        : request.ConsultationOf(member) is not null && named != SubjectSide.Intake ? SubjectSide.Owner
        : null;

    /// <summary>What the caller sees on a side that it stands on.</summary>
    public static object Of(Visit visit, SubjectSide side, SubjectRequest open, IReadOnlyList<StepView>? history) =>
        side == SubjectSide.Intake ? IntakeView.Of(open, visit.Registry, visit.Now, history) : ConsultedView.Of(open, visit.Member.Id, visit.Registry, visit.Now, history);
}

/// <summary>What the intake sees: its own words, its clocks, and from one moment on the outcome. Nothing of owners before that, and then only of those that chose to be known.</summary>
internal sealed record IntakeView(
    Guid Id,
    SubjectRequestState State,
    SubjectAsks Asks,
    DateOnly ReceivedOn,
    IReadOnlyList<SubjectIdentifier> Identifiers,
    string? Note,
    string? Case,
    DateTimeOffset EnteredAt,
    DateTimeOffset ForwardBy,
    bool ForwardOverdue,
    DateTimeOffset? ForwardedAt,
    DateTimeOffset? OutcomeAt,
    DateTimeOffset AnswerBy,
    bool AnswerOverdue,
    DateTimeOffset? AnsweredAt,
    OutcomeView? Outcome,
    IReadOnlyList<StepView>? History)
{
    public static IntakeView Of(SubjectRequest open, Registry registry, DateTimeOffset now, IReadOnlyList<StepView>? history) => new(
        open.Id, open.StateAt(now), open.Asks, open.ReceivedOn, open.Asked?.Open?.Identifiers ?? [], open.Asked?.Open?.Note, open.Asked?.Open?.Case, open.EnteredAt,
        open.ForwardBy, open.IsForwardedLate(now), open.Forwarded?.At, open.Forwarded?.OutcomeAt, open.AnswerBy, open.IsAnsweredLate(now), open.AnsweredAt,
        open.Outcome(now) is { } communicated ? OutcomeView.Of(communicated, registry) : null, history);
}

/// <summary>What an owner sees: what it holds under which of the identifiers, and what it answered. Nothing of other owners, nor of the identifiers that lead to nothing of its own.</summary>
internal sealed record ConsultedView(
    Guid Id,
    ConsultationState State,
    string Intake,
    Desk Desk,
    SubjectAsks Asks,
    DateOnly ReceivedOn,
    IReadOnlyList<HeldIdentifier> Identifiers,
    string? Note,
    DateTimeOffset ConsultedAt,
    DateTimeOffset OutcomeAt,
    bool Overdue,
    DateTimeOffset ForwardBy,
    bool ForwardOverdue,
    DateTimeOffset AnswerBy,
    OwnerAnswerView? Answer,
    IReadOnlyList<StepView>? History)
{
    public static ConsultedView Of(SubjectRequest open, string owner, Registry registry, DateTimeOffset now, IReadOnlyList<StepView>? history)
    {
        var state = open.StateFor(owner, now);
        return new(
            open.Id, state, open.Intake, registry.Members[open.Intake].Desk, open.Asks, open.ReceivedOn,
            open.Asked?.Open?.Identifiers is { } asked ? [.. open.ConsultationOf(owner)!.Holds.Select(held => new HeldIdentifier(asked[held.Identifier].Kind!, asked[held.Identifier].Value!, asked[held.Identifier].Platform, held.Indicators))] : [],
            open.Asked?.Open?.Note, open.Forwarded!.At, open.Forwarded.OutcomeAt, state == ConsultationState.Lapsed, open.ForwardBy, open.IsForwardedLate(now), open.AnswerBy,
            open.AnswerOf(owner) is { } answer ? new(answer.Answer, answer.Ground, answer.Secret?.Open?.Reason, answer.At) : null, history);
    }
}

/// <summary>An identifier asked about, and the own records held under it.</summary>
internal sealed record HeldIdentifier(string Kind, string Value, string? Platform, IReadOnlyList<Guid> Indicators);

/// <summary>What the own agency answered.</summary>
internal sealed record OwnerAnswerView(SubjectAnswer Answer, WithholdGround? Ground, string? Reason, DateTimeOffset At);

/// <summary>What the person may be told.</summary>
internal enum OutcomeKind
{
    /// <summary>The one answer that does not tell whether anything is held.</summary>
    Neutral,

    /// <summary>At least one owner chose to be known.</summary>
    Communicated,
}

/// <summary>An owner that chose to be known: what it answered and where its data are asked for.</summary>
internal sealed record OwnerOutcome(string Owner, Desk Desk, SubjectAnswer Answer);

/// <summary>The outcome for the intake. The neutral one is the same to the byte, whether nobody holds anything or everybody withholds it.</summary>
internal sealed record OutcomeView(OutcomeKind Kind, string? Statement, IReadOnlyList<OwnerOutcome>? Owners)
{
    public static OutcomeView Of(IReadOnlyList<OwnerAnswered> communicated, Registry registry) => communicated.Count == 0
        ? new(OutcomeKind.Neutral, SubjectRequest.NeutralAnswer, Owners: null)
        : new(OutcomeKind.Communicated, Statement: null, [.. communicated.Select(answer => new OwnerOutcome(answer.Owner, registry.Members[answer.Owner].Desk, answer.Answer))]);
}

/// <summary>A step on record that concerns the caller's side: when, and which of its own officers took it.</summary>
internal sealed record StepView(string Step, DateTimeOffset At, string? Officer)
{
    public static IReadOnlyList<StepView> Of(SubjectSide side, string member, IReadOnlyList<IEvent> facts) =>
        [.. facts.Select(fact => side == SubjectSide.Intake ? OfIntake(fact) : OfOwner(fact, member)).OfType<StepView>()];

    private static StepView? OfIntake(IEvent fact) => fact.Data switch
    {
        SubjectRequestReceived e => new(fact.EventTypeName, e.At, fact.UserName),
        SubjectRequestForwarded e => new(fact.EventTypeName, e.At, fact.UserName),
        SubjectRequestAnswered e => new(fact.EventTypeName, e.At, fact.UserName),
        _ => null,
    };

    private static StepView? OfOwner(IEvent fact, string member) => fact.Data switch
    {
        SubjectRequestForwarded e => new("owner-consulted", e.At, Officer: null),
        OwnerAnswered e when e.Owner == member => new(fact.EventTypeName, e.At, fact.UserName),
        _ => null,
    };
}
