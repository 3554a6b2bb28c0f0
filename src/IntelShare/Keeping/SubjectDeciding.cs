using IntelShare.Indicators;
using IntelShare.Indicators.Kinds;

namespace IntelShare.Keeping;

/// <content>What the intake and the owners consulted may do. Every decision lists all its refusals.</content>
public sealed partial record SubjectRequest
{
    private const int MostIdentifiers = 20;
    private const int LongestNote = 2000;
    private const int LongestReason = 1000;
    private const int DaysBack = 31;
    private static readonly Refusal NotFound = new("not-found", "", "There is no such thing.");
    private static readonly Refusal AlreadyAnswered = new("already-answered", "", "A request is answered once.");

    /// <summary>Decides an intake. Free of charge, by any member, whatever anybody holds.</summary>
    /// <param name="command">What the person asks.</param>
    /// <param name="intake">Id of the member that it asked.</param>
    /// <param name="case">The intake's own reference.</param>
    /// <param name="now">The moment of the decision.</param>
    public static Decision Receive(ReceiveSubjectRequest command, string intake, string @case, DateTimeOffset now)
    {
        Refusal[] refusals =
        [
            .. Fields.Present(command.Asks, "/asks"),
            .. Fields.Present(command.ReceivedOn, "/receivedOn"),
            // The day begins up to fourteen hours earlier elsewhere.
            .. Fields.If(command.ReceivedOn > DateOnly.FromDateTime(now.UtcDateTime.AddHours(14)), "received-in-the-future", "/receivedOn", "What was received lies in the past."),
            .. Fields.If(command.ReceivedOn < DateOnly.FromDateTime(now.UtcDateTime).AddDays(-DaysBack), "received-too-long-ago", "/receivedOn", "At most 31 days back."),
            .. Fields.If(command.Identifiers is null or [], "required", "/identifiers", "At least one."),
            .. Fields.Few(command.Identifiers, "/identifiers", MostIdentifiers),
            .. command.Identifiers is { Length: <= MostIdentifiers } some ? some.SelectMany((one, i) => Check(one).Select(refusal => refusal.Under($"/identifiers/{i}"))) : [],
            .. Text.Optional(command.Note, "/note", LongestNote),
        ];
        if (refusals.Length > 0)
        {
            return Decision.Refuse(refusals);
        }

        var day = command.ReceivedOn!.Value;
        return Decision.Accept(new SubjectRequestReceived(
            intake,
            command.Asks!.Value,
            day,
            SubjectClock.ForwardBy(day),
            SubjectClock.AnswerBy(day),
            new(new SubjectWords([.. command.Identifiers!.OfType<SubjectIdentifier>()], command.Note, @case)),
            now));

        static IEnumerable<Refusal> Check(SubjectIdentifier? one) => one?.Check() ?? [new("required", "", "An identifier.")];
    }

    /// <summary>Decides the forwarding: every owner that holds something is consulted about that, and nobody else is told.</summary>
    /// <param name="found">Whatever matches, withdrawn records included: their owner still holds them. Each with the place of the identifier.</param>
    /// <param name="now">The moment of the decision.</param>
    public Decision Forward(IEnumerable<(int Identifier, Indicator Record)> found, DateTimeOffset now) => Forwarded is not null
        ? Decision.Refuse(new Refusal("already-forwarded", "", "A request is forwarded once."))
        : Decision.Accept(new SubjectRequestForwarded(
        [
            .. found.GroupBy(match => match.Record.Owner).OrderBy(owner => owner.Key, StringComparer.Ordinal).Select(owner => new Consulted(owner.Key,
            [
                .. owner.GroupBy(match => match.Identifier).OrderBy(held => held.Key).Select(held => new Held(held.Key, [.. held.Select(match => match.Record.Id).Distinct().Order()])),
            ])),
        ], SubjectClock.OutcomeAt(now, AnswerBy), now));

    /// <summary>Decides an owner's answer: once, and before the outcome can be read, since it must not change then.</summary>
    /// <param name="command">What is answered.</param>
    /// <param name="owner">Member id.</param>
    /// <param name="now">The moment of the decision.</param>
    public Decision Answer(AnswerSubjectRequest command, string owner, DateTimeOffset now)
    {
        if (ConsultationOf(owner) is null)
        {
            return Decision.Refuse(NotFound);
        }

        if (StateFor(owner, now) != ConsultationState.Open)
        {
            return Decision.Refuse(AnswerOf(owner) is not null ? AlreadyAnswered : new("outcome-fixed", "", "What was not answered in time counts as withheld."));
        }

        var withheld = command.Answer == SubjectAnswer.Withhold;
        Refusal[] refusals =
        [
            .. Fields.Present(command.Answer, "/answer"),
            .. Fields.If(command.Answer == SubjectAnswer.Disclose && Asks != SubjectAsks.Access, "not-asked", "/answer", "Only a request for access is answered by disclosure."),
            .. Fields.If(command.Answer is SubjectAnswer.Corrected or SubjectAnswer.Erased or SubjectAnswer.Restricted && Asks == SubjectAsks.Access, "not-asked", "/answer", "A request for access is answered by disclose or withhold."),
            .. Fields.If(withheld && command.Ground is null, "required", "/ground", "This member is mandatory here."),
            .. Fields.If(!withheld && command is { Answer: not null, Ground: not null }, "not-applicable", "/ground", "Only with withhold."),
            .. withheld ? Text.Required(command.Reason, "/reason", LongestReason) : Text.Optional(command.Reason, "/reason", LongestReason),
        ];
        return refusals.Length > 0
            ? Decision.Refuse(refusals)
            : Decision.Accept(new OwnerAnswered(owner, command.Answer!.Value, command.Ground, command.Reason is null ? null : new(new SubjectWords(Reason: command.Reason)), now));
    }

    /// <summary>Decides that the person was answered, with the outcome as it can be read.</summary>
    public Decision Close(DateTimeOffset now) => StateAt(now) switch
    {
        SubjectRequestState.Answered => Decision.Refuse(AlreadyAnswered),
        SubjectRequestState.Ready => Decision.Accept(new SubjectRequestAnswered(now)),
        _ => Decision.Refuse(new Refusal("outcome-pending", "", "A person is answered once the outcome can be read.")),
    };
}
