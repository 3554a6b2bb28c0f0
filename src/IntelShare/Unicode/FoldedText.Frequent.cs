using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace IntelShare.Unicode;

/// <summary>What many people write beyond ASCII, without asking about each character.</summary>
public sealed partial class FoldedText
{
    private static readonly byte[] Latin = LatinLetters();

    private readonly byte[] changedBlock = new byte[2 * Block];

    /// <summary>
    /// Folds letters of Latin, Cyrillic and Arabic, Han and emoji within a block. Most stand already, capitals of Cyrillic keep their size, a letter
    /// of Latin becomes one of ASCII and the block one byte shorter.
    /// </summary>
    /// <param name="source">The block, and as much behind it.</param>
    /// <param name="block">The same.</param>
    /// <param name="from">Where it begins in the source.</param>
    /// <param name="most">Bytes of it that are of the text.</param>
    /// <param name="special">Where something else than ASCII stands.</param>
    /// <param name="word">Folded bytes that are of words.</param>
    /// <param name="alone">Where characters begin that are tokens by themselves.</param>
    /// <param name="behind">Where they end.</param>
    /// <returns>Bytes until something else comes, and those of their folded form.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (int Count, int Size) FoldFrequent(scoped ref byte source, Vector256<byte> block, int from, int most, uint special, ref ulong word, out ulong alone, out ulong behind)
    {
        if (kept != Kept.None)
        {
            (alone, behind) = (0, 0);
            var ascii = Math.Min(BitOperations.TrailingZeroCount(special), most);
            return (ascii, ascii);
        }

        var (second, third, fourth) = (Vector256.LoadUnsafe(ref source, 1), Vector256.LoadUnsafe(ref source, 2), Vector256.LoadUnsafe(ref source, 3));
        var (isThird, isFourth) = (IsBetween(third, (char)0x80, (char)0xBF), IsBetween(fourth, (char)0x80, (char)0xBF));

        // Small letters stand, capitals and й become others: П by its second byte, Р by both.
        var russian = Is(block, 0xD0);
        var capital = russian & IsBetween(second, (char)0x90, (char)0xAF);
        var brief = russian & (Is(second, 0x99) | Is(second, 0xB9));
        var cyrillic = capital | (russian & IsBetween(second, (char)0xB0, (char)0xBF)) | (Is(block, 0xD1) & IsBetween(second, (char)0x80, (char)0x8F));
        var arabic = (Is(block, 0xD8) & IsBetween(second, (char)0xA7, (char)0xBA)) | (Is(block, 0xD9) & IsBetween(second, (char)0x81, (char)0x8A));
        var han = isThird & ((IsBetween(block, (char)0xE5, (char)0xE9) & IsBetween(second, (char)0x80, (char)0xBF)) | (Is(block, 0xE4) & IsBetween(second, (char)0xB8, (char)0xBF)));
        // The black flag may begin a longer symbol, and skin tones belong to the one before: both are left out.
        var emoji = Is(block, 0xF0) & Is(second, 0x9F) & IsBetween(third, (char)0x8A, (char)0xAE) & isFourth & ~(Is(third, 0x8F) & IsBetween(fourth, (char)0xB4, (char)0xBF));

        // A character that ends beyond is left to the next block.
        var within = uint.MaxValue >> (Block - most);
        var latin = (IsBetween(block, (char)0xC3, (char)0xC5) & IsBetween(second, (char)0x80, (char)0xBF)).ExtractMostSignificantBits() & (within >> 1);
        var same = (cyrillic | arabic).ExtractMostSignificantBits() & (within >> 1);
        var three = han.ExtractMostSignificantBits() & (within >> 2);
        var four = emoji.ExtractMostSignificantBits() & (within >> 3);
        special &= ~(same | (same << 1) | latin | (latin << 1) | three | (three << 1) | (three << 2) | four | (four << 1) | (four << 2) | (four << 3));
        word |= same | (same << 1) | latin;
        (alone, behind) = (three | four, ((ulong)three << 3) | ((ulong)four << 4));

        scoped ref var rest = ref source;
        if ((capital | brief) != Vector256<byte>.Zero)
        {
            var changed = ToLower(block) ^ (capital & IsBetween(second, (char)0xA0, (char)0xAF) & Vector256<byte>.One) ^ OneUp((capital & Vector256.Create((byte)0x20)) ^ (brief & Vector256<byte>.One));
            changed.StoreUnsafe(ref bytes[length]);
            rest = ref MemoryMarshal.GetArrayDataReference(changedBlock);
            changed.StoreUnsafe(ref rest);
        }

        var (count, shorter) = (Math.Min(BitOperations.TrailingZeroCount(special), most), 0);
        for (; latin != 0; latin &= latin - 1)
        {
            var at = BitOperations.TrailingZeroCount(latin);
            var letter = Latin[((Unsafe.Add(ref source, at) & 3) << 6) | (Unsafe.Add(ref source, at + 1) & 0x3F)];
            if (letter == 0 || at > count)
            {
                count = Math.Min(at, count);
                break;
            }

            var place = length + at - shorter;
            bytes[place] = letter;
            ToLower(Vector256.LoadUnsafe(ref rest, (nuint)at + 2)).StoreUnsafe(ref bytes[place + 1]);
            anchors[anchor++] = (place + 1, from + at + 2);
            var until = (2UL << (at - shorter)) - 1;
            word = Shorter(word, until);
            alone = Shorter(alone, until);
            behind = Shorter(behind, until);
            shorter++;
        }

        return (count, count - shorter);

        static Vector256<byte> Is(Vector256<byte> block, byte value) => Vector256.Equals(block, Vector256.Create(value));

        static ulong Shorter(ulong mask, ulong until) => (mask & until) | ((mask >> 1) & ~until);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector256<byte> OneUp(Vector256<byte> block) => Vector256.Shuffle(block, Vector256.Create(
            (byte)0xFF, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30));
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
