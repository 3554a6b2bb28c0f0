using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace IntelShare.Misp;

/// <summary>
/// Text for databases that keep three bytes of a character, as MISP's do: 🍕 is <c>U+1F355</c>, and what is drawn with it stands beside as
/// <c>U+1F468 U+200D U+1F4BB</c>. Whatever is written so is read back to the letter.
/// </summary>
public static class CodePoints
{
    private const int FewestDigits = 4;
    private const int MostDigits = 6;

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdefABCDEF");

    // What a character beyond the basic plane is drawn with: the joiner, the variants, the keycap.
    private static readonly int[] Drawn = [0x200D, 0xFE0E, 0xFE0F, 0x20E3];

    private static readonly FrozenDictionary<int, string> Names = Csv.Embedded(typeof(CodePoints), "symbols.csv")
        .ToFrozenDictionary(row => int.Parse(row["codePoint"], NumberStyles.HexNumber, CultureInfo.InvariantCulture), row => row["name"]);

    /// <summary>The text without characters beyond the basic plane.</summary>
    public static string Write(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (written, within) = (new StringBuilder(text.Length), false);
        for (var i = 0; i < text.Length;)
        {
            var rune = Rune.GetRuneAt(text, i);
            // In a row of code points also what would be read as a part of it.
            var coded = IsCoded(text, i) || (within && (IsHex(rune) || Drawn.Contains(rune.Value) || (rune.Value == ' ' && IsCoded(text, i + 1))));
            written = coded ? written.Append(within ? " " : "").Append(CultureInfo.InvariantCulture, $"U+{rune.Value:X4}") : written.Append(rune.ToString());
            (within, i) = (coded, i + rune.Utf16SequenceLength);
        }

        return written.ToString();
    }

    /// <summary>The text with the characters that code points stand for: a row of them begins with one beyond the basic plane.</summary>
    public static string Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var read = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            if (TokenAt(text, i, out var rune) is not (> 0 and var length) || !(rune.Value > char.MaxValue || (rune.Value == 'U' && text.AsSpan(i + length) is ['+', ..])))
            {
                read.Append(text[i++]);
                continue;
            }

            read.Append(rune.ToString());
            for (i += length; i < text.Length && text[i] == ' ' && TokenAt(text, i + 1, out var next) is > 0 and var more; i += more + 1)
            {
                read.Append(next.ToString());
            }
        }

        return read.ToString();
    }

    /// <summary>What the characters beyond the basic plane are called, each once: <c>SLICE OF PIZZA</c>; of letters in another dress, the letters. Null where there is nothing to say.</summary>
    public static string? NamesIn(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var names = text.EnumerateRunes().Where(rune => !rune.IsBmp).Distinct().Select(rune => Names.GetValueOrDefault(rune.Value) ?? Plainly(rune)).OfType<string>();
        return string.Join(", ", names) is { Length: > 0 } said ? said : null;
    }

    private static string? Plainly(Rune rune) => rune.ToString().Normalize(NormalizationForm.FormKC) is var plain && plain.EnumerateRunes().All(one => one.IsBmp) ? plain : null;

    /// <summary>A character beyond the basic plane, or what would be taken for a code point though it is none.</summary>
    private static bool IsCoded(string text, int at) => at < text.Length && (char.IsHighSurrogate(text[at]) || DigitsAt(text, at) > 0);

    private static int TokenAt(string text, int at, out Rune rune)
    {
        var digits = DigitsAt(text, at);
        rune = default;
        return digits > 0 && Rune.TryCreate(int.Parse(text.AsSpan(at + 2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), out rune) ? digits + 2 : 0;
    }

    /// <summary>How many digits follow <c>U+</c> here; none where they are too few or too many for a code point.</summary>
    private static int DigitsAt(string text, int at)
    {
        if (text.AsSpan(at) is not ['U', '+', .. var rest])
        {
            return 0;
        }

        var digits = rest.IndexOfAnyExcept(Hex) is >= 0 and var end ? end : rest.Length;
        return digits is >= FewestDigits and <= MostDigits ? digits : 0;
    }

    private static bool IsHex(Rune rune) => rune.IsAscii && char.IsAsciiHexDigit((char)rune.Value);
}
