using System.Buffers;
using System.Globalization;
using System.Text;

namespace IntelShare;

/// <summary>Rules for free text: what may be stored at all, and how long it is.</summary>
public static class Text
{
    private static readonly SearchValues<char> Slug = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>True when every UTF-16 unit belongs to a scalar value and none is a non-character (U+FDD0-FDEF, U+xxFFFE, U+xxFFFF) or a control other than tab and line feed.</summary>
    public static bool IsClean(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, i, out var rune))
            {
                return false;
            }

            var v = rune.Value;
            if ((v & 0xFFFE) == 0xFFFE || v is >= 0xFDD0 and <= 0xFDEF || (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control && v is not ('\t' or '\n')))
            {
                return false;
            }

            i += rune.Utf16SequenceLength;
        }

        return true;
    }

    /// <summary>Length in code points; a lone surrogate counts as one.</summary>
    public static int Length(string text)
    {
        var runes = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            runes++;
        }

        return runes;
    }

    /// <summary>True when nothing of the text is to be seen: white space and invisible characters alone state no necessity, basis or reason.</summary>
    public static bool IsBlank(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Rune.IsWhiteSpace(rune) && Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format && !IsIgnorable(rune))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Refusals of a mandatory text: <c>required</c>, <c>text-not-clean</c>, <c>too-long</c>.</summary>
    /// <param name="text">The text, or null when absent.</param>
    /// <param name="pointer">Where it stands.</param>
    /// <param name="most">Upper limit in code points.</param>
    public static IEnumerable<Refusal> Required(string? text, string pointer, int most) =>
        text is null || IsBlank(text) ? [new("required", pointer, "This member is mandatory and may not be blank.")] : Optional(text, pointer, most);

    /// <summary>Refusals of an optional text: <c>text-not-clean</c>, <c>too-long</c>.</summary>
    public static IEnumerable<Refusal> Optional(string? text, string pointer, int most)
    {
        if (text is null)
        {
            yield break;
        }

        if (!IsClean(text))
        {
            yield return new("text-not-clean", pointer, "Lone surrogates, non-characters and control characters are refused.");
        }
        else if (Length(text) > most)
        {
            yield return new("too-long", pointer, $"At most {most} code points.");
        }
    }

    /// <summary>True for a name of the registry: lower-case letters, digits and hyphens, none at either end.</summary>
    /// <param name="text">The name.</param>
    /// <param name="least">Its shortest length.</param>
    /// <param name="most">Its longest.</param>
    public static bool IsSlug(ReadOnlySpan<char> text, int least, int most) =>
        text.Length >= least && text.Length <= most && !text.ContainsAnyExcept(Slug) && text[0] != '-' && text[^1] != '-';

    // Default_Ignorable_Code_Point of Unicode 16, without ZWJ and the tags, which mean something inside an emoji; and tatweel.
    internal static bool IsIgnorable(Rune rune) => rune.Value is
        0x00AD or 0x034F or 0x061C or 0x0640 or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or
        (>= 0x200B and <= 0x200F and not 0x200D) or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x206F) or 0x3164 or
        (>= 0xFE00 and <= 0xFE0F) or 0xFEFF or 0xFFA0 or (>= 0xFFF0 and <= 0xFFF8) or (>= 0x1BCA0 and <= 0x1BCA3) or
        (>= 0x1D173 and <= 0x1D17A) or (>= 0xE0000 and < 0xE0020) or (>= 0xE0080 and <= 0xE0FFF);
}
