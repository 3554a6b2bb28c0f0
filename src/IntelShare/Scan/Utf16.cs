using System.Numerics;
using System.Runtime.Intrinsics;

namespace IntelShare.Scan;

/// <summary>Lengths in UTF-16 of what is UTF-8.</summary>
internal static class Utf16
{
    /// <summary>Units of UTF-16 from one place to another, without asking again whether the bytes are UTF-8.</summary>
    /// <param name="utf8">Valid UTF-8.</param>
    /// <param name="from">Where a character begins.</param>
    /// <param name="to">Where a character begins, or the end.</param>
    public static int Length(ReadOnlySpan<byte> utf8, int from, int to)
    {
        var units = 0;
        for (; from < to; from += Vector256<byte>.Count)
        {
            // Each byte but those that continue a character begins one; characters of four bytes are two units.
            var block = utf8.Length - from >= Vector256<byte>.Count ? Vector256.Create(utf8[from..]) : Last(utf8[from..]);
            var inside = uint.MaxValue >> Math.Max(0, Vector256<byte>.Count - (to - from));
            units += BitOperations.PopCount(Vector256.GreaterThanOrEqual(block.AsSByte(), Vector256.Create((sbyte)-64)).ExtractMostSignificantBits() & inside)
                + BitOperations.PopCount(Vector256.GreaterThanOrEqual(block, Vector256.Create((byte)0xF0)).ExtractMostSignificantBits() & inside);
        }

        return units;
    }

    private static Vector256<byte> Last(ReadOnlySpan<byte> few)
    {
        Span<byte> block = stackalloc byte[Vector256<byte>.Count];
        block.Clear();
        few.CopyTo(block);
        return Vector256.Create<byte>(block);
    }
}
