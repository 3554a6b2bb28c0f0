using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace IntelShare.Unicode;

/// <summary>The way through a text: 32 bytes at a time while it is ASCII or frequent, one character at a time elsewhere.</summary>
public sealed partial class FoldedText
{
    private const int Block = 32;
    private const int LongestCharacter = 4;

    private readonly byte[] tail = new byte[2 * Block];

    private bool InWord
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (edge & 1) != 0;
    }

    /// <summary>Folds one more text behind the others. Total: what is no UTF-8 separates.</summary>
    /// <param name="utf8">The text.</param>
    public void Append(ReadOnlySpan<byte> utf8) => Append(utf8, 0, utf8.Length);

    /// <summary>Folds one of many texts that stand in a row; source positions count from the beginning of the first.</summary>
    /// <param name="utf8">All of them.</param>
    /// <param name="start">Where this one begins.</param>
    /// <param name="end">Where it ends.</param>
    // Within a loop over many texts it would be compiled in the middle of that loop, for good.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Append(ReadOnlySpan<byte> utf8, int start, int end)
    {
        MakeRoom();
        Begin(start);
        for (var i = start; i < end;)
        {
            MakeRoom();
            scoped ref var source = ref Unsafe.Add(ref MemoryMarshal.GetReference(utf8), i);
            if (utf8.Length - i < tail.Length)
            {
                utf8[i..].CopyTo(tail);
                source = ref MemoryMarshal.GetArrayDataReference(tail);
            }

            var folded = FoldBlock(ref source, i, Math.Min(end - i, Block));
            i += folded;
            // With a character that the block cut, the next one begins.
            while (folded <= Block - LongestCharacter && i < end && IsSpecial(utf8[i]))
            {
                MakeRoom();
                var next = FoldLetters(utf8, i, end);
                next = next > i ? next : FoldSolos(utf8, i, end);
                i = next > i ? next : FoldCharacter(utf8[..end], i);
            }
        }

        EndWord();
        bytes.AsSpan(length, Slack).Clear();
    }

    private static bool IsSpecial(byte value) => value is >= 0x80 or (byte)'$';

    private void Begin(int from)
    {
        bytes[length] = (byte)' ';
        edges[edge++] = length;
        edges[edge++] = length++;
        Anchor(length, from);
        (last, keeps, joined, markEnd) = (Part.Separator, false, false, 0);
    }

    /// <summary>Folds what is ASCII or frequent at the beginning of a block and says how long it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int FoldBlock(scoped ref byte source, int from, int most)
    {
        var block = Vector256.LoadUnsafe(ref source);
        var lower = ToLower(block);
        lower.StoreUnsafe(ref bytes[length]);
        var special = (block | Vector256.Equals(block, Vector256.Create((byte)'$'))).ExtractMostSignificantBits();
        ulong word = (IsBetween(lower, 'a', 'z') | IsBetween(block, '0', '9') | Vector256.Equals(block, Vector256.Create((byte)'_'))).ExtractMostSignificantBits();
        var (count, size, alone, behind) = (most, most, 0UL, 0UL);
        if (special != 0)
        {
            (count, size) = FoldFrequent(ref source, block, from, most, special, ref word, out alone, out behind);
            if (count == 0)
            {
                return 0;
            }
        }

        var inside = (1UL << size) - 1;
        word &= inside;
        var before = (word << 1) | (uint)(edge & 1);
        var starts = (word & ~before) | (alone & inside);
        var ends = (before & ~word & inside) | (behind & ((inside << 1) | 1));
        var at = length;
        ref var start = ref edges[edge + (edge & 1)];
        ref var end = ref edges[edge + 1 - (edge & 1)];
        edge += BitOperations.PopCount(starts) + BitOperations.PopCount(ends);
        // How many there are is not to be foretold, but seldom more than four. What is written in vain is written over.
        do
        {
            for (var i = 0; i < 8; i += 2)
            {
                Unsafe.Add(ref start, i) = at + BitOperations.TrailingZeroCount(starts);
                Unsafe.Add(ref end, i) = at + BitOperations.TrailingZeroCount(ends);
                (starts, ends) = (starts & (starts - 1), ends & (ends - 1));
            }

            start = ref Unsafe.Add(ref start, 8);
            end = ref Unsafe.Add(ref end, 8);
        }
        while ((starts | ends) != 0);

        length = at + size;
        (last, keeps, joined) = (Part.Separator, false, false);
        if ((behind >> size & 1) != 0)
        {
            (last, symbol) = (bytes[length - LongestCharacter] >= 0xF0 ? Part.Symbol : Part.Solo, 0);
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> IsBetween(Vector256<byte> block, char first, char last) =>
        Vector256.LessThanOrEqual(block - Vector256.Create((byte)first), Vector256.Create((byte)(last - first)));

    private static Vector256<byte> ToLower(Vector256<byte> block) => block | (IsBetween(block, 'A', 'Z') & Vector256.Create((byte)0x20));

    /// <summary>Folds letters beyond ASCII while nothing else comes, by far the most frequent case, and says where it stopped.</summary>
    private int FoldLetters(ReadOnlySpan<byte> utf8, int at, int end)
    {
        if (kept != Kept.None)
        {
            return at;
        }

        ref var source = ref MemoryMarshal.GetReference(utf8);
        ref var to = ref MemoryMarshal.GetArrayDataReference(bytes);
        var (begin, place) = (at, length);
        var last4 = Math.Min(end, utf8.Length - 3);
        for (var most = MostAtOnce / 2; most > 0 && at < last4; most -= sizeof(ulong))
        {
            var four = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref source, at));
            int character, taken;
            if ((four & 0xC0E0) == 0x80C0)
            {
                (character, taken) = ((int)(((four & 0x1F) << 6) | (four >> 8 & 0x3F)), 2);
            }
            else if ((four & 0xC0C0F0) == 0x8080E0)
            {
                (character, taken) = ((int)(((four & 0x0F) << 12) | ((four >> 8 & 0x3F) << 6) | (four >> 16 & 0x3F)), 3);
            }
            else
            {
                break;
            }

            // Overlong forms would be ASCII or shorter letters; surrogates have no entry that is one. A character that is cut off is left to others.
            var entry = CharacterTable.Of(character);
            if (!CharacterTable.IsShortLetter(entry) || character < (taken == 2 ? 0x80 : 0x800) || at + taken > end)
            {
                break;
            }

            var size = taken;
            if (CharacterTable.IsItself(entry))
            {
                Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, place), four);
            }
            else
            {
                Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, place), CharacterTable.ShortFolded(entry, out size));
            }

            if (size != taken)
            {
                Anchor(place + size, at + taken);
            }

            place += size;
            at += taken;
            keeps = CharacterTable.ClassOf(entry) == CharacterClass.Letter;
        }

        if (at > begin)
        {
            // Written in vain where the word was open before.
            edges[edge] = length;
            edge |= 1;
            (length, last, joined) = (place, Part.Separator, false);
        }

        return at;
    }

    /// <summary>Folds one character and says where the next begins.</summary>
    private int FoldCharacter(ReadOnlySpan<byte> source, int at)
    {
        var (character, taken) = Decode(source[at..]);
        IsUtf8 &= character >= 0;
        var entry = character < 0 ? CharacterTable.Pack(CharacterClass.Separator) : CharacterTable.Of(character);
        var before = length;
        Fold(character, entry, source.Slice(at, taken));
        if (length - before != taken)
        {
            if (length > before)
            {
                Anchor(before, at | Opaque);
            }

            Anchor(length, at + taken);
        }

        return at + taken;
    }

    /// <summary>A code point, or -1 for bytes that are none, and its length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (int Character, int Taken) Decode(ReadOnlySpan<byte> source)
    {
        int first = source[0];
        if (first < 0x80)
        {
            return (first, 1);
        }

        if (first is >= 0xC2 and < 0xE0 && source.Length > 1 && (source[1] & 0xC0) == 0x80)
        {
            return (((first & 0x1F) << 6) | (source[1] & 0x3F), 2);
        }

        if (first is >= 0xE0 and < 0xF0 && source.Length > 2 && (source[1] & 0xC0) == 0x80 && (source[2] & 0xC0) == 0x80)
        {
            var three = ((first & 0x0F) << 12) | ((source[1] & 0x3F) << 6) | (source[2] & 0x3F);
            if (three >= 0x800 && three is < 0xD800 or > 0xDFFF)
            {
                return (three, 3);
            }
        }

        return Rune.DecodeFromUtf8(source, out var rune, out var taken) == System.Buffers.OperationStatus.Done ? (rune.Value, taken) : (-1, taken);
    }
}
