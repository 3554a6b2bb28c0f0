using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntelShare.Members;

namespace IntelShare.Indicators;

/// <summary>Where a record stands in its life.</summary>
public enum IndicatorStatus
{
    Active,

    /// <summary>Taken back by its owner; final.</summary>
    Withdrawn,
}

/// <summary>What one agency knows and chose to share. Only its owner changes it; withdrawal is final.</summary>
public sealed record Indicator
{
    public required Guid Id { get; init; }

    /// <summary>Number of facts so far; the base of the owner's ETag.</summary>
    public required int Version { get; init; }

    /// <summary>Member id; fixed at submission (Regulation (EU) 2016/794, Articles 17 and 38).</summary>
    public required string Owner { get; init; }

    /// <summary>Wire name of the kind; fixed at submission.</summary>
    public required string Kind { get; init; }

    public IndicatorStatus Status { get; init; }

    /// <summary>Content of a kind without personal data.</summary>
    public IndicatorContent? Plain { get; init; }

    /// <summary>The sealed part, if any; of a personal kind it holds the content.</summary>
    public Sealed? Secret { get; init; }

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

    public required ImmutableArray<Purpose> Purposes { get; init; }

    public required ImmutableArray<CrimeArea> CrimeAreas { get; init; }

    public required Retention Retention { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>The values under which a search finds the record; needs the open content.</summary>
    public IEnumerable<string> MatchValues() => Content?.MatchValues() ?? [];

    /// <summary>Names the record and says nothing of it: records are printed in logs and error messages.</summary>
    public override string ToString() => $"Indicator {Id}, version {Version}";

    /// <summary>Decides a submission; all refusals are listed.</summary>
    public static Decision Submit(SubmitIndicator command, Member owner, Registry registry, DateTimeOffset now)
    {
        var refusals = new List<Refusal>();
        if (command.Kind is null || !Indicators.Kind.All.ContainsKey(command.Kind))
        {
            refusals.Add(Indicators.Kind.Unknown(command.Kind, "/kind"));
        }
        else
        {
            refusals.AddRange(Mandatory(command.Content, "/content", content => content.Check()));
        }

        var isProtected = command.Subject?.IsProtected == true;
        var purposes = command.Purposes ?? [];
        var areas = command.CrimeAreas ?? [];
        refusals.AddRange(Mandatory(command.Evaluation, "/evaluation", evaluation => evaluation.Check()));
        refusals.AddRange(Mandatory(command.Handling, "/handling", handling => handling.Check()));
        refusals.AddRange(List(purposes, "/purposes"));
        refusals.AddRange(List(areas, "/crimeAreas"));
        refusals.AddRange(Mandatory(command.Retention, "/retention", retention => retention.Check(DateOnly.FromDateTime(now.UtcDateTime), isProtected)));
        refusals.AddRange(Mandatory(command.Release, "/release", release =>
            release.Check(owner, registry.Parties[owner.Party], command.Handling ?? new(null), isProtected, registry, now)));
        refusals.AddRange(AboutWhom(command.Kind, command.Subject));
        refusals.AddRange(Text.Optional(command.Reference, "/reference", 200));
        if (refusals.Count > 0)
        {
            return Decision.Refuse(refusals);
        }

        var personal = Indicators.Kind.Of(command.Content!).Personal;
        return Decision.Accept(new IndicatorSubmitted(
            owner.Id,
            command.Kind!,
            personal ? null : command.Content,
            new Confidential(personal ? command.Content : null, command.Subject, command.Reference).OrNothing(),
            isProtected,
            command.Evaluation!,
            command.Handling!,
            command.Release!.Settled(personal, command.Handling!, isProtected),
            purposes,
            areas,
            command.Retention!,
            now));
    }

    /// <summary>Decides an amendment of an active record whose secret is open. An accepted amendment is a fact even where it changes nothing.</summary>
    /// <param name="command">What is replaced.</param>
    /// <param name="content">The command's content, read as this record's kind; null when absent or removed.</param>
    /// <param name="owner">The owner.</param>
    /// <param name="registry">The registry decided with.</param>
    /// <param name="now">The moment of the decision.</param>
    public Decision Amend(AmendIndicator command, IndicatorContent? content, Member owner, Registry registry, DateTimeOffset now)
    {
        if (Status != IndicatorStatus.Active)
        {
            return Decision.Refuse(AlreadyWithdrawn);
        }

        var next = command.Content.IsGiven ? content : Content;
        var evaluation = command.Evaluation.Or(Evaluation);
        var handling = command.Handling.Or(Handling);
        var purposes = command.Purposes.Or([.. Purposes]) ?? [];
        var areas = command.CrimeAreas.Or([.. CrimeAreas]) ?? [];
        var subject = command.Subject.Or(Secret?.Open?.Subject);
        var reference = command.Reference.Or(Secret?.Open?.Reference);
        var isProtected = subject?.IsProtected == true;

        // A feed flag that the new handling or subject does not allow falls by itself: that only narrows.
        var feedsFall = Release.Feeds == true && (isProtected || handling?.Has(HandlingCode.H3) == true);
        var release = feedsFall ? Release with { Feeds = false } : Release;
        var today = DateOnly.FromDateTime(now.UtcDateTime);

        Refusal[] refusals =
        [
            .. Mandatory(next, "/content", c => c.Check()),
            .. Mandatory(evaluation, "/evaluation", e => e.Check()),
            .. Mandatory(handling, "/handling", h => h.Check()),
            .. List(purposes, "/purposes"),
            .. List(areas, "/crimeAreas"),
            .. AboutWhom(Kind, subject),
            .. Text.Optional(reference, "/reference", 200),
            .. handling is null ? [] : release.Check(owner, registry.Parties[owner.Party], handling, isProtected, registry, now)
                .Where(r => r.Code == "restricted-without-addressees").Select(r => r with { Pointer = "/handling/codes" }),
            .. Retention.Check(today, isProtected).Where(r => r.Code == "review-too-late").Select(r => r with { Pointer = "/subject" }),
        ];
        if (refusals.Length > 0)
        {
            return Decision.Refuse(refusals);
        }

        var personal = Indicators.Kind.All[Kind].Personal;
        var amended = new IndicatorAmended(
            personal ? null : next,
            new Confidential(personal ? next : null, subject, reference).OrNothing(),
            isProtected,
            evaluation!,
            handling!,
            purposes,
            areas,
            Told(Content, Evaluation, Handling, [.. Purposes], [.. CrimeAreas], Secret?.Open?.Subject) != Told(next, evaluation, handling, purposes, areas, subject),
            now);
        return feedsFall ? Decision.Accept(new ReleaseChanged(release, now), amended) : Decision.Accept(amended);

        // What readers see, written out: records that hold lists do not compare by value.
        static string Told(IndicatorContent? content, Evaluation? evaluation, Handling? handling, Purpose[] purposes, CrimeArea[] areas, Subject? subject) =>
            JsonSerializer.Serialize(new { content, evaluation, handling, purposes, areas, subject?.Categories, subject?.Age });
    }

    /// <summary>Decides a new release. Widening takes a discloser: <c>discloser-needed</c>.</summary>
    public Decision ChangeRelease(Release wanted, IReadOnlySet<Role> roles, Member owner, Registry registry, DateTimeOffset now)
    {
        if (Status != IndicatorStatus.Active)
        {
            return Decision.Refuse(AlreadyWithdrawn);
        }

        Refusal[] refusals = [.. wanted.Check(owner, registry.Parties[owner.Party], Handling, Protected, registry, now, earlier: Release)];
        if (refusals.Length > 0)
        {
            return Decision.Refuse(refusals);
        }

        var settled = wanted.Settled(Indicators.Kind.All[Kind].Personal, Handling, Protected);
        return settled.Widens(Release) && !roles.Contains(Role.Discloser)
            ? Decision.Refuse(new Refusal("discloser-needed", "", "Widening a release takes the role discloser."))
            : Decision.Accept(new ReleaseChanged(settled, now));
    }

    /// <summary>Decides a withdrawal.</summary>
    public Decision Withdraw(WithdrawIndicator command, DateTimeOffset now)
    {
        if (Status != IndicatorStatus.Active)
        {
            return Decision.Refuse(AlreadyWithdrawn);
        }

        Refusal[] refusals = [.. Text.Required(command.Reason, "/reason", 500)];
        return refusals.Length > 0 ? Decision.Refuse(refusals) : Decision.Accept(new IndicatorWithdrawn(command.Reason!, now));
    }

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
            Handling = e.Handling,
            Purposes = [.. e.Purposes],
            CrimeAreas = [.. e.CrimeAreas],
            StandsSince = e.TellsReaders ? current.Version + 1 : current.StandsSince,
            Earlier = e.TellsReaders ? [] : current.Earlier,
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
            Earlier = current.Earlier.Add(new(current.StandsSince, current.Release, current.FullSince)),
            ChangedAt = e.At,
        },
        (not null, IndicatorWithdrawn e) => current with { Version = current.Version + 1, Status = IndicatorStatus.Withdrawn, Earlier = [], ChangedAt = e.At },
        _ => throw new InvalidOperationException($"{fact.GetType().Name} cannot follow in the life of indicator {id}."),
    };

    private static readonly Refusal AlreadyWithdrawn = new("already-withdrawn", "", "Withdrawal is final.");

    private static ImmutableDictionary<string, DateTimeOffset> Since(string[] tokens, ImmutableDictionary<string, DateTimeOffset> earlier, DateTimeOffset at) =>
        tokens.ToImmutableDictionary(token => token, token => earlier.GetValueOrDefault(token, at), StringComparer.Ordinal);

    private static IEnumerable<Refusal> Mandatory<T>(T? member, string pointer, Func<T, IEnumerable<Refusal>> check) where T : class =>
        member is null ? [new("required", pointer, "This member is mandatory.")] : check(member).Select(refusal => refusal.Under(pointer));

    private static IEnumerable<Refusal> List<T>(T[] members, string pointer) where T : struct, Enum =>
        members.Length == 0 ? [new("required", pointer, "At least one.")]
        : members.Distinct().Count() != members.Length ? [new("repeated", pointer, "Each one once.")]
        : [];

    private static IEnumerable<Refusal> AboutWhom(string? kind, Subject? subject) => (Indicators.Kind.All.GetValueOrDefault(kind ?? "")?.Personal, subject) switch
    {
        (true, null) => [new("subject-required", "/subject", "Personal data needs to say whom it is about.")],
        (true, not null) => subject.Check().Select(refusal => refusal.Under("/subject")),
        (false, not null) => [new("subject-not-applicable", "/subject", "This kind holds no personal data.")],
        _ => [],
    };
}
