using IntelShare.Indicators;

namespace IntelShare.Keeping;

/// <summary>A member that had some of the recalled records in full.</summary>
/// <param name="Member">Member id.</param>
/// <param name="Indicators">Those it had, in the order of their ids: of the others it knows nothing.</param>
public sealed record RecallRecipient(string Member, Guid[] Indicators);

/// <summary>An owner recalled records. Who is asked is fixed here, whoever leaves or is suspended later.</summary>
/// <param name="Owner">Member id.</param>
/// <param name="Reason">Why.</param>
/// <param name="Indicators">All records recalled, in the order of their ids.</param>
/// <param name="Recipients">Every other member that had one of them in full, in the order of their ids; perhaps nobody.</param>
/// <param name="Due">First moment at which an answer is late.</param>
/// <param name="At">The clock starts here.</param>
public sealed record RecallIssued(string Owner, RecallReason Reason, Guid[] Indicators, RecallRecipient[] Recipients, DateTimeOffset Due, DateTimeOffset At);

/// <summary>A recipient said what it did.</summary>
/// <param name="Member">Member id of the recipient.</param>
/// <param name="Answer">What it did.</param>
/// <param name="Late">Whether its first answer came when it was due or after; a later one takes no delay back.</param>
/// <param name="Secret">The basis of what was kept, in <see cref="Confidential.Words"/>; told to the owner.</param>
/// <param name="At">When it said so.</param>
public sealed record RecallAnswered(string Member, RecallAnswer Answer, bool Late, Sealed<Confidential>? Secret, DateTimeOffset At) : ICarrySecret
{
    object? ICarrySecret.Open => Secret?.Open;

    object ICarrySecret.Closed(byte[] box, string fact, int version) => this with { Secret = new(Open: null, box, fact, version) };
}
