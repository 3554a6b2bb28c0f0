using IntelShare.Members;

namespace IntelShare.Indicators.Kinds;

/// <summary>How strictly a scan compares accents: <c>exact</c> tells <c>pêche</c> from <c>péché</c>, <c>loose</c> does not.</summary>
public enum Diacritics { Exact, Loose }

/// <summary>What an owner says of a sense: that the term has it, or that it looked and holds that it has not.</summary>
public enum Stance { Asserts, Disputes }

/// <summary>How often the term stands in harmless texts, counted by its owner in texts of its own: <c>POST /v1/scans/counts</c> counts.</summary>
/// <param name="Texts">Harmless texts that were read, at least 1.</param>
/// <param name="Found">In how many of them it stands.</param>
/// <param name="Sample">What texts they were, 1-200 code points.</param>
public sealed record Specificity(int? Texts, int? Found, string? Sample)
{
    internal IEnumerable<Refusal> Check() =>
    [
        .. Fields.Present(Texts, "/texts"),
        .. Fields.If(Texts < 1, "specificity-range", "/texts", "At least one text."),
        .. Fields.Present(Found, "/found"),
        .. Fields.If(Found < 0 || Found > Texts, "specificity-range", "/found", "Zero, up to the number of texts."),
        .. Fields.ImpersonalRequired(Sample, "/sample", 200),
    ];
}

/// <summary>
/// One sense of one coded term: an emoji sequence, word, phrase or hashtag. A second sense is a second entry. Holds no personal data;
/// the term is kept to the byte and compared folded.
/// </summary>
/// <param name="Term">1-64 code points; at most 16 words, emoji or characters of a script without spaces.</param>
/// <param name="Concept">Id in <see cref="Concepts"/>.</param>
/// <param name="Meaning">In words, at most 500 code points; mandatory with the concept <c>other</c>.</param>
/// <param name="Language">Primary BCP 47 subtag, or <c>und</c>.</param>
/// <param name="Countries">Where it was observed: ISO 3166-1 alpha-2.</param>
/// <param name="Platforms">Where it was observed: ids of <see cref="Kinds.Platforms"/>.</param>
/// <param name="Variants">Other spellings of the same term in the same sense, like <paramref name="Term"/>; at most 32.</param>
/// <param name="Diacritics">Absent means <c>loose</c>.</param>
/// <param name="Ambiguous">True when the term has common harmless uses or several documented senses.</param>
/// <param name="Context">What must stand around it for this sense, at most 2,000 code points.</param>
/// <param name="ObservedFrom">First day it was seen.</param>
/// <param name="ObservedTo">Last day it was seen; absent while in use.</param>
/// <param name="Sources">Who says so, each at most 300 code points; at most 32.</param>
/// <param name="Stance">Absent means <c>asserts</c>.</param>
/// <param name="Specificity">How seldom it is harmless, where its owner counted.</param>
public sealed record LexiconEntry(
    string? Term,
    string? Concept,
    string? Meaning,
    string? Language,
    IReadOnlyList<string>? Countries,
    IReadOnlyList<string>? Platforms,
    IReadOnlyList<string>? Variants,
    Diacritics? Diacritics,
    bool Ambiguous,
    string? Context,
    DateOnly? ObservedFrom,
    DateOnly? ObservedTo,
    IReadOnlyList<string>? Sources,
    Stance? Stance = null,
    Specificity? Specificity = null) : IndicatorContent, IKind
{
    /// <inheritdoc />
    public static bool Personal => false;

    /// <summary>The folded value; the platform says nothing about a term.</summary>
    public static IReadOnlyList<string>? LookUp(string value, string? platform) => Folding.Fold(value) is { Length: > 0 } folded ? [folded] : null;

    /// <inheritdoc />
    public override IEnumerable<Refusal> Check() =>
    [
        .. Fields.Scannable(Term, "/term", 64),
        .. Fields.Present(Concept, "/concept"),
        .. Fields.If(Concept == Concepts.Other && (Meaning is null || Text.IsBlank(Meaning)), "meaning-required", "/meaning", "The concept \"other\" says nothing by itself: give the meaning in words."),
        .. Fields.ImpersonalOptional(Meaning, "/meaning", 500),
        .. Language is null ? [] : Fields.Language(Language, "/language"),
        .. Fields.Each(Countries, "/countries", 64, Country.Check),
        .. Fields.PlatformIds(Platforms),
        .. Fields.Each(Variants, "/variants", 32, (variant, at) => Fields.Scannable(variant, at, 64)),
        .. Fields.ImpersonalOptional(Context, "/context", 2000),
        .. Fields.Period(ObservedFrom, ObservedTo),
        .. Fields.Sources(Sources),
        .. Specificity?.Check().Select(refusal => refusal.Under("/specificity")) ?? [],
    ];

    /// <inheritdoc />
    public override IEnumerable<string> MatchValues() => new[] { Term! }.Concat(Variants ?? []).Select(Folding.Fold).Distinct(StringComparer.Ordinal);

    /// <summary>The term; what it means is what is asked for.</summary>
    public override IReadOnlyDictionary<string, string> Identifier() => Fields.Named(("term", Term));

    /// <inheritdoc />
    public override IEnumerable<(string? Id, string Pointer)> NamedConcepts() => Concept is null ? [] : [(Concept, "/concept")];
}
