using System.Text;
using IntelShare.Unicode;

namespace IntelShare.Scan;

/// <summary>Which letters others are taken for.</summary>
internal sealed partial class Disguise
{
    private const string Aliens = "аеорсухіјѕкмтнвпгԁԛԝαοσργυχικτηβνω";
    private const string Latins = "aeopcyxijskmthbnrdqwaoopyyxikthbvw";
    private const int Apart = -1;

    /// <summary>The plain letters of a word of several scripts that are written alike, or the word itself; in Latin where Latin has one.</summary>
    public static byte[] Skeleton(ReadOnlySpan<byte> word)
    {
        var skeleton = new List<byte>();
        while (word.Length > 0)
        {
            Rune.DecodeFromUtf8(word, out var rune, out var taken);
            skeleton.AddRange(Alike(rune.Value) is var alike && alike != rune.Value ? [(byte)alike] : word[..taken].ToArray());
            word = word[taken..];
        }

        return [.. skeleton];
    }

    /// <summary>The Latin letter that a Cyrillic or Greek one is taken for (UTS #39, the lower case alone), or the letter itself.</summary>
    private static int Alike(int letter) => letter <= char.MaxValue && Aliens.IndexOf((char)letter, StringComparison.Ordinal) is >= 0 and var at ? Latins[at] : letter;

    // What parts a token from the next: a byte, or nothing, or more than one.
    private static int Parting(FoldedText folded, int left) =>
        folded.Bytes[folded.Edges[(2 * left) + 1]..folded.Edges[2 * (left + 1)]] switch { [] => 0, [var one] => one, _ => Apart };

    // "_" is part of a word, and parts its letters.
    private static bool IsLetter(FoldedText folded, int token) => Letters(folded.Token(token).Trim((byte)'_')).One != 0;

    private bool PutLetters(ReadOnlySpan<byte> token)
    {
        token = token.Trim((byte)'_');
        foreach (var part in token.Split((byte)'_'))
        {
            var (one, two) = Letters(token[part]);
            if (one == 0 || !Put(one) || (two != 0 && !Put(two)))
            {
                return false;
            }
        }

        return true;
    }

    private bool PutWord(ReadOnlySpan<byte> word)
    {
        while (word.Length > 0)
        {
            Rune.DecodeFromUtf8(word, out var rune, out var taken);
            if (!Put(rune.IsAscii ? Leet(rune.Value) : Alike(rune.Value)))
            {
                return false;
            }

            word = word[taken..];
        }

        return true;
    }

    /// <summary>Adds a letter to the word that may be meant; of one that is drawn out, three say it. False where it is too long a word.</summary>
    private bool Put(int letter)
    {
        var drawn = count >= 3 && letters.AsSpan(count - 3, 3).IndexOfAnyExcept(letter) < 0;
        if (!drawn && count < Most)
        {
            letters[count++] = letter;
            return true;
        }

        return drawn;
    }

    /// <summary>The letter that a token of one letter is taken for, or the two of a flag.</summary>
    private static (int One, int Two) Letters(ReadOnlySpan<byte> token) => token switch
    {
        [(>= (byte)'a' and <= (byte)'z') or (>= (byte)'0' and <= (byte)'9') or (byte)'$'] => (Leet(token[0]), 0),
        [>= 0xC3 and <= 0xDF, _] => (Alike(((token[0] & 0x1F) << 6) | (token[1] & 0x3F)), 0),
        [0xF0, 0x9F, 0x87, var one] => (one - 0xA6 + 'a', 0),
        [0xF0, 0x9F, 0x87, var one, 0xF0, 0x9F, 0x87, var two] => (one - 0xA6 + 'a', two - 0xA6 + 'a'),
        [0xF0, 0x9F, 0x85, >= 0x90 and <= 0xA9 and var circled] => (circled - 0x90 + 'a', 0),
        [0xF0, 0x9F, 0x85, >= 0xB0 and <= 0xBF and var squared] => (squared - 0xB0 + 'a', 0),
        [0xF0, 0x9F, 0x86, <= 0x89 and var squared] => (squared - 0x80 + 'q', 0),
        _ => default,
    };

    private static int Leet(int value) =>
        value is >= '0' and <= '9' ? "o1zeasgtbg"u8[value - '0'] : value == '@' ? 'a' : value == '$' ? 's' : value;
}
