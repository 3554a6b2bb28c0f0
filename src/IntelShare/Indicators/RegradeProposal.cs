namespace IntelShare.Indicators;

/// <summary>Propose another grade for a record that one reads.</summary>
public sealed record ProposeRegrade(Evaluation? Evaluation, string? Reason);

/// <summary>What an owner says to a proposal.</summary>
public enum RegradeAnswer
{
    Accept,
    Refuse,
}

/// <summary>Answer a recipient's proposal.</summary>
public sealed record DecideRegrade(RegradeAnswer? Decision, string? Reason);

/// <summary>A recipient proposed another grade.</summary>
/// <param name="Record">Id of the record.</param>
/// <param name="Owner">Member id of the record's owner.</param>
/// <param name="Member">Member id of the recipient.</param>
/// <param name="Evaluation">The grade proposed.</param>
/// <param name="Secret">The reason, in <see cref="Confidential.Words"/>.</param>
/// <param name="At">The moment of the proposal.</param>
public sealed record RegradeProposed(Guid Record, string Owner, string Member, Evaluation Evaluation, Sealed<Confidential>? Secret, DateTimeOffset At) : ICarrySecret
{
    object? ICarrySecret.Open => Secret?.Open;

    object ICarrySecret.Closed(byte[] box, string fact, int version) => this with { Secret = new(Open: null, box, fact, version) };
}

/// <summary>The owner made the proposed grade its record's own.</summary>
public sealed record RegradeAccepted(Sealed<Confidential>? Secret, DateTimeOffset At) : ICarrySecret
{
    object? ICarrySecret.Open => Secret?.Open;

    object ICarrySecret.Closed(byte[] box, string fact, int version) => this with { Secret = new(Open: null, box, fact, version) };
}

/// <summary>The owner kept the record's grade.</summary>
public sealed record RegradeRefused(Sealed<Confidential>? Secret, DateTimeOffset At) : ICarrySecret
{
    object? ICarrySecret.Open => Secret?.Open;

    object ICarrySecret.Closed(byte[] box, string fact, int version) => this with { Secret = new(Open: null, box, fact, version) };
}

/// <summary>What the owner answered, its reason sealed.</summary>
public sealed record RegradeDecision(RegradeAnswer Answer, Sealed<Confidential>? Secret, DateTimeOffset At);

/// <summary>
/// Another grade, proposed by a recipient (Regulation (EU) 2016/794, Article 29(3)): only the owner's acceptance changes the
/// record. A member has one open proposal for a record at a time.
/// </summary>
public sealed record RegradeProposal(Guid Id, Guid Record, string Owner, string Member, Evaluation Evaluation, Sealed<Confidential>? Secret, DateTimeOffset At)
{
    /// <summary>Null while open.</summary>
    public RegradeDecision? Decided { get; init; }

    /// <summary>The place that an open proposal takes, one of a kind; null once decided.</summary>
    public string? Place => Decided is null ? $"{Record:N}/{Member}" : null;

    /// <summary>Decides a proposal by a reader who has the record in full, its grade included.</summary>
    /// <param name="command">The grade and why.</param>
    /// <param name="record">The record as it is.</param>
    /// <param name="member">Member id of the recipient.</param>
    /// <param name="now">The moment of the decision.</param>
    public static Decision Propose(ProposeRegrade command, Indicator record, string member, DateTimeOffset now)
    {
        Refusal[] refusals =
        [
            .. record.Owner == member ? [new("proposes-to-itself", "", "An owner evaluates its record anew without asking.")] : Array.Empty<Refusal>(),
            .. record.Regrading(command.Evaluation),
            .. Text.Required(command.Reason, "/reason", 500),
        ];
        return refusals.Length > 0
            ? Decision.Refuse(refusals)
            : Decision.Accept(new RegradeProposed(record.Id, record.Owner, member, command.Evaluation!, Confidential.Saying(command.Reason), now));
    }

    /// <summary>
    /// Decides the owner's answer, against the record as it is now, however it was when the proposal was made. Acceptance is
    /// two facts, the proposal's and then the record's; of a record that is graded so by now, the proposal's alone.
    /// </summary>
    /// <param name="command">The answer and why.</param>
    /// <param name="record">The record as it is now.</param>
    /// <param name="now">The moment of the decision.</param>
    public Decision Decide(DecideRegrade command, Indicator record, DateTimeOffset now)
    {
        if (Decided is not null)
        {
            return Decision.Refuse(new Refusal("proposal-decided", "", "The owner has answered; that is final."));
        }

        Refusal[] refusals =
        [
            .. command.Decision is null ? [new("required", "/decision", "accept or refuse.")] : Array.Empty<Refusal>(),
            .. Text.Required(command.Reason, "/reason", 500),
        ];
        if (refusals.Length > 0)
        {
            return Decision.Refuse(refusals);
        }

        if (command.Decision == RegradeAnswer.Refuse)
        {
            return Decision.Accept(new RegradeRefused(Confidential.Saying(command.Reason), now));
        }

        var accepted = new RegradeAccepted(Confidential.Saying(command.Reason), now);
        if (record.Evaluation == Evaluation && record.IsInUse)
        {
            return Decision.Accept(accepted);
        }

        var regraded = record.Reevaluate(new(Evaluation, command.Reason), Id, now);
        return regraded.IsAccepted ? Decision.Accept([accepted, .. regraded.Facts]) : regraded;
    }

    /// <summary>The proposal after one more fact.</summary>
    public static RegradeProposal Evolve(RegradeProposal? current, Guid id, object fact) => (current, fact) switch
    {
        (null, RegradeProposed e) => new(id, e.Record, e.Owner, e.Member, e.Evaluation, e.Secret, e.At),
        (not null, RegradeAccepted e) => current with { Decided = new(RegradeAnswer.Accept, e.Secret, e.At) },
        (not null, RegradeRefused e) => current with { Decided = new(RegradeAnswer.Refuse, e.Secret, e.At) },
        _ => throw new InvalidOperationException($"{fact.GetType().Name} cannot follow in the life of proposal {id}."),
    };
}
