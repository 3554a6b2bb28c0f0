using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace IntelShare.Unicode;

/// <summary>The way through a text: 32 bytes at a time while it is ASCII, one character at a time elsewhere.</summary>
public sealed partial class FoldedText
{
    private const int Block = 32;

    private bool InWord
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (edge & 1) != 0;
    }

    /// <summary>Folds one more text behind the others. Total: what is no UTF-8 separates.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="from">What to add to its source positions.</param>
    public void Append(ReadOnlySpan<byte> utf8, int from = 0)
    {
        MakeRoom();
        Begin(from);
        Span<byte> tail = stackalloc byte[Block];
        for (var i = 0; i < utf8.Length;)
        {
            MakeRoom();
            var rest = utf8.Length - i;
            scoped ref var source = ref Unsafe.Add(ref MemoryMarshal.GetReference(utf8), i);
            if (rest < Block)
            {
                tail.Clear();
                utf8[i..].CopyTo(tail);
                source = ref MemoryMarshal.GetReference(tail);
            }

            var ascii = FoldAscii(ref source, Math.Min(rest, Block));
            i += ascii;
            if (ascii < Block && i < utf8.Length)
            {
                do
                {
                    MakeRoom();
                    i += FoldCharacter(utf8[i..], from + i);
                }
                while (i < utf8.Length && IsSpecial(utf8[i]));
            }
        }

        EndWord();
    }

    private static bool IsSpecial(byte value) => value is >= 0x80 or (byte)'$';

    private void Begin(int from)
    {
        bytes[length] = (byte)' ';
        edges[edge++] = length;
        edges[edge++] = length++;
        Anchor(length, from);
        (last, keeps, joined) = (Part.Separator, false, false);
    }

    /// <summary>Folds what is plain ASCII at the beginning of a block and says how long it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int FoldAscii(scoped ref byte source, int most)
    {
        var block = Vector256.LoadUnsafe(ref source);
        var lower = block | (IsBetween(block, 'A', 'Z') & Vector256.Create((byte)0x20));
        lower.StoreUnsafe(ref bytes[length]);
        var special = (block | Vector256.Equals(block, Vector256.Create((byte)'$'))).ExtractMostSignificantBits();
        var word = (IsBetween(lower, 'a', 'z') | IsBetween(block, '0', '9') | Vector256.Equals(block, Vector256.Create((byte)'_'))).ExtractMostSignificantBits();
        var count = Math.Min(BitOperations.TrailingZeroCount(special), most);
        if (count == 0)
        {
            return 0;
        }

        word &= uint.MaxValue >> (Block - count);
        var changes = (word ^ ((word << 1) | (uint)(edge & 1))) & (uint.MaxValue >> (Block - count));
        ref var to = ref edges[edge];
        edge += BitOperations.PopCount(changes);
        for (var at = length; changes != 0; changes &= changes - 1)
        {
            to = at + BitOperations.TrailingZeroCount(changes);
            to = ref Unsafe.Add(ref to, 1);
        }

        length += count;
        (last, keeps, joined) = (Part.Separator, false, false);
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> IsBetween(Vector256<byte> block, char first, char last) =>
        Vector256.LessThanOrEqual(block - Vector256.Create((byte)first), Vector256.Create((byte)(last - first)));

    /// <summary>Folds one character and says how many bytes of the source it took.</summary>
    private int FoldCharacter(ReadOnlySpan<byte> source, int at)
    {
        var (character, taken) = Decode(source);
        var before = length;
        if (character < 0)
        {
            Separate((byte)' ');
        }
        else
        {
            Fold(character, CharacterTable.Of(character), source[..taken]);
        }

        if (length - before != taken)
        {
            if (length > before)
            {
                Anchor(before, at | Opaque);
            }

            Anchor(length, at + taken);
        }

        return taken;
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
