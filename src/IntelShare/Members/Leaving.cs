namespace IntelShare.Members;

/// <summary>End a membership on a day, and say why.</summary>
/// <param name="Reason">At most 500 code points.</param>
/// <param name="EffectiveOn">First day (UTC) without the membership: tomorrow at the earliest, in a year at the latest.</param>
public sealed record WithdrawMember(string? Reason, DateOnly? EffectiveOn) : RegistryAct
{
    public override RegistryRoom Room() => RegistryRoom.Member;

    public override Decision Decide(string subject, Registry registry, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(registry);
        var member = registry.Members[subject];
        return member.Withdraw(this, registry.Parties[member.Party], now);
    }

    /// <summary>On a later day than was said the member reads longer; on a sooner one a successor that accepted owns the records sooner.</summary>
    public override bool Widens(string subject, Registry registry, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(registry);
        var member = registry.Members[subject];
        return member.Leaving is { } leaving && (EffectiveOn > leaving.EffectiveOn || (EffectiveOn < leaving.EffectiveOn && member.Succession?.AcceptedAt is not null));
    }
}

/// <summary>Keep a member that was to leave: it reads on, and others read on what it shared.</summary>
/// <param name="Reason">At most 500 code points.</param>
public sealed record KeepMember(string? Reason) : RegistryAct
{
    public override RegistryRoom Room() => RegistryRoom.Member;

    public override Decision Decide(string subject, Registry registry, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return registry.Members[subject].Keep(this, now);
    }

    public override bool Widens(string subject, Registry registry, DateTimeOffset now) => true;
}

/// <summary>Name the member that is to own the records of one that leaves.</summary>
public sealed record NameSuccessor(string? Successor, string? Reason);

/// <summary>A membership ends: from its day on the member reads nothing of others, submits nothing, and nobody reads what it shared.</summary>
public sealed record MemberWithdrawn(string Reason, DateOnly EffectiveOn);

/// <summary>A member that was to leave stays; with it went what was said of a successor.</summary>
public sealed record MemberKept(string Reason);

/// <summary>A member that leaves named a successor, in the place of one that has not accepted.</summary>
public sealed record SuccessorNamed(string Successor, string Reason, DateTimeOffset At);

/// <summary>A member that leaves took a successor's name back before it accepted.</summary>
public sealed record SuccessorTakenBack(string Successor, DateTimeOffset At);

/// <summary>The successor accepted: on the day of leaving the records become its own. Final, unless the member stays, or the successor leaves too.</summary>
public sealed record SuccessionAccepted(string Successor, DateTimeOffset At);

/// <summary>When and why a member leaves.</summary>
/// <param name="EffectiveOn">First day (UTC) without the membership.</param>
public sealed record Leaving(string Reason, DateOnly EffectiveOn)
{
    private const int KeepsRecords = 90;
    private const int KeepsTokens = 120;

    /// <summary>First day (UTC) on which records that found no successor are erased: 90 days, in which the member may fetch or hand over what is its own.</summary>
    public DateOnly ErasedOn => EffectiveOn.AddDays(KeepsRecords);

    /// <summary>First day (UTC) on which the member's tokens are refused: 30 days later, in which it may fetch the certificates.</summary>
    public DateOnly ClosedOn => EffectiveOn.AddDays(KeepsTokens);
}

/// <summary>Who is to own the records of a member that leaves; nobody yet, until it has accepted.</summary>
public sealed record Succession(string Successor, string Reason, DateTimeOffset NamedAt, DateTimeOffset? AcceptedAt)
{
    private const int Days = 14;

    /// <summary>First moment at which it can be accepted no more.</summary>
    public DateTimeOffset LapsesAt => NamedAt.AddDays(Days);

    /// <summary>Whether it waits for the successor's word.</summary>
    public bool IsOpen(DateTimeOffset now) => AcceptedAt is null && now < LapsesAt;
}

/// <content>
/// How a membership ends, and what becomes of the records: erased 90 days later, or the successor's by an act of both. Nothing
/// here makes the acting officer a reader of anything.
/// </content>
public sealed partial record Member
{
    public static readonly Refusal Left = new("member-left", "", "The membership has ended.");
    private static readonly Refusal NotLeaving = new("not-leaving", "", "The member is not to leave.");
    private static readonly Refusal Accepted = new("succession-accepted", "", "The successor has accepted; that is final.");

    /// <summary>Whether the membership has ended.</summary>
    public bool HasLeft(DateTimeOffset now) => Leaving is { } leaving && leaving.EffectiveOn <= Day(now);

    /// <summary>Whether its tokens are refused for good.</summary>
    public bool IsClosed(DateTimeOffset now) => Leaving is { } leaving && leaving.ClosedOn <= Day(now);

    /// <summary>Whether its records, where nobody is there to take them over, are to be erased.</summary>
    public bool LosesRecords(Registry registry, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return Leaving is { } leaving && leaving.ErasedOn <= Day(now) && !registry.IsSucceeded(this, now);
    }

    /// <summary>Decides the end of a membership. Another day or reason, said before it ends, stands in the place of the first.</summary>
    public Decision Withdraw(WithdrawMember command, Party party, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(party);
        Refusal[] refusals =
        [
            .. Text.Required(command.Reason, "/reason", LongestReason),
            .. command.EffectiveOn is null ? [new("required", "/effectiveOn", "The first day without the membership.")]
                : command.EffectiveOn <= Day(now) ? [new("effective-too-early", "/effectiveOn", "Tomorrow or later: what must end now is suspended.")]
                : command.EffectiveOn > Day(now).AddYears(1) ? [new("effective-too-late", "/effectiveOn", "At most 1 year ahead.")]
                : Array.Empty<Refusal>(),
        ];
        return refusals.Length > 0 ? Decision.Refuse(refusals)
            : HasLeft(now) ? Decision.Refuse(Left)
            : party.Kind == PartyKind.Hub ? Decision.Refuse(new Refusal("hub-stays", "", "The hub's own member does not leave."))
            : Leaving == new Leaving(command.Reason!, command.EffectiveOn!.Value) ? Decision.AlreadySo
            : Decision.Accept(new MemberWithdrawn(command.Reason!, command.EffectiveOn.Value));
    }

    /// <summary>Decides that a member stays after all; once it has left, it is enrolled anew.</summary>
    public Decision Keep(KeepMember command, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(command);
        return Reasoned(command.Reason, Leaving is null ? Decision.Refuse(NotLeaving)
            : HasLeft(now) ? Decision.Refuse(Left)
            : Decision.Accept(new MemberKept(command.Reason!)));
    }

    /// <summary>
    /// Decides who is asked to succeed: a member that could own every record. Which of that another member lacks, or whether
    /// there is one of that name, is one refusal; whether it leaves itself is not told here, and found when it accepts. In the
    /// place of one that accepted and leaves too, another may be named.
    /// </summary>
    public Decision NameSuccessor(NameSuccessor command, Registry registry, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(registry);
        Refusal[] refusals =
        [
            .. command.Successor is { } successor && registry.Members.GetValueOrDefault(successor)?.MaySucceed(this, registry, now) == true ? Array.Empty<Refusal>()
                : [new("cannot-succeed", "/successor", "The id of another member that contributes, under an agreement that reads everything.")],
            .. Text.Required(command.Reason, "/reason", LongestReason),
        ];
        return Leaving is null ? Decision.Refuse(NotLeaving)
            : LosesRecords(registry, now) ? Decision.Refuse(Left)
            : Succession?.AcceptedAt is not null && registry.Members[Succession.Successor].Leaving is null ? Decision.Refuse(Accepted)
            : refusals.Length > 0 ? Decision.Refuse(refusals)
            : Succession?.IsOpen(now) == true && Succession.Successor == command.Successor && Succession.Reason == command.Reason ? Decision.AlreadySo
            : Decision.Accept(new SuccessorNamed(command.Successor!, command.Reason!, now));
    }

    /// <summary>Decides that a successor is no longer asked.</summary>
    public Decision TakeSuccessorBack(DateTimeOffset now) => Succession switch
    {
        null => Decision.Refuse(new Refusal("no-successor", "", "No successor is named.")),
        { AcceptedAt: not null } => Decision.Refuse(Accepted),
        { } named => Decision.Accept(new SuccessorTakenBack(named.Successor, now)),
    };

    /// <summary>Decides the successor's acceptance.</summary>
    /// <param name="successor">The member whose officer accepts.</param>
    /// <param name="registry">The registry decided with.</param>
    /// <param name="now">The moment of the decision.</param>
    public Decision AcceptBy(Member successor, Registry registry, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(successor);
        ArgumentNullException.ThrowIfNull(registry);
        return Succession?.Successor == successor.Id && Succession.AcceptedAt is not null ? Decision.AlreadySo
            : Succession?.Successor == successor.Id && Succession.IsOpen(now) && !LosesRecords(registry, now) && successor.Leaving is null && successor.MaySucceed(this, registry, now) ? Decision.Accept(new SuccessionAccepted(successor.Id, now))
            : Decision.Refuse(new Refusal("succession-not-open", "", "The member is not asked to succeed, or no longer; or it could not own every record."));
    }

    private bool MaySucceed(Member leaving, Registry registry, DateTimeOffset now) =>
        Id != leaving.Id && Roles.Contains(Role.Contributor) && registry.Parties[Party].AgreementAt(now) == AgreementLevel.Full;

    private static DateOnly Day(DateTimeOffset moment) => DateOnly.FromDateTime(moment.UtcDateTime);
}
