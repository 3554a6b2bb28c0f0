using System.Globalization;
using System.Text;

namespace IntelShare.Tests.Scan;

/// <summary>What folding means, said slowly and by other means: the normalisation and categories of the platform, with ICU, and ranges of code points.</summary>
internal static class SlowFolding
{
    private static readonly Rune Keycap = new(0x20E3);
    private static readonly Rune BlackFlag = new(0x1F3F4);

    private enum Part { Separator, Word, Solo, Mark, Symbol, SkinTone, Joiner, Tag, Regional, Sign }

    public static string Fold(string text)
    {
        var runes = Decompose(text);
        var folded = new StringBuilder(text.Length);
        var (last, glued, solo, keepsMarks) = (Part.Separator, false, false, false);
        Rune symbol = default;
        for (var i = 0; i < runes.Count; i++)
        {
            var (rune, part) = (runes[i], PartOf(runes[i]));
            var next = i + 1 < runes.Count ? runes[i + 1] : default;
            switch (part)
            {
                case Part.Word when last == Part.Solo && IsSpacingMark(rune):
                case Part.Mark when last == Part.Solo:
                    folded.Append(rune);
                    break;
                case Part.Solo:
                    if (last != Part.Solo && !solo)
                    {
                        Begin();
                    }

                    (glued, solo) = (false, true);
                    folded.Append(rune);
                    last = part;
                    break;
                case Part.Word:
                    if (last != Part.Word)
                    {
                        Begin();
                        keepsMarks = false;
                    }

                    keepsMarks = Rune.IsLetter(rune) ? !IsReadWithoutMarks(rune) : keepsMarks && IsSpacingMark(rune);
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
                case Part.Sign when NextOf(i) == Keycap:
                    Begin();
                    folded.Append(rune).Append(Keycap);
                    last = Part.Separator;
                    break;
                case Part.Sign when rune.Value == '#' && PartOf(NextOf(i)) is Part.Word or Part.Solo or Part.Symbol or Part.Regional or Part.SkinTone:
                    Begin();
                    folded.Append(rune);
                    (last, glued) = (Part.Separator, true);
                    break;
                default:
                    last = Part.Separator;
                    break;
            }
        }

        return folded.ToString().Normalize(NormalizationForm.FormD);

        Rune NextOf(int i) => runes.Skip(i + 1).FirstOrDefault(rune => PartOf(rune) != Part.Mark || rune == Keycap);

        void Begin()
        {
            if (folded.Length > 0 && !glued)
            {
                folded.Append(' ');
            }

            (glued, solo) = (false, false);
        }
    }

    private static List<Rune> Decompose(string text)
    {
        var whole = new StringBuilder(text.Length);
        var run = new StringBuilder(text.Length);
        foreach (var rune in text.Replace('\uFFFE', '\uFFFD').EnumerateRunes())
        {
            if (DissolvesInNfkc(rune))
            {
                whole.Append(run.ToString().Normalize(NormalizationForm.FormKD)).Append(rune);
                run.Clear();
            }
            else if (!IsIgnorable(rune))
            {
                run.Append(rune);
            }
        }

        whole.Append(run.ToString().Normalize(NormalizationForm.FormKD));
        var runes = new List<Rune>(whole.Length);
        var last = Part.Separator;
        foreach (var rune in whole.ToString().EnumerateRunes())
        {
            var part = PartOf(rune);
            if (IsIgnorable(rune) || (part is Part.Joiner or Part.Tag && last is not (Part.Symbol or Part.SkinTone or Part.Joiner or Part.Tag)))
            {
                continue;
            }

            last = part == Part.Mark ? last : part;
            var lower = DissolvesInNfkc(rune) ? rune : Lower(rune);
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
        0x0345 => Part.Mark,
        _ when IsSolo(rune) => Part.Solo,
        '#' or '*' => Part.Sign,
        0x200D => Part.Joiner,
        0xFFFD or 0x2044 or (>= 0xFDD0 and <= 0xFDEF) => Part.Separator,
        _ when (rune.Value & 0xFFFE) == 0xFFFE => Part.Separator,
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
        0x203C or 0x2049 or 0x303D or 0x2122 or 0x2139 or 0x24C2 or 0x3030 or 0x3297 or 0x3299 or
        0x1F201 or 0x1F202 or 0x1F21A or 0x1F22F or (>= 0x1F232 and <= 0x1F23A) or 0x1F250 or 0x1F251;

    // Case folding of Cherokee goes upwards; of the shapes that one Cyrillic letter has in old books, to that letter.
    private static Rune Lower(Rune rune) => rune.Value switch
    {
        >= 0x13F8 and <= 0x13FD => new(rune.Value - 8),
        >= 0x13A0 and < 0x1400 => rune,
        >= 0xAB70 and < 0xABC0 => new(rune.Value - 0xAB70 + 0x13A0),
        >= 0x1C80 and <= 0x1C88 => "вдосттъѣꙋ".EnumerateRunes().ElementAt(rune.Value - 0x1C80),
        _ => Rune.ToLowerInvariant(rune),
    };

    private static bool IsSpacingMark(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpacingCombiningMark;

    private static bool IsReadWithoutMarks(Rune rune) => rune.Value is
        (< 0x0530 and not (>= 0x03E2 and <= 0x03EF)) or (>= 0x0591 and < 0x0700) or (>= 0x0750 and < 0x0780) or (>= 0x0870 and < 0x0900) or (>= 0x1C80 and < 0x1C90) or (>= 0x1D00 and < 0x1DC0) or
        0x2132 or 0x214E or 0x2183 or 0x2184 or (>= 0xFB50 and < 0xFE00) or (>= 0xFE70 and < 0xFF00) or (>= 0x10EC0 and < 0x10F00) or
        (>= 0x1E00 and < 0x2000) or (>= 0x2C60 and < 0x2C80) or (>= 0xA640 and < 0xA6A0) or (>= 0xA720 and < 0xA800) or (>= 0xAB30 and < 0xAB70) or (>= 0x10780 and < 0x107C0) or (>= 0x1DF00 and < 0x1E000);

    private static bool IsSolo(Rune rune) =>
        (Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.LetterNumber) && rune.Value is
            (>= 0x0E00 and < 0x0F00) or (>= 0x1000 and < 0x10A0) or (>= 0xA9E0 and < 0xAA00) or (>= 0xAA60 and < 0xAA80) or (>= 0x116D0 and < 0x11700) or
            (>= 0x1780 and < 0x17E0) or (>= 0x2E80 and < 0x3100) or (>= 0x31F0 and < 0x3200) or (>= 0x3400 and < 0xA000) or (>= 0xF900 and < 0xFB00) or
            0x16FE3 or (>= 0x1AFF0 and < 0x1B170) or (>= 0x20000 and < 0x40000);

    private static bool IsIgnorable(Rune rune) => rune.Value is
        0x00AD or 0x034F or 0x061C or 0x0640 or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or
        (>= 0x200B and <= 0x200F and not 0x200D) or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x206F) or 0x3164 or
        (>= 0xFE00 and <= 0xFE0F) or 0xFEFF or 0xFFA0 or (>= 0xFFF0 and <= 0xFFF8) or (>= 0x1BCA0 and <= 0x1BCA3) or
        (>= 0x1D173 and <= 0x1D17A) or (>= 0xE0000 and < 0xE0020) or (>= 0xE0080 and <= 0xE0FFF);
}
