using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IntelShare.Unicode;

/// <summary>What many people write beyond ASCII, without asking about each character.</summary>
public sealed partial class FoldedText
{
    private static readonly byte[] Latin = LatinLetters();

    /// <summary>
    /// Folds letters of two bytes within a block: what is its own folded form stands already, one that folds to a letter of ASCII makes the block
    /// one byte shorter.
    /// </summary>
    private int FoldPairs(scoped ref byte source, Vector256<byte> block, int from, int most, uint special, ref uint word, ref int shorter)
    {
        if (kept != Kept.None)
        {
            return BitOperations.TrailingZeroCount(special);
        }

        // A letter whose second byte stands beyond is left to others.
        var within = uint.MaxValue >> (Block - most) >> 1;
        var second = Vector256.LoadUnsafe(ref source, 1);
        var cyrillic = (Is(block, 0xD0) & IsBetween(second, (char)0xB0, (char)0xBF) & ~Is(second, 0xB9)) | (Is(block, 0xD1) & IsBetween(second, (char)0x80, (char)0x8F));
        var arabic = (Is(block, 0xD8) & IsBetween(second, (char)0xA7, (char)0xBA)) | (Is(block, 0xD9) & IsBetween(second, (char)0x81, (char)0x8A));
        var same = (cyrillic | arabic).ExtractMostSignificantBits() & within;
        var latin = (IsBetween(block, (char)0xC3, (char)0xC5) & IsBetween(second, (char)0x80, (char)0xBF)).ExtractMostSignificantBits() & within;
        special &= ~(same | (same << 1) | latin | (latin << 1));
        word |= same | (same << 1) | latin;
        var count = BitOperations.TrailingZeroCount(special);
        for (; latin != 0; latin &= latin - 1)
        {
            var at = BitOperations.TrailingZeroCount(latin);
            var letter = Latin[((Unsafe.Add(ref source, at) & 3) << 6) | (Unsafe.Add(ref source, at + 1) & 0x3F)];
            if (letter == 0 || at > count)
            {
                return Math.Min(at, count);
            }

            var place = length + at - shorter;
            bytes[place] = letter;
            ToLower(Vector256.LoadUnsafe(ref source, (nuint)at + 2)).StoreUnsafe(ref bytes[place + 1]);
            anchors[anchor++] = (place + 1, from + at + 2);
            var until = (2U << (at - shorter)) - 1;
            word = (word & until) | ((word >> 1) & ~until);
            shorter++;
        }

        return count;

        static Vector256<byte> Is(Vector256<byte> block, byte value) => Vector256.Equals(block, Vector256.Create(value));
    }

    // By the two last bits of the first byte and the six of the second.
    private static byte[] LatinLetters()
    {
        var letters = new byte[256];
        for (var character = 0xC0; character < 0x180; character++)
        {
            var entry = CharacterTable.Of(character);
            if (CharacterTable.IsShortLetter(entry) && !CharacterTable.IsItself(entry) && CharacterTable.Folded(entry) is [var letter])
            {
                letters[character & 0xFF] = letter;
            }
        }

        return letters;
    }

    /// <summary>Folds characters that are tokens by themselves while nothing else comes and says where it stopped.</summary>
    private int FoldSolos(ReadOnlySpan<byte> utf8, int at, int end)
    {
        for (var most = Block; most > 0 && at + 3 <= end; most--)
        {
            var three = utf8.Slice(at, 3);
            if (three[0] is < 0xE1 or > 0xEC || (three[1] & 0xC0) != 0x80 || (three[2] & 0xC0) != 0x80)
            {
                break;
            }

            var entry = CharacterTable.Of(((three[0] & 0x0F) << 12) | ((three[1] & 0x3F) << 6) | (three[2] & 0x3F));
            if (CharacterTable.ClassOf(entry) != CharacterClass.Solo || !CharacterTable.IsItself(entry))
            {
                break;
            }

            PutToken(three, Part.Solo);
            at += 3;
        }

        return at;
    }
}
