using System.Collections.Frozen;
using IntelShare.Indicators;

namespace IntelShare.Lexicon;

/// <summary>
/// What emoji are called in the official languages of the countries of OTF GRIMM: short names of the Common Locale Data Repository, version 48.2
/// (© Unicode, Inc.; <c>emoji-names.license.txt</c>). Made by <c>emoji-names.mjs</c>.
/// </summary>
public static class EmojiNames
{
    private static readonly FrozenDictionary<string, IReadOnlyDictionary<string, string>> ByEmoji = Csv.Embedded(typeof(EmojiNames), "emoji-names.csv")
        .DistinctBy(row => Folding.Fold(row["emoji"]), StringComparer.Ordinal)
        .ToFrozenDictionary(
            row => Folding.Fold(row["emoji"]),
            row => (IReadOnlyDictionary<string, string>)row.Where(cell => cell.Key != "emoji" && cell.Value.Length > 0).ToDictionary(cell => cell.Key, cell => cell.Value, StringComparer.Ordinal),
            StringComparer.Ordinal);

    private static readonly ILookup<string, string> ByName = ByEmoji
        .SelectMany(names => names.Value.Values.Select(name => (Name: Folding.Fold(name), Emoji: names.Key))).Distinct().OrderBy(pair => pair.Emoji, StringComparer.Ordinal)
        .ToLookup(pair => pair.Name, pair => pair.Emoji, StringComparer.Ordinal);

    /// <summary>The names of a folded emoji by language; none of anything else.</summary>
    public static IReadOnlyDictionary<string, string> Of(string emoji) => ByEmoji.GetValueOrDefault(emoji) ?? FrozenDictionary<string, string>.Empty;

    /// <summary>The emoji, folded, that are called so in any of the languages; case and marks do not count.</summary>
    public static IEnumerable<string> Called(string name) => ByName[Folding.Fold(name)];
}
