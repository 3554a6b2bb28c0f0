namespace IntelShare.Members;

/// <summary>Stop a member's reading and writing at the next answer. Its records stay under their releases.</summary>
/// <param name="Reason">At most 500 code points.</param>
public sealed record SuspendMember(string? Reason) : RegistryAct
{
    public override RegistryRoom Room() => RegistryRoom.Member;

    public override Decision Decide(string subject, Registry registry, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return Text.Required(Reason, "/reason", LongestReason).ToArray() is { Length: > 0 } refusals ? Decision.Refuse(refusals)
            : registry.Parties[registry.Members[subject].Party].Kind == PartyKind.Hub ? Decision.Refuse(new Refusal("hub-stays", "", "The hub's own member does not leave."))
            : registry.Members[subject].Suspended ? Decision.AlreadySo
            : Decision.Accept(new MemberSuspended(Reason!));
    }

    public override bool Widens(string subject, Registry registry, DateTimeOffset now) => false;
}

/// <summary>Lift a member's suspension.</summary>
/// <param name="Reason">At most 500 code points.</param>
public sealed record ReadmitMember(string? Reason) : RegistryAct
{
    public override RegistryRoom Room() => RegistryRoom.Member;

    public override Decision Decide(string subject, Registry registry, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return Text.Required(Reason, "/reason", LongestReason).ToArray() is { Length: > 0 } refusals ? Decision.Refuse(refusals)
            : !registry.Members[subject].Suspended ? Decision.Refuse(new Refusal("not-suspended", "", "The member is not suspended."))
            : Decision.Accept(new MemberReadmitted(Reason!));
    }

    public override bool Widens(string subject, Registry registry, DateTimeOffset now) => true;
}
