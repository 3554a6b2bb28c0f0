namespace IntelShare.Keeping;

/// <summary>
/// The clock of a data-subject request (Regulation (EU) 2016/794, Articles 36 and 37). A limit is the first moment at which
/// something is late; a period in months ends with the last hour of the day of the same number (Regulation (EEC, Euratom) No
/// 1182/71, Article 3), in UTC.
/// </summary>
public static class SubjectClock
{
    /// <summary>How many days before a limit those who are bound by it are reminded.</summary>
    public const int ReminderDays = 7;

    private const int OwnersDays = 60;
    private const int LeastDays = 14;

    /// <summary>Forwarded without delay, at the latest within a month of receipt.</summary>
    /// <param name="receivedOn">The day on which the person's request came in.</param>
    public static DateTimeOffset ForwardBy(DateOnly receivedOn) => EndOf(receivedOn.AddMonths(1));

    /// <summary>Answered at the latest within three months of receipt.</summary>
    /// <param name="receivedOn">The day on which the person's request came in.</param>
    public static DateTimeOffset AnswerBy(DateOnly receivedOn) => EndOf(receivedOn.AddMonths(3));

    /// <summary>
    /// The one moment at which the outcome can be read and owners can answer no more: 60 days after forwarding, sooner where
    /// the person must be answered a week later, yet never within 14 days, however late a request was forwarded. It depends on
    /// the intake alone: who holds something, and how soon they answer, moves it by nothing.
    /// </summary>
    /// <param name="forwardedAt">When the intake forwarded it.</param>
    /// <param name="answerBy">First moment at which the person's answer is late.</param>
    public static DateTimeOffset OutcomeAt(DateTimeOffset forwardedAt, DateTimeOffset answerBy)
    {
        var (usual, inTime, least) = (forwardedAt.AddDays(OwnersDays), answerBy.AddDays(-ReminderDays), forwardedAt.AddDays(LeastDays));
        var sooner = usual < inTime ? usual : inTime;
        return sooner > least ? sooner : least;
    }

    private static DateTimeOffset EndOf(DateOnly day) => new(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);
}
