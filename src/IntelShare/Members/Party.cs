using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace IntelShare.Members;

/// <summary>What a party is in law; decides which group audiences reach it.</summary>
public enum PartyKind
{
    MemberState,
    SchengenAssociated,
    ThirdCountry,
    UnionBody,
    InternationalOrganisation,
    Supervisor,
    Hub,
}

/// <summary>How far a party's agreement lets its agencies read. No order: <see cref="NonPersonal"/> and <see cref="HitOnly"/> each allow what the other does not.</summary>
public enum AgreementLevel
{
    None,

    /// <summary>In full, but only kinds without personal data.</summary>
    NonPersonal,

    /// <summary>That a match exists, for every kind.</summary>
    HitOnly,

    Full,
}

/// <summary>How levels compare.</summary>
public static class AgreementLevels
{
    /// <summary>True where <paramref name="other"/> lets read whatever <paramref name="level"/> does.</summary>
    public static bool IsWithin(this AgreementLevel level, AgreementLevel other) => level == other || level == AgreementLevel.None || other == AgreementLevel.Full;
}

/// <summary>A party was entered in the registry.</summary>
/// <param name="Over">Of a supervisor: the party that it watches over; null for the hub's own, which watches over all.</param>
public sealed record PartyEnrolled(string Id, PartyKind Kind, string Name, string? Over = null);

/// <summary>An agreement was concluded: in force from <paramref name="From"/> inclusive to <paramref name="Until"/> exclusive, both perhaps in the future.</summary>
/// <param name="LegalBasis">Article 25(1), (4a) or 19 as it applies, or the instrument's name.</param>
/// <param name="Level">How far the party's agencies may read under it.</param>
/// <param name="From">First moment in force.</param>
/// <param name="Until">First moment out of force; null: until ended.</param>
public sealed record AgreementConcluded(string LegalBasis, AgreementLevel Level, DateTimeOffset From, DateTimeOffset? Until);

/// <summary>The agreements that would be in force at <paramref name="At"/> or later end then; what was in force before stays on record.</summary>
public sealed record AgreementEnded(string Reason, DateTimeOffset At);

/// <summary>One agreement of a party and when it is in force. Several stand in sequence; where two overlap, the later concluded counts.</summary>
public sealed record Agreement(string LegalBasis, AgreementLevel Level, DateTimeOffset From, DateTimeOffset? Until)
{
    /// <summary>True when the agreement is in force at <paramref name="moment"/>.</summary>
    public bool Covers(DateTimeOffset moment) => From <= moment && (Until is null || moment < Until);
}

/// <summary>A country (ISO 3166-1 alpha-2) or an organisation (<c>org:eurojust</c>). Its kind is fixed at enrolment.</summary>
public sealed partial record Party(Guid Stream, string Id, PartyKind Kind, string Name)
{
    /// <summary>Of a supervisor: the party that it watches over; null for the hub's own.</summary>
    public string? Over { get; init; }

    /// <summary>In the order in which they were concluded.</summary>
    public ImmutableArray<Agreement> Agreements { get; init; } = [];

    /// <summary>The audience token that names this party alone.</summary>
    [JsonIgnore]
    public string Token => TokenOf(Id);

    /// <summary>True for a country, false for an organisation.</summary>
    [JsonIgnore]
    public bool IsCountry => Token != Id;

    /// <summary>
    /// True for third countries, Union bodies and international organisations: reached by their own name alone, and through a task
    /// force only where the owner authorised it.
    /// </summary>
    [JsonIgnore]
    public bool IsReachedByName => Kind is PartyKind.ThirdCountry or PartyKind.UnionBody or PartyKind.InternationalOrganisation;

    internal static string TokenOf(string id) => id.StartsWith("org:", StringComparison.Ordinal) ? id : "country:" + id;

    /// <summary>
    /// The level at which the party's agencies may read at <paramref name="moment"/>: that of its agreement in force. Without
    /// one, Member States and Schengen-associated States read by law, Union bodies have hits (Articles 20a and 21), every other
    /// party reads nothing. Supervisor and hub never read content, whatever is agreed.
    /// </summary>
    public AgreementLevel AgreementAt(DateTimeOffset moment) => Kind switch
    {
        PartyKind.Supervisor or PartyKind.Hub => AgreementLevel.None,
        _ when Agreements.LastOrDefault(agreement => agreement.Covers(moment)) is { } inForce => inForce.Level,
        PartyKind.MemberState or PartyKind.SchengenAssociated => AgreementLevel.Full,
        PartyKind.UnionBody => AgreementLevel.HitOnly,
        _ => AgreementLevel.None,
    };

    /// <summary>Under which legal bases the party read between two moments, and when: where agreements overlap, the later concluded counts.</summary>
    public IEnumerable<(string LegalBasis, DateTimeOffset From, DateTimeOffset Until)> Bases(DateTimeOffset from, DateTimeOffset until)
    {
        DateTimeOffset[] cuts = [.. Agreements.SelectMany(agreement => new[] { agreement.From, agreement.Until ?? until }).Append(from).Append(until).Where(cut => cut >= from && cut <= until).Distinct().Order()];
        return cuts.Zip(cuts.Skip(1)).Select(piece => (Agreements.LastOrDefault(agreement => agreement.Covers(piece.First))?.LegalBasis ?? "by law", piece.First, piece.Second));
    }

    /// <summary>The party after one more fact.</summary>
    public static Party Evolve(Party? current, Guid stream, object fact) => (current, fact) switch
    {
        (null, PartyEnrolled e) => new(stream, e.Id, e.Kind, e.Name) { Over = e.Over },
        (not null, AgreementConcluded e) => current with { Agreements = current.Agreements.Add(new(e.LegalBasis, e.Level, e.From, e.Until)) },
        (not null, AgreementEnded e) => current with
        {
            Agreements = [.. current.Agreements.Where(a => a.From < e.At).Select(a => a.Until is null || a.Until > e.At ? a with { Until = e.At } : a)],
        },
        _ => throw new InvalidOperationException($"{fact.GetType().Name} cannot follow in the life of party {current?.Id}."),
    };
}
