using IntelShare.Access;
using IntelShare.Indicators;
using IntelShare.Indicators.Kinds;
using IntelShare.Members;

namespace IntelShare.Stix;

/// <summary>What the ids of a record's objects are made of; fixed at submission.</summary>
/// <param name="Record">Public id.</param>
/// <param name="FirstOwner">Id of the member that submitted it, whoever owns it now.</param>
/// <param name="Kind">Wire name of the kind.</param>
public sealed record RecordOrigin(Guid Record, string FirstOwner, string Kind)
{
    /// <summary>The origin of a record, open or sealed.</summary>
    public static RecordOrigin Of(Indicator record) => new(record.Id, record.FormerOwners is [var first, ..] ? first : record.Owner, record.Kind);

    internal string CarrierType => Names(typeof(RecruitmentPattern)) ? "attack-pattern" : "indicator";

    internal bool Names(Type content) => Indicators.Kind.All.TryGetValue(Kind, out var kind) && kind.Content == content;
}

/// <summary>Whom a record is about, without the owner's statement of necessity.</summary>
public sealed record SharedSubject(SubjectCategory[]? Categories, Age? Age);

/// <summary>
/// A record as one reader may have it, whole or by a disclosure: what STIX objects are made of. Holds nothing that such a reader is not told.
/// </summary>
/// <param name="Origin">What its ids are made of.</param>
/// <param name="Owner">Member id of the present owner.</param>
/// <param name="Identifier">Which thing is meant: the content's own members of that sort, by wire name.</param>
/// <param name="Content">Null where a disclosure withholds it.</param>
/// <param name="Evaluation">Null where a disclosure withholds it.</param>
/// <param name="Handling">With its conditions open.</param>
/// <param name="Obligations">What binds this reader.</param>
/// <param name="Purposes">The record's.</param>
/// <param name="CrimeAreas">Null where a disclosure withholds them.</param>
/// <param name="Subject">Of personal kinds; null where a disclosure withholds it.</param>
/// <param name="ReviewBy">Last day (UTC) before review; null where a disclosure says until when instead.</param>
/// <param name="DisclosedUntil">First moment without the disclosure; null where none is needed.</param>
/// <param name="Conditions">The owner's conditions of the disclosure, open.</param>
/// <param name="ToldAt">When this version was told to the reader; microseconds. Rises with each version.</param>
public sealed record SharedRecord(
    RecordOrigin Origin,
    string Owner,
    IReadOnlyDictionary<string, string> Identifier,
    IndicatorContent? Content,
    Evaluation? Evaluation,
    Handling Handling,
    IReadOnlyList<Obligation> Obligations,
    IReadOnlyList<Purpose> Purposes,
    IReadOnlyList<CrimeArea>? CrimeAreas,
    SharedSubject? Subject,
    DateOnly? ReviewBy,
    DateTimeOffset? DisclosedUntil,
    string? Conditions,
    DateTimeOffset ToldAt)
{
    /// <summary>
    /// The record as the law rules: null below Full, and once the content is gone. As the counter tells it, so that no format tells more than another.
    /// </summary>
    /// <param name="open">The record with its secret open, and the grant's.</param>
    /// <param name="ruling">What the law answered this reader.</param>
    /// <param name="toldAt">When this version was told.</param>
    public static SharedRecord? Of(Indicator open, Ruling ruling, DateTimeOffset toldAt)
    {
        if (ruling.Level != Level.Full || open.Content is not { } content)
        {
            return null;
        }

        var grant = ruling.Grant;
        return new(
            RecordOrigin.Of(open),
            open.Owner,
            content.Identifier(),
            ruling.Shows(FieldGroup.Details) ? content : null,
            ruling.Shows(FieldGroup.Evaluation) ? open.Evaluation : null,
            open.Handling,
            ruling.Obligations,
            open.Purposes,
            ruling.Shows(FieldGroup.CrimeAreas) ? open.CrimeAreas : null,
            ruling.Shows(FieldGroup.Subject) && open.Secret?.Open?.Subject is { } subject ? new(subject.Categories, subject.Age) : null,
            grant is null ? open.Retention.ReviewBy : null,
            grant?.Until,
            grant?.Conditions?.Open?.Words,
            toldAt);
    }

    /// <summary>First moment at which a reader may no longer use it.</summary>
    public DateTimeOffset? ValidUntil => DisclosedUntil ?? (ReviewBy is { } day && day < DateOnly.MaxValue ? StixTime.Of(day.AddDays(1)) : null);

    /// <summary>Names the record and says nothing of it: records are printed in logs and error messages.</summary>
    public override string ToString() => $"Shared record {Origin.Record}";
}
