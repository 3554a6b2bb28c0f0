using IntelShare.Access;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Disclosure;

/// <content>What an asker may ask and an owner decide. Every decision lists all its refusals.</content>
public sealed partial record DisclosureRequest
{
    private const int LongestReason = 1000;
    private static Refusal NotFound => new("not-found", "", "There is no such thing.");
    private static Refusal AlreadyAnswered => new("already-answered", "", "A request is answered once.");

    /// <summary>
    /// Decides a request. A reference that is not the asker's own, or old, a record that is not readable and one that is not
    /// there are one refusal: the answer depends on what the law gives the asker, never on what else the owner has.
    /// </summary>
    /// <param name="command">What is asked.</param>
    /// <param name="case">The asker's own case reference.</param>
    /// <param name="found">What the look-up found: for a hit what matches its key and is its owner's, or was until a handover; else the one record.</param>
    /// <param name="asker">The asker as a reader, at the moment of receipt.</param>
    /// <param name="registry">The registry decided with.</param>
    public static Decision Ask(RequestDisclosure command, string @case, IEnumerable<Indicator> found, Reader asker, Registry registry)
    {
        Refusal[] refusals = [.. command.Check()];
        if (refusals.Length > 0)
        {
            return Decision.Refuse(refusals);
        }

        var least = command.Hit is null ? Level.Full : Level.Hit;
        Indicator[] known = [.. found.Where(record => AccessPolicy.Decide(asker, record).Level >= least)];
        if (known.Length == 0)
        {
            return Decision.Refuse(NotFound);
        }

        Guid[] covered = [.. known.Where(record => Lacks(asker, record, command.Asks!.Value, command.Purpose)).Select(record => record.Id).Order()];
        if (covered.Length == 0)
        {
            return Decision.Refuse(new Refusal("nothing-to-ask", "/asks", "The law gives this already, or it is the asker's own."));
        }

        var (owner, urgent) = (known[0].Owner, command.Urgent!.Ground);
        return Decision.Accept(new DisclosureRequested(
            asker.Member,
            owner,
            command.Asks!.Value,
            command.Purpose,
            covered,
            urgent,
            Clock.BasisBetween(registry.Parties[registry.Members[asker.Member].Party], registry.Parties[registry.Members[owner].Party]),
            Clock.DueOf(asker.Moment, urgent is not null),
            new(new Words(Justification: command.Justification, Case: @case)),
            asker.Moment));
    }

    /// <summary>Decides an answer of the owner: grant, refusal or deferral.</summary>
    /// <param name="command">What is decided.</param>
    /// <param name="covered">The records that the request covers, as they are now.</param>
    /// <param name="now">The moment of the decision.</param>
    public Decision Decide(DecideDisclosure command, IReadOnlyList<Indicator> covered, DateTimeOffset now)
    {
        if (Answered is not null)
        {
            return Decision.Refuse(AlreadyAnswered);
        }

        Indicator[] active = [.. covered.Where(record => record.IsInUse)];
        Refusal[] refusals =
        [
            .. command.Decision is null ? [new("required", "/decision", "This member is mandatory.")] : Array.Empty<Refusal>(),
            .. Text.Required(command.Reason, "/reason", LongestReason),
            .. command.Decision is null ? [] : Strangers(command),
            .. command.Decision switch
            {
                Verdict.Grant => CheckGrant(command, active, now),
                Verdict.Refuse => Mandatory(command.Ground is null, "/ground"),
                Verdict.Defer => CheckDeferral(command, now),
                _ => [],
            },
        ];
        return refusals.Length > 0 ? Decision.Refuse(refusals) : Decision.Accept(command.Decision!.Value switch
        {
            Verdict.Defer => new DisclosureDeferred(command.To!.Value, DueAfter(command), new(new Words(Reason: command.Reason)), now),
            _ => new DisclosureAnswered(
                command.Decision == Verdict.Grant,
                command.Ground,
                command.Decision == Verdict.Grant ? [.. (command.Indicators ?? active.Select(record => record.Id)).Order()] : [],
                command.Fields,
                command.Until,
                Late: WasLate || Due <= now,
                new(new Words(Reason: command.Reason, Conditions: command.Conditions)),
                now),
        });
    }

    /// <summary>Decides a revocation of what was granted.</summary>
    public Decision Revoke(RevokeDisclosure command, DateTimeOffset now)
    {
        if (StateAt(now) != DisclosureState.Granted)
        {
            return Decision.Refuse(new Refusal("nothing-granted", "", "Only what is granted can be taken back."));
        }

        Refusal[] refusals = [.. Text.Required(command.Reason, "/reason", LongestReason)];
        return refusals.Length > 0 ? Decision.Refuse(refusals) : Decision.Accept(new DisclosureTakenBack(new(new Words(Reason: command.Reason)), now));
    }

    /// <summary>
    /// What a fact of this request, its words open, means for the records it covers: each learns it on its own stream, where
    /// the access law reads it. A grant that a later one of the same replaced is not there to be taken back.
    /// </summary>
    public object? OnRecord(object fact, Indicator record) => fact switch
    {
        DisclosureAnswered { Granted: true } e when e.Indicators.Contains(record.Id) =>
            new DisclosureGranted(Id, Asker, Asks, Purpose, e.Fields, Confidential.Saying(e.Secret?.Open?.Conditions), e.Until!.Value, e.At),
        DisclosureTakenBack e when record.Grants.Any(grant => grant.Request == Id) => new DisclosureRevoked(Id, e.At),
        _ => null,
    };

    /// <summary>Whether a grant would give the asker anything, as far as it can know: of a hit it knows nothing that it has.</summary>
    private static bool Lacks(Reader asker, Indicator record, Asks asks, Purpose? purpose)
    {
        var ruling = AccessPolicy.Decide(asker, record);
        return asker.Member != record.Owner && (ruling.Level == Level.Hit || asks switch
        {
            Asks.Content => ruling.Grant?.Fields is not null,
            Asks.JudicialUse => ruling.Obligations.Contains(Obligation.NotInJudicialProceedings),
            Asks.Onward => ruling.Obligations.Contains(Obligation.NoOnwardDissemination),
            _ => AccessPolicy.Explain(asker with { Purpose = purpose!.Value }, record)[Wall.Purpose] != Level.Full,
        });
    }

    private static IEnumerable<Refusal> Strangers(DecideDisclosure command)
    {
        (bool Given, string Pointer, Verdict Of)[] members =
        [
            (command.Until is not null, "/until", Verdict.Grant),
            (command.Indicators is not null, "/indicators", Verdict.Grant),
            (command.Fields is not null, "/fields", Verdict.Grant),
            (command.Conditions is not null, "/conditions", Verdict.Grant),
            (command.Ground is not null, "/ground", Verdict.Refuse),
            (command.To is not null, "/to", Verdict.Defer),
            (command.Expected is not null, "/expected", Verdict.Defer),
        ];
        return members.Where(member => member.Given && member.Of != command.Decision)
            .Select(member => new Refusal("not-applicable", member.Pointer, $"Only with the decision {member.Of.Code()}."));
    }

    private static IEnumerable<Refusal> Mandatory(bool missing, string pointer) => missing ? [new("required", pointer, "This member is mandatory here.")] : [];

    private static IEnumerable<Refusal> Once<T>(IReadOnlyList<T>? members, string pointer) =>
        members is not null && members.Distinct().Count() != members.Count ? [new("repeated", pointer, "Each one once.")] : [];

    private IEnumerable<Refusal> CheckGrant(DecideDisclosure command, Indicator[] active, DateTimeOffset now) =>
    [
        .. active.Length == 0 ? [new("nothing-to-grant", "/decision", "No record that the request covers is active any more.")] : Array.Empty<Refusal>(),
        .. CheckUntil(command.Until, [.. active.Where(record => command.Indicators?.Contains(record.Id) != false)], now),
        .. command.Indicators is { Length: 0 } ? [new("required", "/indicators", "At least one.")] : Array.Empty<Refusal>(),
        .. Once(command.Indicators, "/indicators"),
        .. command.Indicators?.Index().Where(named => active.All(record => record.Id != named.Item))
            .Select(named => new Refusal("unknown-indicator", $"/indicators/{named.Index}", "Not an active record that the request covers.")) ?? [],
        .. command.Fields is not null && Asks != Asks.Content ? [new("not-applicable", "/fields", "Only a grant of content can be narrowed.")] : Array.Empty<Refusal>(),
        .. Once(command.Fields, "/fields"),
        .. Text.Optional(command.Conditions, "/conditions", LongestReason),
    ];

    /// <summary>A grant ends within a year, and not after the last day on which the record is kept without a new decision.</summary>
    private static IEnumerable<Refusal> CheckUntil(DateTimeOffset? until, Indicator[] granted, DateTimeOffset now) => until switch
    {
        null => [new("required", "/until", "The first moment without the grant.")],
        _ when until <= now => [new("until-in-the-past", "/until", "A grant ends in the future.")],
        _ when until > now.AddYears(1) => [new("until-too-late", "/until", "At most a year ahead.")],
        _ when granted.Any(record => until > EndOf(record.Retention.ReviewBy!.Value)) => [new("until-beyond-review", "/until", "Not after the last day that a record is kept without a new decision.")],
        _ => [],
    };

    private static DateTimeOffset EndOf(DateOnly day) => new(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);

    /// <summary>A deferral moves the due moment on; three days are for urgent requests alone, a judicial authorisation is expected within a year.</summary>
    private IEnumerable<Refusal> CheckDeferral(DecideDisclosure command, DateTimeOffset now) => (command.To, command.Expected) switch
    {
        (null, _) => Mandatory(missing: true, "/to"),
        (DeferredTo.ThreeDays, not null) => [new("not-applicable", "/expected", "Only to judicial authorisation; three days are three days.")],
        (DeferredTo.ThreeDays, _) when Urgent is null => [new("not-urgent", "/to", "Three days are for urgent requests; others have longer.")],
        (DeferredTo.JudicialAuthorisation, null) => Mandatory(missing: true, "/expected"),
        (DeferredTo.JudicialAuthorisation, { } expected) when expected > now.AddYears(1) => [new("expected-too-late", "/expected", "At most a year ahead; a deferral can be renewed.")],
        _ when DueAfter(command) <= now || DueAfter(command) <= Due => [new("no-later", command.Expected is null ? "/to" : "/expected", "A deferral moves the due moment on, into the future.")],
        _ => [],
    };

    private DateTimeOffset DueAfter(DecideDisclosure command) => command.Expected ?? Clock.DueAtLength(AskedAt);
}
