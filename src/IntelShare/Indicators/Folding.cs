using System.Text;
using IntelShare.Unicode;

namespace IntelShare.Indicators;

/// <summary>
/// The one spelling under which terms are compared: their tokens (words, hashtags, single emoji) joined by single spaces.
/// Total, for lone surrogates too, and idempotent.
/// </summary>
public static class Folding
{
    /// <summary>Rises with every change that folds a term or reads a handle differently; stored beside each match key, so that keys can be made anew.</summary>
    public const int Version = 2;

    private static readonly (string Text, string Visible)[] Vectors = [("ｃｏｋｅ", "coke"), ("𝓬𝓸𝓴𝓮", "coke"), ("e\u0301te\u0301", "été"), (" ко\u200Bкс ", "кокс")];

    /// <summary>
    /// Folds compatibility forms, case, and the marks of Latin, Greek, Cyrillic, Arabic and Hebrew; drops what cannot be seen, emoji variation and
    /// skin tones. Letters that keep their marks are decomposed (NFKD). Empty when nothing comparable is left.
    /// </summary>
    public static string Fold(string text)
    {
        var tokens = new FoldedText();
        tokens.Append(Encoding.UTF8.GetBytes(text));
        var folded = new StringBuilder(text.Length);
        for (var i = 1; i < tokens.Count; i++)
        {
            // Where a script parts no words, a space says nothing.
            if (i > 1 && (tokens.IsHashtag(i) || !tokens.IsSolo(i) || !tokens.IsSolo(i - 1)))
            {
                folded.Append(' ');
            }

            folded.Append(tokens.IsHashtag(i) ? "#" : "").Append(Encoding.UTF8.GetString(tokens.Token(i)));
        }

        return folded.ToString();
    }

    /// <summary>
    /// The first text that this machine reads wrongly, or null. Without ICU (<c>InvariantGlobalization</c>) normalisation silently does
    /// nothing and the names of accounts would be wrong, so a host asks before it starts. Terms need none.
    /// </summary>
    public static string? SelfTest() => Vectors.FirstOrDefault(vector => Visible(vector.Text) != vector.Visible).Text;

    /// <summary>A text as its reader sees it: compatibility forms unified (NFKC), invisible characters dropped, trimmed. Case and marks stay.</summary>
    internal static string Visible(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text.Trim();
        }

        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsInvisible(rune))
            {
                visible.Append(Normalizable(rune));
            }
        }

        return visible.ToString().Normalize(NormalizationForm.FormKC).Trim();
    }

    /// <summary>True for what nobody sees of a name.</summary>
    internal static bool IsInvisible(Rune rune) => Text.IsIgnorable(rune) || rune.Value is 0x200D or (>= 0xE0020 and <= 0xE007F);

    // string.Normalize throws at U+FFFE, a non-character.
    private static Rune Normalizable(Rune rune) => rune.Value == 0xFFFE ? Rune.ReplacementChar : rune;
}
