using IntelShare.Indicators;

namespace IntelShare.Access;

/// <summary>Why a reader has a record no more, as it is told.</summary>
public enum RemovalReason
{
    Withdrawn,
    Erased,

    /// <summary>Released to others, kept for one ground alone, or a disclosure that was taken back.</summary>
    NoLongerReleased,
}

/// <summary>
/// A record as it stood before a fact that may have taken it away from somebody. It is told to whom the law then gave the record in
/// full and now does not, once, and to nobody else: who never had it does not learn that there was one.
/// </summary>
/// <param name="Version">Of the record, by the fact that took it away.</param>
/// <param name="Reason">What happened, whatever happened later.</param>
/// <param name="Until">The last moment at which it stood so, in microseconds.</param>
/// <param name="Was">For the law to look at; without content, and without anybody's words.</param>
public sealed record Departure(int Version, RemovalReason Reason, DateTimeOffset Until, Indicator Was)
{
    /// <summary>The departure that one step of a record is, for whomever it takes the record away from.</summary>
    public static Departure Of(Indicator before, Indicator after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var reason = after.Status == before.Status ? RemovalReason.NoLongerReleased : after.Status == IndicatorStatus.Erased ? RemovalReason.Erased : RemovalReason.Withdrawn;
        // A record that is erased since its review day passed was lost with that day.
        var kept = before.Restriction is null && before.Retention.ReviewBy is { } day && day < DateOnly.MaxValue ? new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero).AddMicroseconds(-1) : DateTimeOffset.MaxValue;
        return new(after.Version, reason, after.ChangedAt < kept ? after.ChangedAt : kept, before.WithoutContent() with { Earlier = [], Grants = [.. before.Grants.Select(grant => grant with { Conditions = null })] });
    }

    /// <summary>Which of a record's departures its reader is told; null where it has the record, or never had it.</summary>
    /// <param name="reader">Who asks, now.</param>
    /// <param name="record">As it stands.</param>
    /// <param name="departures">All of the record's.</param>
    /// <param name="then">The same reader, as it was at another moment.</param>
    public static Departure? ToldTo(Reader reader, Indicator record, IEnumerable<Departure> departures, Func<DateTimeOffset, Reader> then)
    {
        ArgumentNullException.ThrowIfNull(then);
        return AccessPolicy.Decide(reader, record).Level == Level.Full ? null
            : departures.OrderByDescending(departure => departure.Version).FirstOrDefault(departure => AccessPolicy.Decide(then(departure.Until), departure.Was).Level == Level.Full);
    }
}
