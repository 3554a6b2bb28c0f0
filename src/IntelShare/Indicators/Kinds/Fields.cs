using System.Text;
using System.Text.RegularExpressions;
using IntelShare.Unicode;

namespace IntelShare.Indicators.Kinds;

/// <summary>Refusals of the members that several kinds have, so that one mistake has one code everywhere. An absent list is an empty one.</summary>
internal static class Fields
{
    private static readonly Regex PrimarySubtag = new(@"\A[a-z]{2,3}\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>One refusal, or none.</summary>
    public static IEnumerable<Refusal> If(bool wrong, string code, string pointer, string reason) => wrong ? [new(code, pointer, reason)] : [];

    /// <summary>The members that are there, by wire name.</summary>
    public static IReadOnlyDictionary<string, string> Named(params IEnumerable<(string Name, string? Value)> members) =>
        members.Where(member => member.Value is not null).ToDictionary(member => member.Name, member => member.Value!, StringComparer.Ordinal);

    /// <summary>Refusal of an absent member.</summary>
    public static IEnumerable<Refusal> Present(object? member, string pointer) => If(member is null, "required", pointer, "This member is mandatory.");

    /// <summary>Refusals of each item at its own pointer, or <c>too-many</c> at the list's.</summary>
    public static IEnumerable<Refusal> Each(IReadOnlyList<string?>? items, string pointer, int most, Func<string?, string, IEnumerable<Refusal>> check) =>
        items?.Count > most ? Few(items, pointer, most) : items?.SelectMany((item, i) => check(item, $"{pointer}/{i}")) ?? [];

    /// <summary>Refusal of a list of codes longer than <paramref name="most"/>.</summary>
    public static IEnumerable<Refusal> Few<T>(IReadOnlyList<T>? items, string pointer, int most) =>
        If(items?.Count > most, "too-many", pointer, $"At most {most} items.");

    /// <summary>Who says so: a publication, a case name without persons, a URL; 1-300 code points.</summary>
    public static IEnumerable<Refusal> Sources(IReadOnlyList<string?>? sources) => Each(sources, "/sources", 32, (source, at) => ImpersonalRequired(source, at, 300));

    /// <summary>Ids of the platform table.</summary>
    public static IEnumerable<Refusal> PlatformIds(IReadOnlyList<string?>? ids) => Each(ids, "/platforms", 32, PlatformId);

    /// <summary>The primary subtag of BCP 47 (ISO 639, two or three letters), or <c>und</c> for what has no language.</summary>
    public static IEnumerable<Refusal> Language(string? language, string pointer) =>
        If(language is null || !PrimarySubtag.IsMatch(language), "language-malformed", pointer, "Expected a primary language subtag of BCP 47 in small letters (sv, fi), or und.");

    /// <summary>Inclusive days of observation; either end may be open.</summary>
    public static IEnumerable<Refusal> Period(DateOnly? from, DateOnly? to) =>
        If(from > to, "observed-backwards", "/observedTo", "The last observation cannot precede the first.");

    /// <summary>A mandatory text without personal identifiers.</summary>
    public static IEnumerable<Refusal> ImpersonalRequired(string? text, string pointer, int most) => Text.Required(text, pointer, most).Concat(Impersonal(text, pointer));

    /// <summary>An optional text without personal identifiers.</summary>
    public static IEnumerable<Refusal> ImpersonalOptional(string? text, string pointer, int most) => Text.Optional(text, pointer, most).Concat(Impersonal(text, pointer));

    /// <summary>A mandatory text that is also a match value: something comparable must be left of it.</summary>
    public static IEnumerable<Refusal> Findable(string? text, string pointer, int most)
    {
        var refusals = ImpersonalRequired(text, pointer, most).ToList();
        return refusals.Count > 0 ? refusals
            : If(Folding.Fold(text!).Length == 0, "empty-after-folding", pointer, "Nothing comparable is left: punctuation and invisible characters make no term.");
    }

    /// <summary>A mandatory text that scans look for: findable, and of no more tokens than they look for in a row.</summary>
    public static IEnumerable<Refusal> Scannable(string? text, string pointer, int most)
    {
        var refusals = Findable(text, pointer, most).ToList();
        if (refusals.Count > 0)
        {
            return refusals;
        }

        var tokens = new FoldedText();
        tokens.Append(Encoding.UTF8.GetBytes(text!));
        return If(tokens.Count - 1 > RuleGroup.MostTokens, "too-many-tokens", pointer, $"At most {RuleGroup.MostTokens} words, emoji or characters of a script without spaces.");
    }

    /// <summary>Refusals of the id of a platform: <c>required</c>, <c>unknown-platform</c>.</summary>
    public static IEnumerable<Refusal> PlatformId(string? id, string pointer) => id is null
        ? Present(id, pointer)
        : If(Platforms.Find(id) is null, "unknown-platform", pointer, "Expected the id of a platform in the published table.");

    private static IEnumerable<Refusal> Impersonal(string? text, string pointer) => If(
        text is not null && PersonalIdentifiers.StandIn(text), "personal-identifier", pointer,
        "Coded language and patterns are shared without reference to persons (Regulation (EU) 2016/794, Annex II A 3): a handle, number, address or profile is a kind of its own.");
}
