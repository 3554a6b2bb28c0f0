using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace IntelShare.Scan;

/// <summary>
/// Hashes of tokens and of the paths that tokens make. Seeded, so that nobody outside can write a text or a term that lands where another does;
/// what hashes alike is compared to the byte, so a collision costs time and never a match.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct TokenHash(ulong seed)
{
    /// <summary>Bytes that are read behind the end of a token.</summary>
    public const int Slack = 16;

    private const ulong One = 0xA0761D6478BD642F;
    private const ulong Two = 0xE7037ED1A0B428DB;
    private const ulong Three = 0x8EBC6AF09C88C6E3;

    private static ReadOnlySpan<byte> Mask =>
    [
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    private readonly ulong first = One ^ seed;
    private readonly ulong second = Two ^ ulong.RotateLeft(seed, 32);

    /// <summary>Of the bytes from <paramref name="start"/> to <paramref name="end"/>; <see cref="Slack"/> bytes behind it are readable.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Of(ref byte text, int start, int end)
    {
        var length = end - start;
        ref var at = ref Unsafe.Add(ref text, start);
        if (length > 16)
        {
            return OfLong(ref at, length);
        }

        // What stands behind the end is masked without a branch: lengths of words are not to be foretold.
        var masked = (Vector128.LoadUnsafe(ref at) & Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(Mask), (nuint)(16 - length))).AsUInt64();
        var (low, high) = (masked.GetElement(0), masked.GetElement(1));
        return Mix(low ^ first, high ^ second ^ (ulong)length);
    }

    /// <summary>Of each token that stands between two edges of a text.</summary>
    public void OfEach(ReadOnlySpan<byte> text, ReadOnlySpan<int> edges, Span<ulong> into)
    {
        ref var bytes = ref MemoryMarshal.GetReference(text);
        var tokens = MemoryMarshal.Cast<int, (int Start, int End)>(edges);
        into = into[..tokens.Length];
        for (var i = 0; i < tokens.Length; i++)
        {
            into[i] = Of(ref bytes, tokens[i].Start, tokens[i].End);
        }
    }

    /// <summary>Of one step: from a node of the trie by a token.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Step(uint node, ulong token) => node == 0 ? token : Mix(token ^ (node * Three), Two);

    /// <summary>Of two tokens in a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Pair(ulong token, ulong next) => (ulong.RotateLeft(token, 29) ^ next) * Three;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ulong OfLong(ref byte text, int length)
    {
        var hash = first ^ (ulong)length;
        var words = MemoryMarshal.CreateReadOnlySpan(ref text, length);
        for (; words.Length > 16; words = words[16..])
        {
            hash = Mix(hash ^ MemoryMarshal.Read<ulong>(words), second ^ MemoryMarshal.Read<ulong>(words[8..]));
        }

        // The last sixteen, of which some may have been taken before.
        var rest = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref text, length - 16), 16);
        return Mix(hash ^ MemoryMarshal.Read<ulong>(rest), second ^ MemoryMarshal.Read<ulong>(rest[8..]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }
}
