using System.Globalization;
using System.Text;

namespace IntelShare.Indicators;

/// <summary>Rules for free text: what may be stored at all, and how long it is.</summary>
public static class Text
{
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
            if (!Rune.IsWhiteSpace(rune) && Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format && !Folding.IsIgnorable(rune))
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
}
