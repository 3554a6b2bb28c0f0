namespace IntelShare.Client;

/// <summary>A text to be read for terms.</summary>
/// <param name="Id">The caller's own name for it, at most 128 code points; the answer gives it back.</param>
/// <param name="Text">Kept nowhere.</param>
public sealed record PostedText(string Id, string Text);

/// <summary>Up to 10,000 texts, in at most 10 MiB.</summary>
public sealed record ScanTexts(IReadOnlyList<PostedText> Texts);

/// <summary>What was found in each text, in their order, and the records that are named, each once.</summary>
public sealed record ScanResults(IReadOnlyList<TextMatches> Results, IReadOnlyList<IndicatorView> Indicators);

/// <summary>What was found in one text.</summary>
public sealed record TextMatches
{
    /// <summary>Of the text.</summary>
    public required string Id { get; init; }

    /// <summary>Places in their order; one may lie within another.</summary>
    public required IReadOnlyList<TextMatch> Matches { get; init; }

    /// <summary>True where not every place is told.</summary>
    public bool? Truncated { get; init; }
}

/// <summary>A place in a text, with every record that is found there: all senses, never one verdict.</summary>
public sealed record TextMatch
{
    public required IndicatorKind Kind { get; init; }

    /// <summary>First byte in UTF-8.</summary>
    public required int Start { get; init; }

    /// <summary>Behind the last byte, and what is invisible after it.</summary>
    public required int End { get; init; }

    /// <summary>First UTF-16 unit: of a string of .NET.</summary>
    public required int StartUtf16 { get; init; }

    /// <summary>Behind the last UTF-16 unit.</summary>
    public required int EndUtf16 { get; init; }

    public required Via Via { get; init; }

    /// <summary>Ids of the records.</summary>
    public required IReadOnlyList<Guid> Indicators { get; init; }

    /// <summary>By a rule: where its features stand, in the order of the text.</summary>
    public IReadOnlyList<MatchPart>? Parts { get; init; }
}

/// <summary>Where one feature of a rule stands.</summary>
/// <param name="Group">Its name.</param>
/// <param name="Start">First byte in UTF-8.</param>
/// <param name="End">Behind the last byte.</param>
/// <param name="StartUtf16">First UTF-16 unit.</param>
/// <param name="EndUtf16">Behind the last UTF-16 unit.</param>
public sealed record MatchPart(string Group, int Start, int End, int StartUtf16, int EndUtf16);

/// <summary>A text of a stream, with what was found in it.</summary>
/// <param name="Text">As it was sent.</param>
/// <param name="Found">Its places.</param>
/// <param name="Indicators">The records of the request that it went with, by id: those that its places name are among them.</param>
public sealed record ScannedText(PostedText Text, TextMatches Found, IReadOnlyDictionary<Guid, IndicatorView> Indicators);

/// <summary>A rule, and 1 to 1,000 texts of one's own to try it on.</summary>
public sealed record TryRule(Rule Rule, IReadOnlyList<PostedText> Texts);

/// <summary>What to expect of a rule among texts like these.</summary>
/// <param name="Texts">How many were tried.</param>
/// <param name="Holds">In how many it holds.</param>
/// <param name="Places">Places at which one of its features stands, in texts that hold one by which it is found: what it costs beside the scan.</param>
/// <param name="Windows">Places from which it was tried.</param>
/// <param name="Results">In the order of the texts.</param>
public sealed record RuleTrial(int Texts, int Holds, long Places, long Windows, IReadOnlyList<TriedText> Results);

/// <summary>What a rule finds in one text.</summary>
/// <param name="Id">Of the text.</param>
/// <param name="Parts">Where its features stand, in the order of the text; absent where it does not hold.</param>
/// <param name="Truncated">True where not all was tried.</param>
public sealed record TriedText(string Id, IReadOnlyList<MatchPart>? Parts = null, bool? Truncated = null);

/// <summary>1 to 100 terms, and 1 to 1,000 texts of one's own to count them in.</summary>
/// <param name="Terms">Each 1 to 64 code points.</param>
/// <param name="Texts">Harmless ones, where it is for a <see cref="Specificity"/>.</param>
/// <param name="Diacritics">Absent means loose.</param>
public sealed record CountTerms(IReadOnlyList<string> Terms, IReadOnlyList<PostedText> Texts, Diacritics? Diacritics = null);

/// <summary>In how many texts terms stand.</summary>
/// <param name="Texts">How many were read.</param>
/// <param name="Items">In the order of the terms.</param>
/// <param name="Truncated">True where a count may be short.</param>
public sealed record TermCounts(int Texts, IReadOnlyList<TermCount> Items, bool? Truncated = null);

/// <summary>In how many texts a term stands.</summary>
/// <param name="Term">As it was asked.</param>
/// <param name="Found">In how many, however often.</param>
public sealed record TermCount(string Term, int Found);
