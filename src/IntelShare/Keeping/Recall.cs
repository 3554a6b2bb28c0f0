using System.Collections.Immutable;
using IntelShare.Indicators;

namespace IntelShare.Keeping;

/// <summary>
/// Records that their owner took back, and what became of the copies: recipients are asked to delete and answer within 48
/// hours (Regulation (EU) 2016/794, Article 37; the limit is Regulation (EU) 2024/982's for corrections). The owner sees
/// who answered; a recipient sees its own part, never another's.
/// </summary>
public sealed record Recall(Guid Id, int Version, string Owner, RecallReason Reason, ImmutableArray<Guid> Indicators, ImmutableArray<RecallRecipient> Recipients, DateTimeOffset IssuedAt, DateTimeOffset Due)
{
    /// <summary>Records of one recall that names them.</summary>
    public const int Most = 100;

    /// <summary>Records of one recall that names an import: they change in one transaction. More are recalled one part after the other.</summary>
    public const int MostOfImport = 1000;

    private static readonly TimeSpan Limit = TimeSpan.FromHours(48);
    private static readonly TimeSpan BeforeReminder = TimeSpan.FromHours(24);

    /// <summary>The last answer of each recipient that gave one.</summary>
    public ImmutableDictionary<string, RecallAnswered> Answers { get; init; } = ImmutableDictionary<string, RecallAnswered>.Empty;

    /// <summary>When whoever has not answered a recall issued at <paramref name="issue"/> is reminded.</summary>
    public static DateTimeOffset ReminderOf(DateTimeOffset issue) => issue + BeforeReminder;

    /// <summary>
    /// Decides a recall. An id that names nothing, one that names another's record and one that stands twice are one
    /// refusal, which does not say which of these it is, or of which id: else a recall would tell whether a record exists.
    /// </summary>
    /// <param name="command">What is recalled and why.</param>
    /// <param name="found">The records that the ids name, or the import from where it goes on, whoever's they are.</param>
    /// <param name="recipients">Who had them in full.</param>
    /// <param name="owner">Member id of the caller.</param>
    /// <param name="now">The moment of the recall.</param>
    public static Decision Issue(IssueRecall command, IReadOnlyCollection<Indicator> found, IEnumerable<RecallRecipient> recipients, string owner, DateTimeOffset now)
    {
        var own = OwnOf(found, owner).Select(record => record.Id).Order().Take(MostOfImport);
        Guid[] named = [.. command.Import is null ? (command.Indicators ?? []).Order() : own];
        Refusal[] refusals =
        [
            .. named.Length switch
            {
                _ when command is { Import: not null, Indicators: not null } => [new("records-or-import", "/import", "One of both.")],
                _ when command is { Import: null, After: not null } => [new("records-or-import", "/after", "With an import alone.")],
                0 when command.Import is not null => [new("not-own-records", "/import", "An own import that holds own records.")],
                _ when command.Import is not null => [],
                0 => [new("records-or-import", "/indicators", "At least one record, or an import.")],
                > Most => [new("too-many", "/indicators", $"At most {Most} items.")],
                _ when found.Count(record => record.Owner == owner) != named.Length => [new("not-own-records", "/indicators", "Ids of own records, each once.")],
                _ => Array.Empty<Refusal>(),
            },
            .. command.Reason is null ? [new("required", "/reason", "This member is mandatory.")] : Array.Empty<Refusal>(),
        ];
        return refusals.Length > 0
            ? Decision.Refuse(refusals)
            : Decision.Accept(new RecallIssued(owner, command.Reason!.Value, named, [.. recipients.OrderBy(one => one.Member, StringComparer.Ordinal)], now + Limit, now));
    }

    /// <summary>Of the records of an import, those that a recall takes back.</summary>
    public static IEnumerable<Indicator> OwnOf(IEnumerable<Indicator> found, string owner) => found.Where(record => record.Owner == owner && record.Status != IndicatorStatus.Erased);

    /// <summary>What a recall means for one of its records, which learns it on its own stream; null where it was withdrawn before.</summary>
    public static IndicatorWithdrawn? OnRecord(RecallIssued fact, Indicator record) =>
        record.Status == IndicatorStatus.Active ? new($"Recalled: {fact.Reason.Code()}.", fact.At) : null;

    /// <summary>Whether the member is asked to answer.</summary>
    public bool Asks(string member) => Recipients.Any(one => one.Member == member);

    /// <summary>Whether the member has let the limit pass without an answer.</summary>
    public bool IsOverdue(string member, DateTimeOffset moment) => Due <= moment && !Answers.ContainsKey(member);

    /// <summary>
    /// Decides the answer of a recipient, one for the whole agency. What was restricted or kept may be deleted later; nothing
    /// that was said goes back. The same answer again is none.
    /// </summary>
    /// <param name="command">The answer; the basis it gave before is open.</param>
    /// <param name="member">Member id of the recipient.</param>
    /// <param name="now">The moment of the answer.</param>
    public Decision Answer(AnswerRecall command, string member, DateTimeOffset now)
    {
        Refusal[] refusals =
        [
            .. command.Answer is null ? [new("required", "/answer", "This member is mandatory.")] : Array.Empty<Refusal>(),
            .. command.Answer == RecallAnswer.Kept ? Text.Required(command.Basis, "/basis", 500)
                : command.Basis is not null ? [new("basis-with-kept", "/basis", "Mandatory with kept, and only then.")] : Array.Empty<Refusal>(),
        ];
        if (refusals.Length > 0)
        {
            return Decision.Refuse(refusals);
        }

        var before = Answers.GetValueOrDefault(member);
        if (before is not null && before.Answer == command.Answer && before.Secret?.Open?.Words == command.Basis)
        {
            return Decision.AlreadySo;
        }

        return before is null || (before.Answer != RecallAnswer.Deleted && command.Answer == RecallAnswer.Deleted)
            ? Decision.Accept(new RecallAnswered(member, command.Answer!.Value, before?.Late ?? Due <= now, Confidential.Saying(command.Basis), now))
            : Decision.Refuse(new Refusal("answer-stands", "", "After an answer only deletion may follow."));
    }

    /// <summary>The recall with the words of its recipients as <paramref name="open"/> gives them.</summary>
    public Recall Opened(Func<Sealed<Confidential>?, Sealed<Confidential>?> open) => this with
    {
        Answers = Answers.ToImmutableDictionary(one => one.Key, one => one.Value with { Secret = open(one.Value.Secret) }, StringComparer.Ordinal),
    };

    /// <summary>Names the recall and says nothing of it.</summary>
    public override string ToString() => $"Recall {Id}, version {Version}";

    /// <summary>The recall after one more fact.</summary>
    public static Recall Evolve(Recall? current, Guid id, object fact) => (current, fact) switch
    {
        (null, RecallIssued e) => new(id, 1, e.Owner, e.Reason, [.. e.Indicators], [.. e.Recipients], e.At, e.Due),
        (not null, RecallAnswered e) => current with { Version = current.Version + 1, Answers = current.Answers.SetItem(e.Member, e) },
        _ => throw new InvalidOperationException($"{fact.GetType().Name} cannot follow in the life of recall {id}."),
    };
}
