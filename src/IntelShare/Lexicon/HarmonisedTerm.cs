using IntelShare.Access;
using IntelShare.Indicators;
using IntelShare.Indicators.Kinds;
using IntelShare.Members;

namespace IntelShare.Lexicon;

/// <summary>How often records were reported as seen in a month.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Count">In all; a sighting that was not counted is one.</param>
public sealed record MonthOfSightings(DateOnly Month, long Count);

/// <summary>A sighting that the reader may know of: of its own records, or its own.</summary>
/// <param name="Record">Of which record.</param>
/// <param name="SeenAt">The day.</param>
/// <param name="Count">How often; at least once.</param>
public sealed record SeenOn(Guid Record, DateOnly SeenAt, int Count);

/// <summary>One owner's word on a sense, as one reader may have it.</summary>
/// <param name="Indicator">Id of the record.</param>
/// <param name="Owner">Member id.</param>
/// <param name="Entry">What it says.</param>
/// <param name="Concept">What its concept is read as.</param>
/// <param name="Evaluation">Null where a disclosure withholds it.</param>
/// <param name="EvaluatedOn">Day of the evaluation.</param>
/// <param name="Handling">What readers may do with it.</param>
/// <param name="Obligations">What binds this reader.</param>
public sealed record Assertion(
    Guid Indicator, string Owner, LexiconEntry Entry, string Concept, Evaluation? Evaluation, DateOnly EvaluatedOn, Handling Handling, IReadOnlyList<Obligation> Obligations);

/// <summary>What one owner says of the sense: side by side with the others, never averaged.</summary>
/// <param name="Concept">As the owner wrote it: another than the sense's where the lexicon steward merged the two.</param>
public sealed record OwnersAssertion(
    Guid Indicator, string Owner, Stance Stance, string Concept, string? Meaning, bool Ambiguous, Specificity? Specificity, Evaluation? Evaluation, Handling Handling, IReadOnlyList<Obligation> Obligations, DateOnly? ObservedFrom, DateOnly? ObservedTo);

/// <summary>One sense of a term, of all that a reader may read of it.</summary>
/// <param name="Concept">Id in <see cref="Concepts"/>, of one that stands for itself; with <c>other</c> all are of one meaning.</param>
/// <param name="Countries">Of those that agree.</param>
/// <param name="Platforms">Of those that agree.</param>
/// <param name="Languages">Of those that agree.</param>
/// <param name="FirstSeen">The earliest day observed or sighted; null where none is known.</param>
/// <param name="LastSeen">The latest.</param>
/// <param name="Stale">For a year nobody is known to have seen it, and nobody evaluated it as still in use: without a last day.</param>
/// <param name="Agrees">Owners that assert it.</param>
/// <param name="Disputes">Owners that dispute it.</param>
/// <param name="Assertions">What each owner says, those that dispute too.</param>
/// <param name="Sightings">By month, the oldest first.</param>
public sealed record Sense(
    string Concept, IReadOnlyList<string> Countries, IReadOnlyList<string> Platforms, IReadOnlyList<string> Languages, DateOnly? FirstSeen, DateOnly? LastSeen, bool Stale,
    IReadOnlyList<string> Agrees, IReadOnlyList<string> Disputes, IReadOnlyList<OwnersAssertion> Assertions, IReadOnlyList<MonthOfSightings> Sightings)
{
    internal static Sense Of(IReadOnlyCollection<Assertion> assertions, ILookup<Guid, SeenOn> sightings, DateOnly today)
    {
        var agreeing = assertions.Where(word => StanceOf(word) == Stance.Asserts).ToList();
        var seen = agreeing.SelectMany(word => sightings[word.Indicator]).ToList();
        var days = agreeing.SelectMany(word => new[] { word.Entry.ObservedFrom, word.Entry.ObservedTo }).OfType<DateOnly>().Concat(seen.Select(one => one.SeenAt)).ToList();
        var known = days.Concat(agreeing.Where(word => word.Entry.ObservedTo is null).Select(word => word.EvaluatedOn)).DefaultIfEmpty(assertions.Max(word => word.EvaluatedOn));
        return new(
            assertions.First().Concept,
            Listed(agreeing.SelectMany(word => word.Entry.Countries ?? [])),
            Listed(agreeing.SelectMany(word => word.Entry.Platforms ?? [])),
            Listed(agreeing.Select(word => word.Entry.Language).OfType<string>()),
            days.Count > 0 ? days.Min() : null,
            days.Count > 0 ? days.Max() : null,
            known.Max().AddYears(1) < today,
            Listed(agreeing.Select(word => word.Owner)),
            Listed(assertions.Except(agreeing).Select(word => word.Owner)),
            [
                .. assertions.OrderBy(word => word.Owner, StringComparer.Ordinal).ThenBy(word => word.Indicator).Select(word => new OwnersAssertion(
                    word.Indicator, word.Owner, StanceOf(word), word.Entry.Concept!, word.Entry.Meaning, word.Entry.Ambiguous, word.Entry.Specificity, word.Evaluation, word.Handling, word.Obligations, word.Entry.ObservedFrom, word.Entry.ObservedTo)),
            ],
            [.. seen.GroupBy(one => new DateOnly(one.SeenAt.Year, one.SeenAt.Month, 1)).OrderBy(month => month.Key).Select(month => new MonthOfSightings(month.Key, month.Sum(one => (long)one.Count)))]);
    }

    private static Stance StanceOf(Assertion word) => word.Entry.Stance ?? Stance.Asserts;

    private static IReadOnlyList<string> Listed(IEnumerable<string> items) => [.. items.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}

/// <summary>What all that a reader may read says of one term. Knows nothing of anything else, so what is hidden leaves no trace in it.</summary>
/// <param name="Term">Folded, as it is found.</param>
/// <param name="Spellings">Terms and variants as their owners wrote them.</param>
/// <param name="Names">Of an emoji, by language; none of anything else.</param>
/// <param name="Senses">By concept, and by meaning where that is <c>other</c>.</param>
public sealed record HarmonisedTerm(string Term, IReadOnlyList<string> Spellings, IReadOnlyDictionary<string, string> Names, IReadOnlyList<Sense> Senses)
{
    /// <summary>The senses of one term.</summary>
    /// <param name="term">Folded.</param>
    /// <param name="assertions">All that the reader may read of it; at least one.</param>
    /// <param name="sightings">All that the reader may know of, by record.</param>
    /// <param name="today">Decides what is stale.</param>
    public static HarmonisedTerm Of(string term, IReadOnlyCollection<Assertion> assertions, ILookup<Guid, SeenOn> sightings, DateOnly today) => new(
        term,
        [.. assertions.SelectMany(word => new[] { word.Entry.Term! }.Concat(word.Entry.Variants ?? [])).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        EmojiNames.Of(term),
        [
            .. assertions.GroupBy(word => (word.Concept, Meaning: word.Concept == Concepts.Other ? Folding.Fold(word.Entry.Meaning ?? "") : ""))
                .OrderBy(sense => sense.Key.Concept, StringComparer.Ordinal).ThenBy(sense => sense.Key.Meaning, StringComparer.Ordinal)
                .Select(sense => Sense.Of([.. sense], sightings, today)),
        ]);
}
