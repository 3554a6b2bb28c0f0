using System.Text;

namespace IntelShare.Scan;

/// <summary>Which letters others are taken for.</summary>
internal sealed partial class Disguise
{
    private const string Aliens = "аеорсухіјѕкмтнвпгԁԛԝαοσργυχικτηβνω";
    private const string Latins = "aeopcyxijskmthbnrdqwaoopyyxikthbvw";

    /// <summary>The plain letters of a word of several scripts that are written alike, or the word itself; in Latin where Latin has one.</summary>
    public static byte[] Skeleton(ReadOnlySpan<byte> word)
    {
        var skeleton = new List<byte>();
        while (word.Length > 0)
        {
            Rune.DecodeFromUtf8(word, out var rune, out var taken);
            skeleton.AddRange(Alike(rune.Value) is not '\0' and var latin ? [(byte)latin] : word[..taken].ToArray());
            word = word[taken..];
        }

        return [.. skeleton];
    }

    /// <summary>The Latin letter that a Cyrillic or Greek one is taken for, or 0 (UTS #39, the lower case alone).</summary>
    private static char Alike(int letter) => Aliens.IndexOf((char)letter, StringComparison.Ordinal) is >= 0 and var at ? Latins[at] : '\0';

    /// <summary>The letter that a token of one letter is taken for, or the two of a flag.</summary>
    private static (byte One, byte Two) Letters(ReadOnlySpan<byte> token) => token switch
    {
        [(>= (byte)'a' and <= (byte)'z') or (>= (byte)'0' and <= (byte)'9') or (byte)'$'] => (Leet(token[0]), 0),
        [>= 0xCD and <= 0xD4, _] => ((byte)Alike(((token[0] & 0x1F) << 6) | (token[1] & 0x3F)), 0),
        [0xF0, 0x9F, 0x87, var one] => ((byte)(one - 0xA6 + 'a'), 0),
        [0xF0, 0x9F, 0x87, var one, 0xF0, 0x9F, 0x87, var two] => ((byte)(one - 0xA6 + 'a'), (byte)(two - 0xA6 + 'a')),
        [0xF0, 0x9F, 0x85, >= 0x90 and <= 0xA9 and var circled] => ((byte)(circled - 0x90 + 'a'), 0),
        [0xF0, 0x9F, 0x85, >= 0xB0 and <= 0xBF and var squared] => ((byte)(squared - 0xB0 + 'a'), 0),
        [0xF0, 0x9F, 0x86, <= 0x89 and var squared] => ((byte)(squared - 0x80 + 'q'), 0),
        _ => default,
    };

    private static byte Leet(byte value) =>
        value is >= (byte)'0' and <= (byte)'9' ? "o1zeasgtbg"u8[value - '0'] : value == '@' ? (byte)'a' : value == '$' ? (byte)'s' : value;
}
