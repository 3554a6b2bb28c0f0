using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json.Serialization;

namespace IntelShare.Members;

/// <summary>
/// What administrators of the hub do to the registry. An act that only narrows binds at once; one after which anybody may do,
/// read or be told more waits as a <see cref="PendingAct"/> for a second administrator.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "act")]
[JsonDerivedType(typeof(EnrolParty), "enrol-party")]
[JsonDerivedType(typeof(ConcludeAgreement), "conclude-agreement")]
[JsonDerivedType(typeof(EndAgreement), "end-agreement")]
[JsonDerivedType(typeof(EnrolMember), "enrol-member")]
[JsonDerivedType(typeof(ChangeMember), "change-member")]
[JsonDerivedType(typeof(SuspendMember), "suspend-member")]
[JsonDerivedType(typeof(ReadmitMember), "readmit-member")]
[JsonDerivedType(typeof(WithdrawMember), "withdraw-member")]
[JsonDerivedType(typeof(KeepMember), "keep-member")]
[JsonDerivedType(typeof(IntroduceClient), "introduce-client")]
[JsonDerivedType(typeof(FoundTaskForce), "found-task-force")]
[JsonDerivedType(typeof(JoinTaskForce), "join-task-force")]
[JsonDerivedType(typeof(LeaveTaskForce), "leave-task-force")]
public abstract record RegistryAct
{
    private protected const int LongestReason = 500;
    private protected const int LongestName = 200;

    private static readonly FrozenDictionary<Type, string> Names =
        typeof(RegistryAct).GetCustomAttributes<JsonDerivedTypeAttribute>().ToFrozenDictionary(act => act.DerivedType, act => (string)act.TypeDiscriminator!);

    /// <summary>What it is called.</summary>
    public string Code() => Names[GetType()];

    /// <summary>What its subject is.</summary>
    public abstract RegistryRoom Room();

    /// <summary>What the second administrator must have had read out by the subject, by telephone; null where nothing is.</summary>
    public virtual string? ReadBack() => null;

    /// <summary>Decides the act on the registry as it is.</summary>
    /// <param name="subject">Id of the party, member or task force.</param>
    /// <param name="registry">The registry decided with.</param>
    /// <param name="now">The moment of the decision.</param>
    public abstract Decision Decide(string subject, Registry registry, DateTimeOffset now);

    /// <summary>Whether anybody may do, read or be told more afterwards. Asked of an act that may happen.</summary>
    public abstract bool Widens(string subject, Registry registry, DateTimeOffset now);

    /// <summary>Whether a second of its sort, waiting for the same subject, would say the same.</summary>
    public virtual bool Repeats(RegistryAct other) => GetType() == other?.GetType();

    /// <summary>The act as it is kept while it waits: what is needed to decide it, and nothing that came along.</summary>
    public virtual RegistryAct Kept() => this;

    /// <summary>Whether the act is about <paramref name="member"/> or its party: then it is told.</summary>
    public virtual bool Concerns(string subject, Member member)
    {
        ArgumentNullException.ThrowIfNull(member);
        return Room() switch
        {
            RegistryRoom.Party => subject == member.Party,
            RegistryRoom.Member => subject == member.Id,
            _ => false,
        };
    }

    /// <summary>The party whose side gains or loses by the act, or null: deputies of its agencies do not second it.</summary>
    public virtual string? PartyOf(string subject, Registry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return Room() switch
        {
            RegistryRoom.Party => subject,
            RegistryRoom.Member => registry.Members.GetValueOrDefault(subject)?.Party,
            _ => null,
        };
    }
}

/// <summary>The parts of the registry; each subject of an act stands in one.</summary>
public enum RegistryRoom
{
    Party,
    Member,
    TaskForce,
}
