using System.Collections.Immutable;
using System.Text.Json.Serialization;
using IntelShare.Members;

namespace IntelShare.Indicators;

/// <summary>Where a record stands in its life.</summary>
public enum IndicatorStatus
{
    Active,

    /// <summary>Taken back by its owner; final.</summary>
    Withdrawn,

    /// <summary>Content gone for good; what is left says that there was a record.</summary>
    Erased,
}

/// <summary>
/// What one agency knows and chose to share. Only its owner changes it; withdrawal is final. Here is what a record is and
/// how facts make it; what its owner may do is in <c>Deciding.cs</c>.
/// </summary>
public sealed partial record Indicator
{
    public required Guid Id { get; init; }

    /// <summary>Number of facts so far; the base of the owner's ETag.</summary>
    public required int Version { get; init; }

    /// <summary>Member id: of whoever submitted it (Regulation (EU) 2016/794, Articles 17 and 38), or of the successor of one that left.</summary>
    public required string Owner { get; init; }

    /// <summary>Whose it was before, oldest first; none for most.</summary>
    public ImmutableArray<string> FormerOwners { get; init; } = [];

    /// <summary>Wire name of the kind; fixed at submission.</summary>
    public required string Kind { get; init; }

    public IndicatorStatus Status { get; init; }

    /// <summary>Content of a kind without personal data.</summary>
    public IndicatorContent? Plain { get; init; }

    /// <summary>The sealed part, if any; of a personal kind it holds the content.</summary>
    public Sealed<Confidential>? Secret { get; init; }

    /// <summary>The content as far as it can be read: null while sealed, and for ever once the key is gone.</summary>
    [JsonIgnore]
    public IndicatorContent? Content => Plain ?? Secret?.Open?.Content;

    public bool Protected { get; init; }

    public required Evaluation Evaluation { get; init; }

    public required Handling Handling { get; init; }

    /// <summary>Settled: no member is null.</summary>
    public required Release Release { get; init; }

    /// <summary>Since when each audience is in <c>release.full</c>: who belonged to a task force then.</summary>
    public ImmutableDictionary<string, DateTimeOffset> FullSince { get; init; } = ImmutableDictionary<string, DateTimeOffset>.Empty;

    /// <summary>Since when each audience is in <c>release.hit</c>.</summary>
    public ImmutableDictionary<string, DateTimeOffset> HitSince { get; init; } = ImmutableDictionary<string, DateTimeOffset>.Empty;

    /// <summary>The version since which <see cref="Release"/> stands, or since which readers were told something new under it.</summary>
    public int StandsSince { get; init; }

    /// <summary>The releases that stood before, back to what readers were last told anew, oldest first; none once withdrawn.</summary>
    public ImmutableArray<Standing> Earlier { get; init; } = [];

    /// <summary>What was disclosed to whom, lapsed grants included; a revoked one is gone.</summary>
    public ImmutableArray<Grant> Grants { get; init; } = [];

    /// <summary>Who accepted the conditions of H3 as they stand.</summary>
    public ImmutableArray<Acknowledgement> Acknowledgements { get; init; } = [];

    public required ImmutableArray<Purpose> Purposes { get; init; }

    public required ImmutableArray<CrimeArea> CrimeAreas { get; init; }

    public required Retention Retention { get; init; }

    /// <summary>Kept for one ground alone; null for a record that is kept for its purposes.</summary>
    public Restriction? Restriction { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>When its grade was last given anew; null where it is that of the submission.</summary>
    public DateTimeOffset? ReevaluatedAt { get; init; }

    /// <summary>The values under which a search finds the record; needs the open content.</summary>
    public IEnumerable<string> MatchValues() => Content?.MatchValues() ?? [];

    /// <summary>Names the record and says nothing of it: records are printed in logs and error messages.</summary>
    public override string ToString() => $"Indicator {Id}, version {Version}";

    /// <summary>The record after one more fact.</summary>
    public static Indicator Evolve(Indicator? current, Guid id, object fact) => (current, fact) switch
    {
        (null, IndicatorSubmitted e) => new()
        {
            Id = id,
            Version = 1,
            Owner = e.Owner,
            Kind = e.Kind,
            Plain = e.Content,
            Secret = e.Secret,
            Protected = e.Protected,
            Evaluation = e.Evaluation,
            Handling = e.Handling,
            Release = e.Release,
            FullSince = Since(e.Release.Full!, ImmutableDictionary<string, DateTimeOffset>.Empty, e.At),
            HitSince = Since(e.Release.Hit!, ImmutableDictionary<string, DateTimeOffset>.Empty, e.At),
            StandsSince = 1,
            Purposes = [.. e.Purposes],
            CrimeAreas = [.. e.CrimeAreas],
            Retention = e.Retention,
            SubmittedAt = e.At,
            ChangedAt = e.At,
        },
        (not null, IndicatorAmended e) => current with
        {
            Version = current.Version + 1,
            Plain = e.Content,
            Secret = e.Secret,
            Protected = e.Protected,
            Evaluation = e.Evaluation,
            ReevaluatedAt = e.Evaluation == current.Evaluation ? current.ReevaluatedAt : e.At,
            Handling = e.Handling,
            Acknowledgements = e.Handling.Conditions == current.Handling.Conditions ? current.Acknowledgements : [],
            Purposes = [.. e.Purposes],
            CrimeAreas = [.. e.CrimeAreas],
            Retention = e.Retention,
            StandsSince = e.TellsReaders ? current.Version + 1 : current.StandsSince,
            Earlier = e.TellsReaders ? [] : current.Earlier,
            ChangedAt = e.At,
        },
        (not null, IndicatorReevaluated e) => current with
        {
            Version = current.Version + 1,
            Evaluation = e.Evaluation,
            ReevaluatedAt = e.At,
            StandsSince = current.Version + 1,
            Earlier = [],
            ChangedAt = e.At,
        },
        (not null, ReleaseChanged e) => current with
        {
            Version = current.Version + 1,
            Release = e.Release,
            FullSince = Since(e.Release.Full!, current.FullSince, e.At),
            // From full to hit is a narrowing: a task force keeps the day of its release, or whoever joined since would gain a hit.
            HitSince = Since(e.Release.Hit!, current.FullSince.SetItems(current.HitSince), e.At),
            StandsSince = current.Version + 1,
            Earlier = current.Earlier.Add(new(current.StandsSince, current.Release, current.FullSince) { HitSince = current.HitSince }),
            ChangedAt = e.At,
        },
        (not null, HandlingAcknowledged e) => current with
        {
            Version = current.Version + 1,
            Acknowledgements = [.. current.Acknowledgements.Where(a => a.Member != e.Member || a.Officer != e.Officer), new(e.Member, e.Officer, current.Version + 1)],
            ChangedAt = e.At,
        },
        (not null, DisclosureGranted e) => current with
        {
            Version = current.Version + 1,
            Grants =
            [
                .. current.Grants.Where(grant => !grant.IsReplacedBy(e)),
                new(e.Request, e.Member, e.Asks, e.Purpose, e.Fields, e.Secret, e.Until, current.Version + 1),
            ],
            ChangedAt = e.At,
        },
        (not null, DisclosureRevoked e) => current with { Version = current.Version + 1, Grants = current.Grants.RemoveAll(g => g.Request == e.Request), ChangedAt = e.At },
        (not null, IndicatorWithdrawn e) => current with { Version = current.Version + 1, Status = IndicatorStatus.Withdrawn, Earlier = [], ChangedAt = e.At },
        (not null, RetentionExtended e) => current with
        {
            Version = current.Version + 1,
            Retention = current.Retention with { ReviewBy = e.ReviewBy },
            StandsSince = e.TellsReaders == true ? current.Version + 1 : current.StandsSince,
            Earlier = e.TellsReaders == true ? [] : current.Earlier,
            ChangedAt = e.At,
        },
        (not null, IndicatorRestricted e) => current with { Version = current.Version + 1, Restriction = new(e.Ground), ChangedAt = e.At },
        // Whoever reads it again is told so anew: meanwhile it was not there.
        (not null, RestrictionLifted e) => current with { Version = current.Version + 1, Restriction = null, StandsSince = current.Version + 1, Earlier = [], ChangedAt = e.At },
        // A grant to whoever owns it now says nothing any more; the others bind the successor as they bound the owner.
        (not null, IndicatorHandedOver e) => current with
        {
            Version = current.Version + 1,
            Owner = e.To,
            FormerOwners = current.FormerOwners.Add(e.From),
            Grants = current.Grants.RemoveAll(grant => grant.Member == e.To),
            StandsSince = current.Version + 1,
            Earlier = [],
            ChangedAt = e.At,
        },
        (not null, IndicatorErased e) => current with
        {
            Version = current.Version + 1,
            Status = IndicatorStatus.Erased,
            Plain = null,
            Secret = null,
            Handling = current.Handling with { Conditions = null },
            Release = new([], [], [], Feeds: false),
            FullSince = ImmutableDictionary<string, DateTimeOffset>.Empty,
            HitSince = ImmutableDictionary<string, DateTimeOffset>.Empty,
            Earlier = [],
            Grants = [],
            Acknowledgements = [],
            Restriction = null,
            ChangedAt = e.At,
        },
        _ => throw new InvalidOperationException($"{fact.GetType().Name} cannot follow in the life of indicator {id}."),
    };

    private static ImmutableDictionary<string, DateTimeOffset> Since(string[] tokens, ImmutableDictionary<string, DateTimeOffset> earlier, DateTimeOffset at) =>
        tokens.ToImmutableDictionary(token => token, token => earlier.GetValueOrDefault(token, at), StringComparer.Ordinal);
}
