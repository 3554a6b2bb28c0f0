using IntelShare.Indicators.Kinds;

namespace IntelShare.Indicators;

/// <summary>Tell an owner that its record was seen.</summary>
public sealed record ReportSighting(DateOnly? SeenAt, int? Count, string? Platform, string? Country, string? Note);

/// <summary>A reader saw what a record says.</summary>
/// <param name="Record">Id of the record.</param>
/// <param name="Owner">Member id of the record's owner.</param>
/// <param name="Member">Member id of the author's agency.</param>
/// <param name="SeenAt">The day, where it was seen.</param>
/// <param name="Count">How often; null when not counted.</param>
/// <param name="Platform">Id of a platform, or null.</param>
/// <param name="Country">ISO 3166-1 alpha-2, or null.</param>
/// <param name="Secret">The note, in <see cref="Confidential.Words"/>.</param>
/// <param name="At">When it was reported.</param>
public sealed record SightingReported(
    Guid Record, string Owner, string Member, DateOnly SeenAt, int? Count, string? Platform, string? Country, Sealed<Confidential>? Secret, DateTimeOffset At) : ICarrySecret
{
    object? ICarrySecret.Open => Secret?.Open;

    object ICarrySecret.Closed(byte[] box, string fact, int version) => this with { Secret = new(Open: null, box, fact, version) };
}

/// <summary>
/// "We saw it too." Known to its author's agency and to the record's owner, to nobody else; no part of the record, whose
/// readers do not notice it. About a record of a personal kind it is personal data.
/// </summary>
public sealed record Sighting(
    Guid Id, Guid Record, string Owner, string Member, DateOnly SeenAt, int? Count, string? Platform, string? Country, Sealed<Confidential>? Secret, DateTimeOffset At)
{
    private const int MostTimes = 100_000;

    /// <summary>Decides a report by a reader who has the record in full.</summary>
    /// <param name="command">What was seen.</param>
    /// <param name="record">The record that says so.</param>
    /// <param name="member">Member id of the author's agency.</param>
    /// <param name="now">The moment of the decision.</param>
    public static Decision Report(ReportSighting command, Indicator record, string member, DateTimeOffset now)
    {
        if (!record.IsInUse)
        {
            return Decision.Refuse(Indicator.AlreadyWithdrawn);
        }

        Refusal[] refusals =
        [
            .. Fields.Present(command.SeenAt, "/seenAt"),
            // The day begins up to fourteen hours earlier elsewhere.
            .. Fields.If(command.SeenAt > DateOnly.FromDateTime(now.UtcDateTime.AddHours(14)), "seen-in-the-future", "/seenAt", "What was seen lies in the past."),
            .. Fields.If(command.Count is < 1 or > MostTimes, "count-out-of-range", "/count", "1 to 100,000."),
            .. command.Platform is null ? [] : Fields.PlatformId(command.Platform, "/platform"),
            .. command.Country is null ? [] : Members.Country.Check(command.Country, "/country"),
            .. Kind.All[record.Kind].Personal ? Text.Optional(command.Note, "/note", 500) : Fields.ImpersonalOptional(command.Note, "/note", 500),
        ];
        return refusals.Length > 0
            ? Decision.Refuse(refusals)
            : Decision.Accept(new SightingReported(record.Id, record.Owner, member, command.SeenAt!.Value, command.Count, command.Platform, command.Country, Confidential.Saying(command.Note), now));
    }

    /// <summary>The sighting after one more fact.</summary>
    public static Sighting Evolve(Sighting? current, Guid id, object fact) => (current, fact) switch
    {
        (null, SightingReported e) => new(id, e.Record, e.Owner, e.Member, e.SeenAt, e.Count, e.Platform, e.Country, e.Secret, e.At),
        _ => throw new InvalidOperationException($"{fact.GetType().Name} cannot follow in the life of sighting {id}."),
    };
}
