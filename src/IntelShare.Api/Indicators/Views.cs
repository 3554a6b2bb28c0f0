using IntelShare.Access;
using IntelShare.Api.Host.Contract;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Api.Indicators;

/// <summary>What a reader with Full gets. Its bytes change only when something in it does: no version, no time of ours, no release.</summary>
internal sealed record FullView(
    Guid Id,
    string Kind,
    string Owner,
    [property: Holds(typeof(IndicatorContent))] object Content,
    Evaluation Evaluation,
    Handling Handling,
    IReadOnlyList<Obligation> Obligations,
    IReadOnlyList<Purpose> Purposes,
    IReadOnlyList<CrimeArea> CrimeAreas,
    SubjectView? Subject,
    DateOnly ReviewBy)
{
    /// <summary>Null for a record whose content is gone.</summary>
    public static FullView? Of(Indicator open, Ruling ruling) => open.Content is not { } content ? null : new(
        open.Id, open.Kind, open.Owner, content, open.Evaluation, open.Handling, ruling.Obligations, open.Purposes, open.CrimeAreas,
        open.Secret?.Open?.Subject is { } subject ? new(subject.Categories!, subject.Age!.Value) : null,
        open.Retention.ReviewBy!.Value);
}

/// <summary>
/// What a reader gets whose Full rests on a disclosure: which thing is meant, always, and of the rest what the owner granted.
/// It says until when instead of the review day, which comes no earlier.
/// </summary>
internal sealed record DisclosedView(
    Guid Id,
    string Kind,
    string Owner,
    IReadOnlyDictionary<string, string> Identifier,
    [property: Holds(typeof(IndicatorContent))] object? Content,
    Evaluation? Evaluation,
    Handling Handling,
    IReadOnlyList<Obligation> Obligations,
    IReadOnlyList<Purpose> Purposes,
    IReadOnlyList<CrimeArea>? CrimeAreas,
    SubjectView? Subject,
    string? Conditions,
    DateTimeOffset Until)
{
    /// <summary>Null for a record whose content is gone. The grant comes with its conditions open.</summary>
    public static DisclosedView? Of(Indicator open, Ruling ruling, Grant grant)
    {
        return open.Content is not { } content ? null : new(
            open.Id, open.Kind, open.Owner, content.Identifier(), Granted(FieldGroup.Details) ? content : null, Granted(FieldGroup.Evaluation) ? open.Evaluation : null,
            open.Handling, ruling.Obligations, open.Purposes, Granted(FieldGroup.CrimeAreas) ? open.CrimeAreas : null,
            Granted(FieldGroup.Subject) && open.Secret?.Open?.Subject is { } subject ? new(subject.Categories!, subject.Age!.Value) : null,
            grant.Conditions?.Open?.Words, grant.Until);

        bool Granted(FieldGroup group) => grant.Fields is null || grant.Fields.Contains(group);
    }
}

/// <summary>Whom a record is about, without the owner's statement of necessity.</summary>
internal sealed record SubjectView(IReadOnlyList<SubjectCategory> Categories, Age Age);

/// <summary>What the owner gets: everything.</summary>
internal sealed record OwnerView(
    Guid Id,
    string Kind,
    string Owner,
    IndicatorStatus Status,
    [property: Holds(typeof(IndicatorContent))] object? Content,
    Evaluation Evaluation,
    Handling Handling,
    Release Release,
    IReadOnlyList<Purpose> Purposes,
    IReadOnlyList<CrimeArea> CrimeAreas,
    Retention Retention,
    RestrictionGround? Restriction,
    Subject? Subject,
    string? Reference,
    DateTimeOffset SubmittedAt,
    DateTimeOffset ChangedAt)
{
    public static OwnerView Of(Indicator open) => new(
        open.Id, open.Kind, open.Owner, open.Status, open.Content, open.Evaluation, open.Handling, open.Release, open.Purposes, open.CrimeAreas,
        open.Retention, open.Restriction?.Ground, open.Secret?.Open?.Subject, open.Secret?.Open?.Reference, open.SubmittedAt, open.ChangedAt);
}

/// <summary>The name in the contract for what is told of a record: <see cref="OwnerView"/> to its owner, <see cref="FullView"/> to others, <see cref="DisclosedView"/> where they read by a grant.</summary>
[Either(typeof(FullView), typeof(DisclosedView), typeof(OwnerView))]
internal abstract class IndicatorView;

/// <summary>What a hit tells: that the owner has something, and whom to ask. The same for one record or many.</summary>
internal sealed record HitView(string Reference, Desk Desk);

/// <summary>A page; <c>next</c> is null on the last one.</summary>
internal sealed record PageOf<T>(IReadOnlyList<T> Items, [property: System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.Never)] string? Next);
