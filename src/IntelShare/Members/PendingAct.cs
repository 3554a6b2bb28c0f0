namespace IntelShare.Members;

/// <summary>Where a widening act stands.</summary>
public enum PendingActState
{
    /// <summary>Waits for a second administrator.</summary>
    Proposed,

    /// <summary>A second administrator agreed, and it was done.</summary>
    Seconded,

    /// <summary>Another administrator refused it, or its proposer took it back.</summary>
    Refused,

    /// <summary>Nobody seconded it in time.</summary>
    Lapsed,
}

/// <summary>Who did something in the hub's administration.</summary>
/// <param name="Member">Id of its agency, mostly the hub's own.</param>
/// <param name="Client">The machine that signed.</param>
/// <param name="Officer">The opaque <c>sub</c> of its token.</param>
public sealed record Administrator(string Member, string Client, string Officer)
{
    /// <summary>Whoever stands at the counter.</summary>
    public static Administrator Of(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return new(caller.Member.Id, caller.Client.Id, caller.Officer);
    }

    /// <summary>Another person for certain: another officer, and not by a machine that could name any officer.</summary>
    public bool IsAnother(Administrator one)
    {
        ArgumentNullException.ThrowIfNull(one);
        return (Member != one.Member || Officer != one.Officer) && (Member != one.Member || Client != one.Client);
    }
}

/// <summary>Agree to what another administrator proposed.</summary>
/// <param name="ReadBack">Of a client's introduction: the thumbprint of its key (RFC 7638), as the member read it out by telephone.</param>
public sealed record SecondAct(string? ReadBack);

/// <summary>Refuse it, or take the own proposal back.</summary>
/// <param name="Reason">At most 500 code points.</param>
public sealed record RefuseAct(string? Reason);

/// <summary>An administrator proposed an act that widens.</summary>
public sealed record ActProposed(string Subject, RegistryAct Act, Administrator By, DateTimeOffset At);

/// <summary>A second administrator agreed; the act itself is told in its subject's own stream.</summary>
public sealed record ActSeconded(Administrator By, DateTimeOffset At);

/// <summary>The act will not be done.</summary>
public sealed record ActRefused(Administrator By, string Reason, DateTimeOffset At);

/// <summary>
/// An act that widens, from its proposal to its end. Two persons decide it, whatever the hurry; it is decided anew on the registry
/// as it is when the second agrees.
/// </summary>
public sealed record PendingAct(Guid Id, string Subject, RegistryAct Act, Administrator ProposedBy, DateTimeOffset ProposedAt)
{
    private const int Days = 14;
    private const int LongestReason = 500;

    /// <summary>Who agreed or refused.</summary>
    public Administrator? DecidedBy { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Why it was refused.</summary>
    public string? Refusal { get; init; }

    /// <summary>First moment at which nobody can second it any more.</summary>
    public DateTimeOffset LapsesAt() => ProposedAt.AddDays(Days);

    /// <summary>Where it stands.</summary>
    public PendingActState StateAt(DateTimeOffset now) => (DecidedBy, Refusal) switch
    {
        (null, _) => now < LapsesAt() ? PendingActState.Proposed : PendingActState.Lapsed,
        (_, null) => PendingActState.Seconded,
        _ => PendingActState.Refused,
    };

    /// <summary>The act after one more fact.</summary>
    public static PendingAct Evolve(PendingAct? current, Guid id, object fact) => (current, fact) switch
    {
        (null, ActProposed e) => new(id, e.Subject, e.Act, e.By, e.At),
        (not null, ActSeconded e) => current with { DecidedBy = e.By, DecidedAt = e.At },
        (not null, ActRefused e) => current with { DecidedBy = e.By, DecidedAt = e.At, Refusal = e.Reason },
        _ => throw new InvalidOperationException($"{fact.GetType().Name} cannot follow in the life of pending act {id}."),
    };

    /// <summary>Decides a proposal: of an act that may happen, once at a time for its subject.</summary>
    public static Decision Propose(string subject, RegistryAct act, Administrator by, Registry registry, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(act);
        ArgumentNullException.ThrowIfNull(registry);
        return act.Decide(subject, registry, now) is { IsAccepted: false } refused ? refused
            : registry.PendingActs.Any(waiting => waiting.StateAt(now) == PendingActState.Proposed && waiting.Subject == subject && waiting.Act.Repeats(act)) ? Decision.Refuse(new Refusal("act-waits", "", "Such an act waits for this subject; second or refuse it first."))
            : Decision.Accept(new ActProposed(subject, act.Kept(), by, now));
    }

    /// <summary>Decides the second administrator's agreement.</summary>
    /// <param name="command">What was read back.</param>
    /// <param name="by">Who agrees.</param>
    /// <param name="registry">The registry decided with.</param>
    /// <param name="now">The moment of the decision.</param>
    /// <returns>The agreement, and what the act comes to in its subject's stream; or the refusals of either.</returns>
    public (Decision Agreement, Decision Act) Second(SecondAct command, Administrator by, Registry registry, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(by);
        var agreement = Undecided(now) is { } decided ? Decision.Refuse(decided)
            : !by.IsAnother(ProposedBy) ? Decision.Refuse(new Refusal("proposed-it-itself", "", "Another administrator, at another machine, seconds it."))
            : registry.Members[by.Member].Party is var party && registry.Parties[party].Kind != PartyKind.Hub && Act.PartyOf(Subject, registry) == party ? Decision.Refuse(new Refusal("seconds-its-own", "", "A deputy does not second what concerns its own agency or party."))
            : Act.ReadBack() is { } thumbprint && command.ReadBack != thumbprint ? Decision.Refuse(new Refusal("read-back-differs", "/readBack", "The thumbprint that the member reads out over the telephone is another than that of the key."))
            : Decision.Accept(new ActSeconded(by, now));
        return (agreement, agreement.IsAccepted ? Act.Decide(Subject, registry, now) : agreement);
    }

    /// <summary>Decides a refusal, by anybody who could second it or did propose it.</summary>
    public Decision Refuse(RefuseAct command, Administrator by, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(command);
        return Undecided(now) is { } decided ? Decision.Refuse(decided)
            : Text.Required(command.Reason, "/reason", LongestReason).ToArray() is { Length: > 0 } refusals ? Decision.Refuse(refusals)
            : Decision.Accept(new ActRefused(by, command.Reason!, now));
    }

    private Refusal? Undecided(DateTimeOffset now) => StateAt(now) switch
    {
        PendingActState.Proposed => null,
        PendingActState.Lapsed => new("act-lapsed", "", "Nobody seconded the act in time; propose it anew."),
        _ => new("act-decided", "", "The act was decided."),
    };
}
