using IntelShare.Api.Host.Door;
using Marten;

namespace IntelShare.Api.Host.Store;

/// <summary>What an agency can be told without asking.</summary>
internal enum NoticeKind
{
    /// <summary>Another owner's record holds the value of one of the agency's own.</summary>
    CrossMatch,

    /// <summary>Somebody asks the agency for disclosure.</summary>
    DisclosureRequested,

    /// <summary>A disclosure that the agency asked for was granted, refused, deferred or revoked.</summary>
    DisclosureDecided,

    /// <summary>The owner that the agency waits for is suspended and cannot decide; its time goes on.</summary>
    DisclosurePaused,

    /// <summary>That owner was readmitted.</summary>
    DisclosureResumed,

    /// <summary>A recipient proposes another evaluation of one of the agency's records.</summary>
    RegradeProposed,

    /// <summary>An evaluation that the agency proposed was accepted or refused.</summary>
    RegradeDecided,

    /// <summary>A recipient saw the same.</summary>
    SightingReported,

    /// <summary>The review day of one of the agency's records comes.</summary>
    ReviewDue,

    /// <summary>An officer's queries look like probing.</summary>
    BudgetAlarm,

    /// <summary>A person's request is about records of the agency.</summary>
    SubjectRequest,

    /// <summary>A limit of a person's request is near, or has passed.</summary>
    SubjectRequestDue,

    /// <summary>The outcome of a person's request, which the agency took in, can be read.</summary>
    SubjectRequestReady,

    /// <summary>The agency let a limit of a person's request pass.</summary>
    SubjectRequestOverdue,

    /// <summary>An owner recalled records that the agency had.</summary>
    Recall,

    /// <summary>The agency has not answered a recall.</summary>
    RecallReminder,

    /// <summary>A recall is due and not answered by all: to whoever has not, and to the owner.</summary>
    RecallOverdue,

    /// <summary>An owner corrected a record that the agency had.</summary>
    Corrected,

    /// <summary>The membership of the agency, or of one that it is to succeed, is to end, on another day than was said, or not after all.</summary>
    MembershipEnds,

    /// <summary>A member that leaves asks the agency to own its records.</summary>
    SuccessorNamed,

    /// <summary>Whom the agency named is to own its records.</summary>
    SuccessionAccepted,

    /// <summary>A supervisor drew a sample of the agency's acts, which are to be justified.</summary>
    JustificationDue,

    /// <summary>An act that widens waits for a second administrator of the hub.</summary>
    PendingAct,

    /// <summary>Such an act was seconded or refused.</summary>
    PendingActDecided,

    /// <summary>An agency was enrolled. It reads nothing before everybody was told.</summary>
    MemberEnrolled,

    /// <summary>What the registry says of the agency, its party or its part in a task force was changed by administrators of the hub.</summary>
    RegistryChanged,

    /// <summary>The hub was restored from a backup: what the agency wrote in that time is lost.</summary>
    HubRestored,

    /// <summary>A long token or retiring key of the agency ends soon, and nothing stands in for it.</summary>
    CredentialExpiring,

    /// <summary>The lexicon steward added, merged or parted a concept: entries that name it are read accordingly.</summary>
    ConceptsChanged,
}

/// <summary>A line in an agency's inbox, written in the transaction of what it tells of.</summary>
/// <param name="Member">Whose inbox.</param>
/// <param name="Kind">What happened.</param>
/// <param name="About">Id of the record, request, proposal, recall, sample, withdrawal of a member, pending act, party, member, task force, list of concepts or opening after a restore; or made of a credential that ends.</param>
internal sealed record Notice(string Member, NoticeKind Kind, Guid About)
{
    private const string Add = "insert into intelshare.notice (member, id, at, kind, about) values (?, ?, ?, ?, ?)";

    /// <summary>SQL of an id where whom a notice tells is known only to the statement: made of a random text, its first parameter, and <paramref name="of"/>.</summary>
    public static string IdMadeOf(string of) =>
        $"overlay(overlay(encode(substr(sha256(convert_to(?::text || {of}, 'UTF8')), 1, 16), 'hex') placing '4' from 13) placing '8' from 17)::uuid";

    /// <summary>The id of a member's next notice: counted apart from what the member makes itself.</summary>
    public static Guid NextId(Ids ids, string member) => ids.Next("notices of " + member);

    /// <summary>Queues the notices of a write into its transaction.</summary>
    public static void Queue(IDocumentSession session, Ids ids, Entry entry, IReadOnlyList<Notice> notices)
    {
        foreach (var notice in notices)
        {
            session.QueueSqlCommand(Add, notice.Member, NextId(ids, notice.Member), entry.At, notice.Kind.Code(), notice.About);
        }
    }
}
