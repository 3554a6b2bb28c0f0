using System.Collections.Immutable;
using IntelShare.Indicators;

namespace IntelShare.Access;

/// <summary>What the law looks at of a record, and no more: records that are alike in it are ruled alike, whoever asks and when.</summary>
public static class Likeness
{
    private static readonly Evaluation None = Evaluation.Unassessed;

    /// <summary>The record without what the law does not look at; the same for all that are alike.</summary>
    public static Indicator Of(Indicator record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record with
        {
            Id = Guid.Empty,
            Version = 0,
            FormerOwners = [],
            Plain = null,
            Secret = null,
            Evaluation = None,
            Handling = record.Handling with { Conditions = null },
            FullSince = WithoutMoments(record.FullSince),
            HitSince = WithoutMoments(record.HitSince),
            StandsSince = 0,
            Earlier = [],
            CrimeAreas = [],
            Retention = new(record.Retention.ReviewBy, Basis: null),
            SubmittedAt = default,
            ChangedAt = default,
        };
    }

    /// <summary>Since when counts for a closed task force alone: others hold whoever belongs to them now.</summary>
    private static ImmutableDictionary<string, DateTimeOffset> WithoutMoments(ImmutableDictionary<string, DateTimeOffset> since) =>
        since.Keys.All(Audience.IsClosedTaskForce) ? since : since.ToImmutableDictionary(audience => audience.Key, audience => Audience.IsClosedTaskForce(audience.Key) ? audience.Value : default, StringComparer.Ordinal);
}
