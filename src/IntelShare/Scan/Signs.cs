using System.Globalization;
using System.Text;
using IntelShare.Indicators;
using IntelShare.Unicode;

namespace IntelShare.Scan;

/// <summary>
/// The characters of a text by what they are to the name of an account: compatibility forms are the ASCII that they stand for, letters beyond it
/// are <see cref="Letter"/> or <see cref="Solo"/>, whatever no name holds is a space, and what is invisible belongs to what stands before it.
/// </summary>
internal static class Signs
{
    /// <summary>A letter, mark or digit beyond ASCII.</summary>
    public const char Letter = 'é';

    /// <summary>A letter that stands directly behind a name which has ended: of a script without spaces, or Hangul.</summary>
    public const char Solo = '漢';

    private const char Invisible = '\0';

    /// <summary>What may stand within a name.</summary>
    public static bool IsWord(char sign) => char.IsAsciiLetterOrDigit(sign) || sign is '_' or Letter or Solo;

    /// <summary>The sign that begins here; a space behind the end.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="at">Where.</param>
    /// <param name="next">Where the next begins.</param>
    public static char Read(ReadOnlySpan<byte> utf8, int at, out int next)
    {
        next = at;
        if (at >= utf8.Length)
        {
            return ' ';
        }

        Rune.DecodeFromUtf8(utf8[at..], out var rune, out var taken);
        for (next += taken; next < utf8.Length && utf8[next] >= 0x80; next += taken)
        {
            Rune.DecodeFromUtf8(utf8[next..], out var following, out taken);
            if (!Folding.IsInvisible(following))
            {
                break;
            }
        }

        return Of(rune);
    }

    /// <summary>The sign that stands before a place, and where it begins; a space before the beginning.</summary>
    public static char Before(ReadOnlySpan<byte> utf8, int place, out int at)
    {
        at = place;
        var sign = Invisible;
        while (at > 0 && sign == Invisible)
        {
            Rune.DecodeLastFromUtf8(utf8[..at], out var rune, out var taken);
            (sign, at) = (Of(rune), at - taken);
        }

        return sign == Invisible ? ' ' : sign;
    }

    private static char Of(Rune rune)
    {
        if (rune.IsAscii)
        {
            return (char)rune.Value;
        }

        if (Folding.IsInvisible(rune))
        {
            return Invisible;
        }

        var entry = CharacterTable.Of(rune.Value);
        var isLetter = Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;
        if (!isLetter || !CharacterTable.IsItself(entry))
        {
            var visible = Folding.Visible(rune.ToString());
            if (visible is [< (char)0x80 or '·'])
            {
                return visible[0];
            }

            if (visible.Length > 0 && visible.All(char.IsAsciiLetterOrDigit))
            {
                return visible[0];
            }
        }

        return !isLetter ? ' ' : CharacterTable.ClassOf(entry) is CharacterClass.Solo or CharacterClass.Hangul ? Solo : Letter;
    }
}
