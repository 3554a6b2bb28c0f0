using System.Globalization;
using System.Text;

namespace IntelShare.Indicators;

/// <summary>
/// The one spelling under which terms are compared: their tokens (words, hashtags, single emoji) joined by single spaces.
/// Total, for lone surrogates too, and idempotent.
/// </summary>
public static class Folding
{
    /// <summary>Rises with every change that folds a term or reads a handle differently; stored beside each match key, so that keys can be made anew.</summary>
    public const int Version = 1;

    private static readonly Rune Keycap = new(0x20E3);
    private static readonly Rune BlackFlag = new(0x1F3F4);

    private static readonly (string Text, string Folded)[] Vectors =
    [
        ("𝓬𝓸𝓴𝓮", "coke"), ("ｃｏｃａïｎｅ", "cocaine"), ("Straße ŁØ ıİ ΣΑΣ", "strasse lo ii σασ"), ("e\u0301te\u0301", "ete"),
        ("ко\u200Bкс", "кокс"), ("❄\uFE0F", "❄"), ("5\uFE0F\u20E3k", "5k"), ("👍🏽", "👍"), ("👩🏽\u200D🌾", "👩\u200D🌾"), ("がく", "か\u3099く"),
    ];

    private enum Part { Separator, Word, Mark, Symbol, SkinTone, Joiner, Tag, Regional, Sign }

    /// <summary>
    /// Folds compatibility forms, case, and the marks of Latin, Greek and Cyrillic; drops what cannot be seen, emoji variation and skin tones.
    /// Empty when nothing comparable is left.
    /// </summary>
    public static string Fold(string text)
    {
        var runes = Decompose(text);
        var folded = new StringBuilder(text.Length);
        var (last, glued, keepsMarks) = (Part.Separator, false, false);
        Rune symbol = default;
        for (var i = 0; i < runes.Count; i++)
        {
            var (rune, part) = (runes[i], PartOf(runes[i]));
            var next = i + 1 < runes.Count ? runes[i + 1] : default;
            switch (part)
            {
                case Part.Word:
                    if (last != Part.Word)
                    {
                        Begin();
                        keepsMarks = false;
                    }

                    keepsMarks = Rune.IsLetter(rune) ? !IsLatinGreekOrCyrillic(rune) : keepsMarks && IsSpacingMark(rune);
                    folded.Append(rune);
                    last = part;
                    break;
                case Part.Mark when last == Part.Word && keepsMarks:
                case Part.Tag when last == Part.Symbol && symbol == BlackFlag:
                    folded.Append(rune);
                    break;
                case Part.Joiner when last == Part.Symbol && PartOf(next) == Part.Symbol:
                    folded.Append(rune).Append(next);
                    i++;
                    break;
                case Part.Regional when last == Part.Regional:
                    folded.Append(rune);
                    last = Part.Separator;
                    break;
                case Part.SkinTone when last == Part.Symbol:
                case Part.Mark or Part.Tag or Part.Joiner:
                    break;
                case Part.Symbol or Part.Regional or Part.SkinTone:
                    Begin();
                    folded.Append(rune);
                    (last, symbol) = (part, rune);
                    break;
                case Part.Sign when next == Keycap:
                    Begin();
                    folded.Append(rune).Append(next);
                    last = Part.Separator;
                    i++;
                    break;
                case Part.Sign when rune.Value == '#' && PartOf(next) is Part.Word or Part.Symbol or Part.Regional or Part.SkinTone:
                    Begin();
                    folded.Append(rune);
                    (last, glued) = (Part.Separator, true);
                    break;
                default:
                    last = Part.Separator;
                    break;
            }
        }

        return folded.ToString().Normalize(NormalizationForm.FormC);

        void Begin()
        {
            if (folded.Length > 0 && !glued)
            {
                folded.Append(' ');
            }

            glued = false;
        }
    }

    /// <summary>
    /// The first text that this machine folds wrongly, or null. Without ICU (<c>InvariantGlobalization</c>) normalisation silently does
    /// nothing and every match key would be wrong, so a host asks before it starts.
    /// </summary>
    public static string? SelfTest() =>
        Vectors.FirstOrDefault(vector => Fold(vector.Text) != vector.Folded.Normalize(NormalizationForm.FormC)).Text;

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
            if (!Text.IsIgnorable(rune) && PartOf(rune) is not (Part.Joiner or Part.Tag))
            {
                visible.Append(Normalizable(rune));
            }
        }

        return visible.ToString().Normalize(NormalizationForm.FormKC).Trim();
    }

    private static List<Rune> Decompose(string text)
    {
        var whole = new StringBuilder(text.Length);
        var run = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (DissolvesInNfkc(rune))
            {
                whole.Append(run.ToString().Normalize(NormalizationForm.FormKD)).Append(rune);
                run.Clear();
            }
            else if (!Text.IsIgnorable(rune))
            {
                run.Append(Normalizable(rune));
            }
        }

        whole.Append(run.ToString().Normalize(NormalizationForm.FormKD));
        var runes = new List<Rune>(whole.Length);
        var last = Part.Separator;
        foreach (var rune in whole.ToString().EnumerateRunes())
        {
            var part = PartOf(rune);
            if (Text.IsIgnorable(rune) || (part is Part.Joiner or Part.Tag && last is not (Part.Symbol or Part.SkinTone or Part.Joiner or Part.Tag)))
            {
                continue;
            }

            last = part;
            var lower = DissolvesInNfkc(rune) ? rune : Rune.ToLowerInvariant(rune);
            if (lower.Value == 'ß')
            {
                runes.Add(new('s'));
            }

            runes.Add(lower.Value switch { 'ß' => new('s'), 'ø' => new('o'), 'ł' => new('l'), 'ı' => new('i'), 'ς' => new('σ'), _ => lower });
        }

        return runes;
    }

    private static Part PartOf(Rune rune) => rune.Value switch
    {
        '_' => Part.Word,
        '#' or '*' => Part.Sign,
        0x200D => Part.Joiner,
        0xFFFD or 0x2044 => Part.Separator,
        >= 0x1F1E6 and <= 0x1F1FF => Part.Regional,
        >= 0x1F3FB and <= 0x1F3FF => Part.SkinTone,
        >= 0xE0020 and <= 0xE007F => Part.Tag,
        _ when DissolvesInNfkc(rune) => Part.Symbol,
        _ => Rune.GetUnicodeCategory(rune) switch
        {
            <= UnicodeCategory.OtherLetter or (>= UnicodeCategory.DecimalDigitNumber and <= UnicodeCategory.OtherNumber) or UnicodeCategory.SpacingCombiningMark => Part.Word,
            UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => Part.Mark,
            UnicodeCategory.MathSymbol when rune.IsAscii => Part.Separator,
            // New emoji are unassigned to an older runtime.
            UnicodeCategory.MathSymbol or UnicodeCategory.CurrencySymbol or UnicodeCategory.OtherSymbol or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse => Part.Symbol,
            _ => Part.Separator,
        },
    };

    // Emoji that NFKC takes for letters or punctuation: Ⓜ is no "m".
    private static bool DissolvesInNfkc(Rune rune) => rune.Value is
        0x203C or 0x2049 or 0x2122 or 0x2139 or 0x24C2 or 0x3030 or 0x3297 or 0x3299 or
        0x1F201 or 0x1F202 or 0x1F21A or 0x1F22F or (>= 0x1F232 and <= 0x1F23A) or 0x1F250 or 0x1F251;

    private static bool IsSpacingMark(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpacingCombiningMark;

    private static bool IsLatinGreekOrCyrillic(Rune rune) => rune.Value is
        < 0x0530 or (>= 0x1C80 and < 0x1C90) or (>= 0x1D00 and < 0x1DC0) or (>= 0x1E00 and < 0x2000) or
        (>= 0x2C60 and < 0x2C80) or (>= 0xA640 and < 0xA6A0) or (>= 0xA720 and < 0xA800) or (>= 0xAB30 and < 0xAB70);

    // string.Normalize throws at U+FFFE, a non-character.
    private static Rune Normalizable(Rune rune) => rune.Value == 0xFFFE ? Rune.ReplacementChar : rune;
}
