using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Keeping;
using IntelShare.Members;

namespace IntelShare.Api.Keeping;

/// <summary>The name in the contract for what a side sees of a recall: <see cref="IssuedRecallView"/> the owner, <see cref="ReceivedRecallView"/> a recipient.</summary>
[Either(typeof(IssuedRecallView), typeof(ReceivedRecallView))]
internal abstract class RecallView
{
    /// <summary>What the caller's side sees of an open recall; null for everybody who is on neither.</summary>
    public static object? Of(Visit visit, Recall open) =>
        open.Asks(visit.Member.Id) ? ReceivedRecallView.Of(open, visit)
        : visit.Registry.HeirOf(open.Owner, visit.Now) == visit.Member.Id ? IssuedRecallView.Of(open, visit.Now)
        : null;
}

/// <summary>What the owner sees: everybody who is asked, and who has answered.</summary>
internal sealed record IssuedRecallView(
    Guid Id, RecallReason Reason, IReadOnlyList<Guid> Indicators, DateTimeOffset IssuedAt, DateTimeOffset Due, IReadOnlyList<RecallRecipientView> Recipients)
{
    public static IssuedRecallView Of(Recall open, DateTimeOffset now) => new(
        open.Id, open.Reason, open.Indicators, open.IssuedAt, open.Due,
        [.. open.Recipients.Select(one => new RecallRecipientView(one.Member, one.Indicators, open.IsOverdue(one.Member, now), RecallAnswerView.Of(open, one.Member)))]);
}

/// <summary>One recipient, to the owner.</summary>
internal sealed record RecallRecipientView(string Member, IReadOnlyList<Guid> Indicators, bool Overdue, RecallAnswerView? Answer);

/// <summary>What a recipient sees: its own part. Whether there are others, and which other records, is none of it.</summary>
internal sealed record ReceivedRecallView(
    Guid Id, string Owner, Desk Desk, RecallReason Reason, IReadOnlyList<Guid> Indicators, DateTimeOffset IssuedAt, DateTimeOffset Due, bool Overdue, RecallAnswerView? Answer)
{
    public static ReceivedRecallView Of(Recall open, Visit visit) => new(
        open.Id, visit.Registry.HeirOf(open.Owner, visit.Now), visit.Registry.Members[visit.Registry.HeirOf(open.Owner, visit.Now)].Desk, open.Reason, open.Recipients.Single(one => one.Member == visit.Member.Id).Indicators, open.IssuedAt, open.Due,
        open.IsOverdue(visit.Member.Id, visit.Now), RecallAnswerView.Of(open, visit.Member.Id));
}

/// <summary>What a recipient answered last; never the officer behind it.</summary>
internal sealed record RecallAnswerView(RecallAnswer Answer, string? Basis, bool Late, DateTimeOffset At)
{
    public static RecallAnswerView? Of(Recall open, string member) =>
        open.Answers.TryGetValue(member, out var e) ? new(e.Answer, e.Secret?.Open?.Words, e.Late, e.At) : null;
}
